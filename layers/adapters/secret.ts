import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { TerminalError } from '../core/errors.ts';
import { calling } from './failed-call.ts';

/** A secret that nobody has set yet: no retry helps, a person must. */
export class MissingSecret extends TerminalError {
  override name = 'MissingSecret';

  constructor(what: string, id: string, example: string) {
    super(
      `The secret for ${what} is missing or empty. Set it, then try again: aws secretsmanager put-secret-value --secret-id ${id} --secret-string ${example}`,
    );
  }
}

interface SecretRequest {
  /** Name or ARN. */
  readonly id: string;
  /** What the secret is for, in words: "the OpenAI API". */
  readonly what: string;
  /** What to put after --secret-string in the advice: a placeholder or a command that makes a value, never a value. */
  readonly example: string;
}

/**
 * What is made of a secret's string, which is read from Secrets Manager once; later calls of the returned function
 * answer from memory. A failure is not remembered, nor is a value that `make` refuses: the next call asks again.
 *
 * @param make may throw a TerminalError that says what is wrong with the string
 * @throws as `readSecret`
 */
export function createSecret<T>(
  client: () => SecretsManagerClient,
  request: SecretRequest,
  make: (secret: string) => T,
): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= readSecret(client(), request)
      .then(make)
      .catch((error: unknown) => {
        made = undefined;
        throw error;
      });
    return made;
  };
}

/**
 * Reads a secret's string from Secrets Manager.
 *
 * @throws MissingSecret when there is no such secret or it is empty
 * @throws RetryableError when Secrets Manager could not be asked
 */
export async function readSecret(client: SecretsManagerClient, { id, what, example }: SecretRequest): Promise<string> {
  const text = await calling(`read the secret for ${what}`, async () => {
    try {
      return (await client.send(new GetSecretValueCommand({ SecretId: id }))).SecretString?.trim() ?? '';
    } catch (error) {
      // What Secrets Manager says both of an unknown secret and of one that has no value yet.
      if (error instanceof Error && error.name === 'ResourceNotFoundException') return '';
      throw error;
    }
  });
  if (text === '') throw new MissingSecret(what, id, example);
  return text;
}
