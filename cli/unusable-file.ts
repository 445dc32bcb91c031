import { TerminalError } from '../layers/core/errors.ts';

/** A file cannot be read or written at all; a single bad row is only reported. */
export class UnusableFile extends TerminalError {
  override name = 'UnusableFile';
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const cannotRead = (path: string, error: unknown): UnusableFile =>
  new UnusableFile(`${path} cannot be read: ${reasonOf(error)}`, { cause: error });

export const cannotWrite = (path: string, error: unknown): UnusableFile =>
  new UnusableFile(`${path} cannot be written: ${reasonOf(error)}`, { cause: error });
