import { stat } from 'node:fs/promises';
import { PassedOver } from '../../cli/assemble/passed-over.ts';
import { filesIn, isReadable, readableNames } from '../../cli/assemble/shards.ts';
import { usableOf } from '../../cli/assemble/usable.ts';
import { InputError } from '../../layers/adapters/input/input-error.ts';
import type { Progress } from '../progress.ts';

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() ?? false;

/**
 * The files that are meant by what was given: of a folder those that hold rows. A file that is given by itself is checked
 * by who reads it; of several those that cannot be read are told and passed over.
 *
 * @throws InputError when none is left
 */
export async function inputFiles(
  given: readonly string[],
  progress: Pick<Progress, 'note'>,
): Promise<readonly string[]> {
  const heard = { note: (line: string) => progress.note(`  ${line}`), tell: () => {}, end: () => {} };
  const [one, another] = given;
  const passedOver = new PassedOver(heard, one !== undefined && another === undefined ? one : undefined);
  const files = new Map<string, string>();
  for (const path of given) {
    if (!(await isFolder(path))) files.set(path, path);
    else
      for (const file of await filesIn(path)) {
        if (!isReadable(file)) await passedOver.other(file, file);
        else if ((await stat(file)).size > 0) files.set(file, file);
        else passedOver.empty(file);
      }
  }
  if (files.size === 0) {
    throw new InputError(
      'InputEmpty',
      `${given.join(', ')} has no ${readableNames} file. Name files, or a folder that has some.`,
    );
  }
  const usable = files.size > 1 ? await usableOf(files, heard, passedOver) : files;
  if (usable instanceof InputError) throw usable;
  return [...usable.keys()];
}
