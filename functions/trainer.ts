import { OpenAiTrainer } from '../layers/adapters/openai-trainer.ts';
import { once } from '../layers/core/once.ts';
import type { Trainer } from '../layers/core/training/trainer.ts';
import { openAi } from './openai.ts';

/** The trainer that the function was deployed with. */
export const trainer = once((): Trainer => new OpenAiTrainer(openAi()));
