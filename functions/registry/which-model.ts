import * as z from 'zod';
import { chooseModel } from '../../layers/core/training/choose-model.ts';
import type { Registry } from '../../layers/core/training/registry.ts';
import { environment } from '../../layers/kit/environment.ts';
import { step } from '../../layers/kit/step.ts';
import { registry } from './registry.ts';

/** Whatever the app sends: one model answers everybody. */
export const input = z.unknown();

/** What the app gets: the model to use, and the variant to write on the messages that it answers. */
export const output = z.object({ model: z.string(), variant: z.string() });

interface Tools {
  readonly models: Pick<Registry, 'champion'>;
  readonly baseModel: string;
}

/** Which model answers users. */
export const whichModel = async ({ models, baseModel }: Tools) => chooseModel(await models.champion(), baseModel);

export const handler = step({
  input,
  output,
  run: () => {
    const { BASE_MODEL: baseModel } = environment({ BASE_MODEL: z.string().min(1) });
    return whichModel({ models: registry(), baseModel });
  },
});
