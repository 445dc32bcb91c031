import { rowsIn } from '../../layers/adapters/input/input.ts';
import { InputError } from '../../layers/adapters/input/input-error.ts';
import { checkFile } from '../../layers/adapters/input/text.ts';
import type { Progress } from '../progress.ts';
import type { InputFiles } from './collect.ts';
import type { PassedOver } from './passed-over.ts';

/** Reads a file to its end: what is wrong with it as a whole may stand there. */
async function faultOf(path: string, name: string): Promise<InputError | undefined> {
  try {
    await checkFile(path);
    for await (const _ of rowsIn(path, name));
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

/**
 * Of several files those that can be read to their end. The others are told and passed over whole: half a file would
 * be some of its conversations, and some of those to their half.
 *
 * @returns what is wrong with the first, when none can be read
 */
export async function usableOf(
  files: InputFiles,
  progress: Progress,
  passedOver: PassedOver,
): Promise<InputFiles | InputError> {
  const usable = new Map<string, string>();
  let first: InputError | undefined;
  for (const [path, name] of files) {
    progress.tell(`Looking through ${name}`);
    const fault = await faultOf(path, name);
    first ??= fault;
    if (fault === undefined) usable.set(path, name);
    else passedOver.add(name, fault.message);
  }
  return usable.size === 0 && first !== undefined ? first : usable;
}
