import { OpenAiBatches } from '../../layers/adapters/openai-batches.ts';
import type { Batches } from '../../layers/core/augmentation/batches.ts';
import { once } from '../../layers/core/once.ts';
import { openAi } from '../openai.ts';

/** The service that the function was deployed with. */
export const batches = once((): Batches => new OpenAiBatches(openAi()));
