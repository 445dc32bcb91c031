import { TerminalError } from '../errors.ts';

/** A key that a service refuses, or a service that never knew of what is asked, must not keep a user in the lake. */
export async function unlessRefused<T>(ask: () => Promise<T>): Promise<T | 'refused'> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof TerminalError)) throw error;
    return 'refused';
  }
}
