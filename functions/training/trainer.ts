import * as z from 'zod';
import { secretsManager } from '../../layers/adapters/clients.ts';
import { OpenAiTrainer } from '../../layers/adapters/openai-trainer.ts';
import { createSecret } from '../../layers/adapters/secret.ts';
import type { Trainer } from '../../layers/core/training/trainer.ts';
import { environment } from '../../layers/kit/environment.ts';

let built: Trainer | undefined;

/** The trainer that the function was deployed with. */
export function trainer(): Trainer {
  if (built === undefined) {
    const { OPENAI_BASE_URL: baseUrl, OPENAI_SECRET_ARN: id } = environment({
      OPENAI_BASE_URL: z.url(),
      OPENAI_SECRET_ARN: z.string().min(1),
    });
    // A new reader each time: it is asked again only after the key was refused, and must not answer from memory.
    const key = () => createSecret(secretsManager, { id, what: 'the OpenAI API', example: '<your key>' })();
    built = new OpenAiTrainer({ baseUrl, key });
  }
  return built;
}
