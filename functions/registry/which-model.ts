import * as z from 'zod';
import { RetryableError } from '../../layers/core/errors.ts';
import { type Choice, chooseModel } from '../../layers/core/training/choose-model.ts';
import type { Registry } from '../../layers/core/training/registry.ts';
import { environment } from '../../layers/kit/environment.ts';
import { logger } from '../../layers/kit/logger.ts';
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

/**
 * Which model answers users. While the registry does not answer, it is the one that was named last: an app must not
 * leave its users without an answer for want of a table.
 *
 * @param last what was named before by this process
 * @throws RetryableError when the registry does not answer, and never did
 */
export async function whichModel({ models, baseModel }: Tools, last?: Choice): Promise<Choice> {
  try {
    return chooseModel(await models.champion(), baseModel);
  } catch (error) {
    if (!(error instanceof RetryableError) || last === undefined) throw error;
    logger.warn('The registry does not answer: the model is named that was named before', { model: last.model });
    return last;
  }
}

let last: Choice | undefined;

export const handler = step({
  input,
  output,
  run: async () => {
    const { BASE_MODEL: baseModel } = environment({ BASE_MODEL: z.string().min(1) });
    last = await whichModel({ models: registry(), baseModel }, last);
    return last;
  },
});
