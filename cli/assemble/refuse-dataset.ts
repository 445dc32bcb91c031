import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { InputError } from '../../layers/adapters/input/input-error.ts';
import { parsedAs } from '../../layers/core/json.ts';

/** What tells the rows of a dataset from conversations lies beside them under this name. */
export const manifestName = 'manifest.json';

/** What tells the manifest of a dataset from any other. */
const ofDatasetSchema = z.object({ contentHash: z.string(), files: z.object({ holdout: z.unknown() }) });

/** Whether a text is the manifest of a dataset, also of one that another version wrote. */
export const isDatasetManifest = (text: string): boolean => parsedAs(ofDatasetSchema, text) !== undefined;

/**
 * A dataset does not say whose its lines are, so that what was held out would be dealt out anew, and trained on.
 *
 * @param manifest what lies beside the file under the name of a dataset's manifest
 * @throws InputError
 */
export function refuseDataset(file: string, manifest: string | undefined): void {
  if (!isDatasetManifest(manifest ?? '')) return;
  throw new InputError(
    'InputIsDataset',
    `${file} is part of a dataset that is made already: what it holds out would be trained on. Give the conversations or shards it was made of.`,
  );
}

/** The same, for a file on this computer. */
export async function refuseLocalDataset(file: string): Promise<void> {
  const manifest = join(dirname(file), manifestName);
  if (existsSync(manifest)) refuseDataset(file, await readFile(manifest, 'utf8'));
}
