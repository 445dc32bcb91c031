import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { InputError } from '../../layers/adapters/input/input-error.ts';
import { type Statistics, statisticsSchema } from '../../layers/core/dataset/card/statistics.ts';
import { manifestSchema } from '../../layers/core/dataset/manifest.ts';
import { datasetPaper } from '../dataset-paper.ts';

/** The dataset that a new one is compared with. */
export interface Previous {
  readonly id: string;
  readonly statistics: Statistics;
}

const advice = 'Name a folder that assemble wrote after --previous.';

async function read<T>(folder: string, name: string, schema: z.ZodType<T>): Promise<T> {
  const file = join(folder, name);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw new InputError('InputIsUnreadable', error.message);
    throw new InputError('InputIsNoDataset', `${folder} has no ${name} of a dataset. ${advice}`);
  });
  return datasetPaper(schema, text, file, advice);
}

/**
 * Reads what a folder that `assemble` wrote says of its dataset.
 *
 * @throws InputError when it is no such folder, of another version, or cannot be read
 */
export async function readPrevious(folder: string): Promise<Previous> {
  const { id } = await read(folder, 'manifest.json', manifestSchema.pick({ id: true }));
  return { id, statistics: await read(folder, 'statistics.json', statisticsSchema) };
}
