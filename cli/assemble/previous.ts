import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../layers/adapters/input/input-error.ts';
import { type Statistics, statisticsSchema } from '../../layers/core/dataset/card/statistics.ts';
import { manifestSchema } from '../../layers/core/dataset/manifest.ts';

/** The dataset that a new one is compared with. */
export interface Previous {
  readonly id: string;
  readonly statistics: Statistics;
}

/**
 * Reads what a folder that `assemble` wrote says of its dataset.
 *
 * @throws InputError when it is no such folder, or of another version
 */
export async function readPrevious(folder: string): Promise<Previous> {
  const json = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(folder, name), 'utf8'));
  try {
    const { id } = manifestSchema.parse(await json('manifest.json'));
    return { id, statistics: statisticsSchema.parse(await json('statistics.json')) };
  } catch {
    throw new InputError(
      'InputIsNoDataset',
      `${folder} has no manifest.json and statistics.json of a dataset. Name a folder that assemble wrote after --previous.`,
    );
  }
}
