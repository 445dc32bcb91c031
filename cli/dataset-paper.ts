import type { z } from 'zod';
import { InputError } from '../layers/adapters/input/input-error.ts';

/** What a text holds as JSON; undefined where it is none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads a paper of a dataset, such as its manifest.
 *
 * @param name of the paper, for the error
 * @param advice what to do instead: a sentence
 * @throws InputError `InputIsNoDataset`
 */
export function readPaper<T>(schema: z.ZodType<T>, text: string, name: string, advice: string): T {
  const json = jsonIn(text);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const what = json === undefined ? 'is no JSON' : 'is of another version of this program, or of something else';
  throw new InputError('InputIsNoDataset', `${name} ${what}. ${advice}`);
}
