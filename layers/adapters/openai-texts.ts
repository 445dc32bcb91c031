import type * as z from 'zod';
import { TerminalError } from '../core/errors.ts';
import { TrainerRefused, WrongKey } from '../core/training/errors.ts';
import type { OpenAiClient } from './openai-client.ts';

/** Half a second to eight apart, or as long as the service says: three quarters of a minute in all. */
export const retriesForTexts = 9;

/** The service refuses what it was asked about people's texts. */
export class TextsRefused extends TerminalError {
  override name = 'TextsRefused';
}

/**
 * Asks a service about people's texts. What it says of an error is not passed on, for it may quote them; its status
 * and its code are.
 *
 * @param doing as in "Could not …"; counts may stand in it
 * @param instead what a person may do when the service refuses: a sentence
 * @param answer what the service must answer
 * @throws TextsRefused; RetryableError after the SDK's own retries, and for an answer that is none; QuotaExceeded
 */
export async function askAboutTexts<Answer extends z.ZodType>(
  client: OpenAiClient,
  doing: string,
  instead: string,
  answer: Answer,
  ask: Parameters<typeof client.call<unknown>>[1],
): Promise<z.infer<Answer>> {
  try {
    return await client.callAboutTexts(doing, async (openai) => answer.parse(await ask(openai)));
  } catch (error) {
    if (error instanceof WrongKey) {
      throw new TextsRefused(
        `Could not ${doing}: ${client.service} refuses the API key. Put a valid one into the secret of the stack ` +
          '(aws secretsmanager put-secret-value), or for the command into OPENAI_API_KEY, then try again.',
      );
    }
    if (error instanceof TrainerRefused) {
      const { status, code } = error;
      const answered = `HTTP ${status ?? 'unknown'}${code === null ? '' : `, ${code}`}`;
      throw new TextsRefused(`Could not ${doing}: ${client.service} refuses (${answered}). ${instead}`);
    }
    throw error;
  }
}
