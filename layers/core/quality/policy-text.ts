import * as z from 'zod';
import { TerminalError } from '../errors.ts';

/** A file of a policy says what its schema does not know, or is no JSON. */
export class InvalidPolicyFile extends TerminalError {
  override name = 'InvalidPolicyFile';
}

/**
 * Reads the text of a policy's file.
 *
 * @param file its name, for people
 * @throws {InvalidPolicyFile} naming the file and every field that is wrong
 */
export function readPolicyText<Schema extends z.ZodType>(schema: Schema, text: string, file: string): z.infer<Schema> {
  let json: unknown;
  try {
    // Editors under Windows begin a file with a byte order mark.
    json = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new InvalidPolicyFile(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new InvalidPolicyFile(`${file} is not as it should be.\n${z.prettifyError(parsed.error)}`);
}
