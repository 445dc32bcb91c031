import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { TerminalError } from '../core/errors.ts';

/** A file of a policy says what its schema does not know, or is no JSON. */
export class InvalidPolicyFile extends TerminalError {
  override name = 'InvalidPolicyFile';
}

/**
 * Reads a file of a policy.
 *
 * @throws {InvalidPolicyFile} naming the file and every field that is wrong
 */
export function readPolicyFile<Schema extends z.ZodType>(schema: Schema, path: string): z.infer<Schema> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new InvalidPolicyFile(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new InvalidPolicyFile(`${path} is not as it should be.\n${z.prettifyError(parsed.error)}`);
}
