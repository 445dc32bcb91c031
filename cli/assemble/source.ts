import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FolderObjectStore } from '../../layers/adapters/folder-object-store.ts';
import { InputError } from '../../layers/adapters/input/input-error.ts';
import { OverlayObjectStore } from '../../layers/adapters/overlay-object-store.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { exchangeFolder } from '../../layers/core/dataset/plan.ts';
import type { Judge } from '../../layers/core/quality/judge.ts';
import { type BucketPlace, bucketPlace, bucketStore } from '../location.ts';
import { type CollectedFiles, collectFiles } from './collect.ts';
import { addShard, filesIn, isReadable, kindOf } from './shards.ts';

/** Where a dataset is made: a lake with the input in it. */
export interface Source {
  readonly store: ObjectStore;
  /** Of conversations; undefined where the input was shards alone. */
  readonly collected: CollectedFiles | undefined;
}

/** A lake as far as it is read. */
type ReadableStore = Pick<ObjectStore, 'list' | 'open' | 'sizeOf' | 'range'>;

async function workStore(folder: string): Promise<{ store: FolderObjectStore; lake: string }> {
  const lake = join(folder, 'lake');
  await mkdir(lake, { recursive: true });
  return { store: new FolderObjectStore(lake), lake };
}

/** Brings files of any kind into a lake of their own. */
async function fromFiles(files: readonly string[], folder: string, judge: Judge): Promise<Source> {
  const { store, lake } = await workStore(folder);
  const conversations: string[] = [];
  for (const file of files) {
    const kind = await kindOf(file);
    if (kind === 'conversations') conversations.push(file);
    else await addShard(lake, file, kind);
  }
  const collected = conversations.length > 0 ? await collectFiles(conversations, store, folder, judge) : undefined;
  return { store, collected };
}

/** A lake that is there already is read where it is; what is made of it goes elsewhere. */
const fromLake = async (base: ReadableStore, folder: string): Promise<Source> => ({
  store: new OverlayObjectStore(base, (await workStore(folder)).store),
  collected: undefined,
});

/** Of a lake the exchanges below a prefix, and everything else: who was erased counts whatever is looked at. */
const below = (lake: ObjectStore, prefix: string): ReadableStore => ({
  list: (asked) => lake.list(asked === exchangeFolder && prefix.startsWith(asked) ? prefix : asked),
  open: (key) => lake.open(key),
  sizeOf: (key) => lake.sizeOf(key),
  range: (key, start, end) => lake.range(key, start, end),
});

async function fromBucket(place: BucketPlace, folder: string, judge: Judge): Promise<Source> {
  const store = bucketStore(place);
  if (place.key === '' || place.key.startsWith(exchangeFolder)) return fromLake(below(store, place.key), folder);
  const inputs = join(folder, 'input');
  await mkdir(inputs, { recursive: true });
  const files: string[] = [];
  for await (const { key } of store.list(place.key)) {
    const object = isReadable(key) ? await store.open(key) : undefined;
    if (object === undefined) continue;
    const file = join(inputs, `${files.length}-${basename(key)}`);
    await pipeline(object.body, createWriteStream(file));
    files.push(file);
  }
  if (files.length === 0) {
    const what = `Nothing under s3://${place.bucket}/${place.key} is a .jsonl.gz, .jsonl, .csv or .tsv object.`;
    throw new InputError('InputNotFound', what);
  }
  return fromFiles(files, folder, judge);
}

async function fromFolder(path: string, folder: string, judge: Judge): Promise<Source> {
  if (existsSync(join(path, exchangeFolder))) return fromLake(new FolderObjectStore(path), folder);
  const files = await filesIn(path);
  if (files.length === 0) {
    throw new InputError('InputEmpty', `${path} has no .jsonl.gz, .jsonl, .csv or .tsv file. Name a folder that has.`);
  }
  return fromFiles(files, folder, judge);
}

async function fromStandardInput(folder: string, judge: Judge): Promise<Source> {
  const file = join(folder, 'standard-input');
  await pipeline(process.stdin, createWriteStream(file));
  if ((await stat(file)).size === 0) {
    throw new InputError('InputEmpty', 'Standard input is empty. Give it conversations or a shard.');
  }
  return fromFiles([file], folder, judge);
}

/**
 * Opens what `--input` names: a file of conversations or a shard, a folder of such, a lake (a folder or bucket with
 * `exchanges/v=1/`), or `-`.
 *
 * @param folder for everything that is made on the way
 * @throws InputError when there is nothing that can be used
 */
export async function openSource(input: string, folder: string, judge: Judge): Promise<Source> {
  if (input === '-') return fromStandardInput(folder, judge);
  const place = bucketPlace(input);
  if (place !== undefined) return fromBucket(place, folder, judge);
  const found = await stat(input).catch(() => undefined);
  if (found?.isDirectory()) return fromFolder(input, folder, judge);
  if (found === undefined) {
    throw new InputError('InputNotFound', `There is no file ${input}. Check the path after --input.`);
  }
  if (found.isFile() && found.size === 0) {
    throw new InputError('InputEmpty', `${input} is empty. Give a file with at least one conversation.`);
  }
  return fromFiles([input], folder, judge);
}
