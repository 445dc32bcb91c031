import { RetryableError, TerminalError } from '../core/errors.ts';

/** The HTTP status of an AWS error, where it has one. */
export const statusOf = (error: unknown): number | undefined => {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
};

/**
 * Runs a call to AWS; when it fails for good (the SDK has tried again by itself), says in words what was being done.
 *
 * @param doing as in "Could not …": keys and counts may stand in it, text of people may not
 * @throws RetryableError naming the AWS error; a TerminalError passes as it is
 */
export async function calling<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof TerminalError || error instanceof RetryableError) throw error;
    const why = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
    throw new RetryableError(`Could not ${doing}. ${why}`, { cause: error });
  }
}
