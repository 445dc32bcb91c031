import type { z } from 'zod';
import { InputError } from '../layers/adapters/input/input-error.ts';
import { parsed } from '../layers/core/json.ts';

/**
 * Reads a paper of a dataset, such as its manifest.
 *
 * @param name of the paper, for the error
 * @param advice what to do instead: a sentence
 * @throws InputError `InputIsNoDataset`
 */
export function datasetPaper<T>(schema: z.ZodType<T>, text: string, name: string, advice: string): T {
  const json = parsed(text);
  const paper = schema.safeParse(json);
  if (paper.success) return paper.data;
  const what = json === undefined ? 'is no JSON' : 'is of another version of this program, or of something else';
  throw new InputError('InputIsNoDataset', `${name} ${what}. ${advice}`);
}
