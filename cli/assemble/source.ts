import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import * as z from 'zod';
import { FolderObjectStore } from '../../layers/adapters/folder-object-store.ts';
import { InputError } from '../../layers/adapters/input/input-error.ts';
import { OverlayObjectStore } from '../../layers/adapters/overlay-object-store.ts';
import { type ObjectStore, readText } from '../../layers/core/dataset/object-store.ts';
import { exampleFolder, exchangeFolder } from '../../layers/core/dataset/plan.ts';
import { parsedAs } from '../../layers/core/json.ts';
import { signalPrefix } from '../../layers/core/signals/signal.ts';
import { type BucketPlace, bucketPlace, bucketStore } from '../location.ts';
import { inputName } from '../row-input.ts';
import { type CollectedFiles, collectFiles, type InputFiles, type Taking } from './collect.ts';
import { PassedOver } from './passed-over.ts';
import { addShard, filesIn, isReadable, kindOf, readableNames } from './shards.ts';
import { usableOf } from './usable.ts';

/** Where a dataset is made: a lake with the input in it. */
export interface Source {
  readonly store: ObjectStore;
  /** Of conversations; undefined where the input was shards alone. */
  readonly collected: CollectedFiles | undefined;
}

const manifestName = 'manifest.json';

/** What tells the manifest of a dataset from any other. */
const ofDatasetSchema = z.object({ contentHash: z.string(), files: z.object({ holdout: z.unknown() }) });

/** A lake as far as it is read. */
type ReadableStore = Pick<ObjectStore, 'list' | 'open' | 'sizeOf' | 'range'>;

async function workStore({ folder }: Taking): Promise<{ store: FolderObjectStore; lake: string }> {
  const lake = join(folder, 'lake');
  await mkdir(lake, { recursive: true });
  return { store: new FolderObjectStore(lake), lake };
}

/** Brings files of any kind into a lake of their own. */
async function fromFiles(files: InputFiles, taking: Taking): Promise<Source> {
  const { store, lake } = await workStore(taking);
  const found = new Map<string, string>();
  for (const [path, name] of files) {
    const kind = await kindOf(path);
    if (kind === 'conversations') found.set(path, name);
    else await addShard(lake, path, kind === 'shard');
  }
  // One file alone is told by the error.
  const conversations = files.size > 1 ? await usableOf(found, taking.progress) : found;
  if (conversations instanceof InputError) {
    if (found.size === files.size) throw conversations;
    return { store, collected: undefined };
  }
  const collected = conversations.size > 0 ? await collectFiles(conversations, store, taking) : undefined;
  return { store, collected };
}

/** A lake that is there already is read where it is; what is made of it goes elsewhere. */
const fromLake = async (base: ReadableStore, taking: Taking): Promise<Source> => ({
  store: new OverlayObjectStore(base, (await workStore(taking)).store),
  collected: undefined,
});

/** Of a lake the exchanges below a prefix, and everything else: who was erased counts whatever is looked at. */
const below = (lake: ObjectStore, prefix: string): ReadableStore => ({
  list: (asked) => lake.list(asked === exchangeFolder && prefix.startsWith(asked) ? prefix : asked),
  open: (key) => lake.open(key),
  sizeOf: (key) => lake.sizeOf(key),
  range: (key, start, end) => lake.range(key, start, end),
});

/**
 * A dataset does not say whose its lines are, so that what was held out would be dealt out anew, and trained on.
 *
 * @param manifest what lies beside the file under the name of a dataset's manifest
 * @throws InputError
 */
function refuseDataset(file: string, manifest: string | undefined): void {
  if (parsedAs(ofDatasetSchema, manifest ?? '') === undefined) return;
  throw new InputError(
    'InputIsDataset',
    `${file} is part of a dataset that is made already: what it holds out would be trained on. Give the conversations or shards it was made of.`,
  );
}

async function refuseLocalDataset(file: string): Promise<void> {
  const manifest = join(dirname(file), manifestName);
  if (existsSync(manifest)) refuseDataset(file, await readFile(manifest, 'utf8'));
}

async function fromBucket(place: BucketPlace, taking: Taking): Promise<Source> {
  const store = await bucketStore(place);
  if (place.key === '' || place.key.startsWith(exchangeFolder)) return fromLake(below(store, place.key), taking);
  const inputs = join(taking.folder, 'input');
  await mkdir(inputs, { recursive: true });
  const files = new Map<string, string>();
  const folders = new Set<string>();
  const passedOver = new PassedOver(taking.progress);
  for await (const { key } of store.list(place.key)) {
    const name = `s3://${place.bucket}/${key}`;
    if (!isReadable(key)) {
      if (!key.endsWith('/')) passedOver.add(name);
      continue;
    }
    const folder = key.slice(0, key.lastIndexOf('/') + 1);
    if (!folders.has(folder)) refuseDataset(name, await readText(store, folder + manifestName));
    folders.add(folder);
    const object = await store.open(key);
    if (object === undefined) continue;
    const file = join(inputs, `${files.size}-${basename(key)}`);
    await pipeline(object.body, createWriteStream(file));
    files.set(file, name);
  }
  passedOver.end();
  if (files.size === 0) {
    const what = `Nothing under s3://${place.bucket}/${place.key} is a ${readableNames} object, packed (.gz) or not.`;
    throw new InputError('InputNotFound', what);
  }
  return fromFiles(files, taking);
}

/** Shards of a lake that somebody unpacked are packed again, under the names they had. */
async function packShards(from: ReadableStore, to: ObjectStore): Promise<void> {
  for (const folder of [exchangeFolder, exampleFolder, signalPrefix]) {
    for await (const { key } of from.list(folder)) {
      const object = key.endsWith('.jsonl') ? await from.open(key) : undefined;
      if (object === undefined) continue;
      const writer = to.writer(`${key}.gz`, 'application/gzip');
      for await (const piece of Readable.from(object.body).pipe(createGzip())) await writer.write(piece);
      await writer.close();
    }
  }
}

async function fromFolder(path: string, taking: Taking): Promise<Source> {
  if (existsSync(join(path, exchangeFolder))) {
    const lake = new FolderObjectStore(path);
    const source = await fromLake(lake, taking);
    await packShards(lake, source.store);
    return source;
  }
  const found = await filesIn(path);
  const passedOver = new PassedOver(taking.progress);
  const files = new Map<string, string>();
  for (const file of found.filter(isReadable)) await refuseLocalDataset(file);
  for (const file of found) {
    if (!isReadable(file)) passedOver.add(file);
    else if ((await stat(file)).size > 0) files.set(file, file);
    else taking.progress.note(`${file} is empty, and passed over.`);
  }
  passedOver.end();
  if (files.size === 0) {
    throw new InputError(
      'InputEmpty',
      `${path} has no ${readableNames} file, packed (.gz) or not. Name a folder that has.`,
    );
  }
  return fromFiles(files, taking);
}

async function fromStandardInput(taking: Taking): Promise<Source> {
  const file = join(taking.folder, 'standard-input');
  await pipeline(process.stdin, createWriteStream(file));
  if ((await stat(file)).size === 0) {
    throw new InputError('InputEmpty', 'Standard input is empty. Give it conversations or a shard.');
  }
  return fromFiles(new Map([[file, inputName('-')]]), taking);
}

/**
 * Says of a path that leads to nothing, or to an empty file, that it does: before anything takes its time.
 *
 * @throws InputError
 */
export async function checkSource(input: string): Promise<void> {
  if (input === '-' || bucketPlace(input) !== undefined) return;
  const found = await stat(input).catch(() => undefined);
  if (found === undefined) {
    const what = input === '' ? 'The input has no name.' : `There is no file ${input}.`;
    throw new InputError('InputNotFound', `${what} Check the path after --input.`);
  }
  if (found.isFile() && found.size === 0) {
    throw new InputError('InputEmpty', `${input} is empty. Give a file with at least one conversation.`);
  }
}

/**
 * Opens what `--input` names: a file of conversations or a shard, a folder of such, a lake (a folder or bucket with
 * `exchanges/v=1/`), or `-`. Who opens a path has checked it.
 *
 * @throws InputError when there is nothing that can be used
 */
export async function openSource(input: string, taking: Taking): Promise<Source> {
  if (input === '-') return fromStandardInput(taking);
  const place = bucketPlace(input);
  if (place !== undefined) return fromBucket(place, taking);
  if ((await stat(input)).isDirectory()) return fromFolder(input, taking);
  await refuseLocalDataset(input);
  return fromFiles(new Map([[input, input]]), taking);
}
