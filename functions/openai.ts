import * as z from 'zod';
import { secretsManager } from '../layers/adapters/clients.ts';
import type { OpenAiSettings } from '../layers/adapters/openai-client.ts';
import { readSecret } from '../layers/adapters/secret.ts';
import { environment } from '../layers/kit/environment.ts';

/** The service with OpenAI's API that the function was deployed with, and how its key is read. */
export function openAi(): OpenAiSettings {
  const { OPENAI_BASE_URL: baseUrl, OPENAI_SECRET_ARN: id } = environment({
    OPENAI_BASE_URL: z.url(),
    OPENAI_SECRET_ARN: z.string().min(1),
  });
  // Asked again only after the key was refused: it must not answer from memory.
  const key = () => readSecret(secretsManager(), { id, what: 'the OpenAI API', example: '<your key>' });
  return { baseUrl, key };
}
