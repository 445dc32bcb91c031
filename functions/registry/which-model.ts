import * as z from 'zod';
import { chooseModel } from '../../layers/core/experiment/choose-model.ts';
import type { Registry } from '../../layers/core/training/registry.ts';
import { step } from '../../layers/kit/step.ts';
import { registry } from './registry.ts';

/** What the app sends: the id of the user whose message is to be answered, as the app knows it. */
export const input = z.object({ userId: z.string().min(1) });

/** What the app gets: the model to use, and the variant to write on the messages that it answers. */
export const output = z.object({ model: z.string(), variant: z.string() });

/** Which model answers a user. */
export const whichModel = async (_: z.infer<typeof input>, models: Pick<Registry, 'champion'>) =>
  chooseModel(await models.champion());

export const handler = step({ input, output, run: (question) => whichModel(question, registry()) });
