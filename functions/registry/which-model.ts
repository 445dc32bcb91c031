import * as z from 'zod';
import { chooseModel } from '../../layers/core/experiment/choose-model.ts';
import type { Registry } from '../../layers/core/training/registry.ts';
import { environment } from '../../layers/kit/environment.ts';
import { step } from '../../layers/kit/step.ts';
import { registry } from './registry.ts';

/** What the app sends: the id of the user whose message is to be answered, as the app knows it. */
export const input = z.object({ userId: z.string().min(1) });

/** What the app gets: the model to use, and the variant to write on the messages that it answers. */
export const output = z.object({ model: z.string(), variant: z.string() });

/** Which model answers a user. */
export const whichModel = async (
  _: z.infer<typeof input>,
  { models, baseModel }: { readonly models: Pick<Registry, 'champion'>; readonly baseModel: string },
) => chooseModel(await models.champion(), baseModel);

export const handler = step({
  input,
  output,
  run: (question) => {
    const { BASE_MODEL: baseModel } = environment({ BASE_MODEL: z.string().min(1) });
    return whichModel(question, { models: registry(), baseModel });
  },
});
