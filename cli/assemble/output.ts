import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { FolderObjectStore } from '../../layers/adapters/folder-object-store.ts';
import { type Conversion, NoPreferences, writeSplit } from '../../layers/core/dataset/formats/convert.ts';
import { type FormatName, formats } from '../../layers/core/dataset/formats/format.ts';
import { createHashedSink, type HashedFile } from '../../layers/core/dataset/line-hash.ts';
import { datasetPrefix, type Manifest } from '../../layers/core/dataset/manifest.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import type { Preferences } from '../../layers/core/dataset/preference/write-preferences.ts';
import { shardListName } from '../../layers/core/dataset/shard-list.ts';
import { type Split, splits } from '../../layers/core/dataset/split.ts';
import { bucketPlace } from '../location.ts';
import { UnusableFile } from '../unusable-file.ts';
import type { Source } from './made-lake.ts';
import { isDatasetManifest, manifestName } from './refuse-dataset.ts';

/** What lies in a dataset's folder beside its three files, and is there as it is in every format. */
const others = [
  shardListName,
  ...['examples', 'fell-out', 'unreadable', 'moderated', 'preferences', 'pairs'].map((name) => `${name}.jsonl`),
];
/** What an earlier dataset in the same folder may have left. */
const papers = ['card.md', 'card.html', 'statistics.json', 'samples.jsonl', manifestName];

/** Lies in a folder from before the first file of a dataset until after the last: what is there meanwhile is ours. */
const unfinishedName = '.unfinished-dataset';

/** Folder by folder: where none can be made (`/proc`), Node's own way down to the last never ends. */
async function makeFolder(folder: string): Promise<void> {
  if (await stat(folder).catch(() => undefined)) return;
  await makeFolder(dirname(folder));
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** Whether a dataset lies in a folder, or what was written of one: many programs have a `manifest.json`. */
async function holdsDataset(folder: string, there: readonly string[]): Promise<boolean> {
  if (there.includes(unfinishedName)) return true;
  return isDatasetManifest(await readFile(join(folder, manifestName), 'utf8').catch(() => ''));
}

/**
 * Makes the folder that a dataset is written to.
 *
 * @returns whether it was not there before
 * @throws UnusableFile also where files of a dataset's names lie in it that are none of a dataset: somebody's own
 */
export async function makeOutput(folder: string): Promise<boolean> {
  if (folder === '' || folder === '-' || bucketPlace(folder) !== undefined) {
    const instead = 'Name a folder on this computer; reflectwithin export writes a dataset to a bucket or a pipe.';
    throw new UnusableFile(`${folder || '""'} is no folder. ${instead}`);
  }
  const found = await stat(folder).catch(() => undefined);
  if (found?.isFile()) throw new UnusableFile(`${folder} is a file. Name a folder to write the dataset to.`);
  const there = found === undefined ? [] : await readdir(folder);
  const own = there.find((name) => [...papers, ...others, ...splits.map((split) => `${split}.jsonl`)].includes(name));
  if (own !== undefined && !(await holdsDataset(folder, there))) {
    const what = `${join(folder, own)} is there, and would be written over; it is of no dataset.`;
    throw new UnusableFile(`${what} Name another folder, or move the file.`);
  }
  try {
    await makeFolder(resolve(folder));
  } catch (error) {
    throw new UnusableFile(`${folder} cannot be made: ${error instanceof Error ? error.message : String(error)}`);
  }
  return found === undefined;
}

async function copyAsItIs(from: ObjectStore, key: string, to: ObjectStore, name: string): Promise<void> {
  const object = await from.open(key);
  if (object === undefined) return;
  const writer = to.writer(name, 'application/jsonl');
  for await (const piece of object.body) await writer.write(piece);
  await writer.close();
}

const localNames = ({ preferences, pairs }: NonNullable<Preferences['files']>) => ({
  preferences: { ...preferences, key: 'preferences.jsonl' },
  pairs: { ...pairs, key: 'pairs.jsonl' },
});

type Written = HashedFile & Conversion;

/** One split; a dataset without preferences has an empty file of them. */
async function convert(
  from: ObjectStore,
  id: string,
  to: ObjectStore,
  split: Split,
  format: FormatName,
): Promise<Written> {
  const sink = createHashedSink(to.writer(`${split}.jsonl`, 'application/jsonl'));
  const prefix = datasetPrefix(id);
  const changed = await writeSplit({ store: from, prefix, split, format }, sink).catch((error: unknown) => {
    if (error instanceof NoPreferences) return { escapedWords: 0, leftOutTurns: 0 };
    throw error;
  });
  return { ...(await sink.close()), ...changed };
}

/**
 * Writes a dataset of a lake into a folder, its three splits in the format that is wanted, and the manifest last. The
 * folder counts as unfinished until `finishDataset`, so that the same command may go on where one was ended.
 *
 * @returns the manifest as it was written: its keys are names in the folder
 */
export async function writeDataset(
  from: ObjectStore,
  manifest: Manifest,
  folder: string,
  format: FormatName,
  { collected, passedOver }: Pick<Source, 'collected' | 'passedOver'>,
): Promise<{ manifest: Manifest; changed: Conversion; store: ObjectStore }> {
  const { id } = manifest;
  const store = new FolderObjectStore(folder);
  await writeFile(join(folder, unfinishedName), 'The dataset here is not complete: run the same command again.\n');
  for (const name of [...others, ...papers]) await rm(join(folder, name), { force: true });
  for (const name of others) await copyAsItIs(from, `${datasetPrefix(id)}${name}`, store, name);
  const changed = { escapedWords: 0, leftOutTurns: 0 };
  const files = Object.fromEntries(
    Object.entries(manifest.files).map(([name, file]) => [name, { ...file, key: `${name}.jsonl` }]),
  );
  for (const split of splits) {
    const { escapedWords, leftOutTurns, ...written } = await convert(from, id, store, split, format);
    changed.escapedWords += escapedWords;
    changed.leftOutTurns += leftOutTurns;
    const isPairs = format === 'dpo' && split !== 'holdout';
    const called = format === 'dpo' && !isPairs ? formats.sft.id : formats[format].id;
    files[split] = { key: `${split}.jsonl`, format: called, ...written };
  }
  const { preferences } = manifest;
  const unused = collected && {
    rows: collected.skipped,
    withoutConsent: collected.withoutConsent,
    unreadableRatings: collected.unreadableRatings,
    contradictions: collected.contradictions,
    deleted: collected.deleted,
    unplaced: collected.unplaced,
  };
  const own = {
    ...manifest,
    ...(unused && { unused }),
    ...(passedOver?.papers && { passedOver: passedOver.papers }),
    files: { ...manifest.files, ...files },
    shards: { ...manifest.shards, file: { ...manifest.shards.file, key: shardListName } },
    ...(preferences && { preferences: { ...preferences, files: preferences.files && localNames(preferences.files) } }),
  };
  await store.put(manifestName, `${JSON.stringify(own, null, 2)}\n`);
  return { manifest: own, changed, store };
}

/** Says that everything of a dataset is written, its papers included. */
export const finishDataset = (folder: string): Promise<void> => rm(join(folder, unfinishedName), { force: true });
