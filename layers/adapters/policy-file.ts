import { readFileSync } from 'node:fs';
import type * as z from 'zod';
import { InvalidPolicyFile, readPolicyText } from '../core/quality/policy-text.ts';

/** @throws {InvalidPolicyFile} naming the file and why it cannot be read */
export function readPolicyBytes(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new InvalidPolicyFile(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Reads a file of a policy.
 *
 * @throws {InvalidPolicyFile} naming the file and every field that is wrong
 */
export const readPolicyFile = <Schema extends z.ZodType>(schema: Schema, path: string): z.infer<Schema> =>
  readPolicyText(schema, readPolicyBytes(path), path);
