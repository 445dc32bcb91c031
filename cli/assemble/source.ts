import { createWriteStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { FolderObjectStore } from '../../layers/adapters/folder-object-store.ts';
import { InputError } from '../../layers/adapters/input/input-error.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { exampleFolder, exchangeFolder } from '../../layers/core/dataset/plan.ts';
import { signalPrefix } from '../../layers/core/signals/signal.ts';
import { bucketPlace } from '../location.ts';
import { inputName } from '../row-input.ts';
import { fromBucket } from './bucket-source.ts';
import type { Taking } from './collect.ts';
import { fromFiles, fromLake, type ReadableStore, type Source } from './made-lake.ts';
import { PassedOver } from './passed-over.ts';
import { refuseLocalDataset } from './refuse-dataset.ts';
import { filesIn, isReadable, readableNames } from './shards.ts';

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

/** The files of a folder that may be of use; the others are told. */
async function filesOf(folder: string, passedOver: PassedOver): Promise<[path: string, name: string][]> {
  const found = await filesIn(folder);
  for (const file of found.filter(isReadable)) await refuseLocalDataset(file);
  const files: [string, string][] = [];
  for (const file of found) {
    if (!isReadable(file)) await passedOver.other(file, file);
    else if ((await stat(file)).size > 0) files.push([file, file]);
    else passedOver.empty(file);
  }
  return files;
}

const isLake = (folder: string): boolean => existsSync(join(folder, exchangeFolder));

async function fromFolder(path: string, taking: Taking): Promise<Source> {
  if (isLake(path)) {
    const lake = new FolderObjectStore(path);
    const source = await fromLake(lake, taking);
    await packShards(lake, source.store);
    return source;
  }
  const passedOver = new PassedOver(taking.progress, path);
  const files = new Map(await filesOf(path, passedOver));
  if (files.size === 0) {
    throw new InputError(
      'InputEmpty',
      `${path} has no ${readableNames} file, packed (.gz) or not, with anything in it. Name a folder that has.`,
    );
  }
  return fromFiles(files, taking, passedOver);
}

/** Several files and folders are read as if one folder had them all. */
async function fromSeveral(inputs: readonly string[], taking: Taking): Promise<Source> {
  const passedOver = new PassedOver(taking.progress);
  const files = new Map<string, string>();
  for (const input of inputs) {
    const isFolder = input !== '-' && bucketPlace(input) === undefined && (await stat(input)).isDirectory();
    if (input === '-' || bucketPlace(input) !== undefined || (isFolder && isLake(input))) {
      const what = `${inputName(input)} cannot be read together with others: give files and folders of files, or it alone.`;
      throw new InputError('InputNotAlone', what);
    }
    if (!isFolder) await refuseLocalDataset(input);
    for (const [path, name] of isFolder ? await filesOf(input, passedOver) : [[input, input] as const])
      files.set(path, name);
  }
  if (files.size === 0) throw new InputError('InputEmpty', `${inputs.join(', ')} have no ${readableNames} file.`);
  return fromFiles(files, taking, passedOver);
}

async function fromStandardInput(taking: Taking): Promise<Source> {
  const file = join(taking.folder, 'standard-input');
  await pipeline(process.stdin, createWriteStream(file));
  if ((await stat(file)).size === 0) {
    throw new InputError('InputEmpty', 'Standard input is empty. Give it conversations or a shard.');
  }
  return fromFiles(new Map([[file, inputName('-')]]), taking, new PassedOver(taking.progress));
}

/**
 * Says of a path that leads to nothing, or to an empty file, that it does: before anything takes its time.
 *
 * @throws InputError
 */
export async function checkSource(inputs: readonly string[]): Promise<void> {
  for (const input of inputs) await checkPath(input);
}

async function checkPath(input: string): Promise<void> {
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
 * Opens what `--input` names: a file of conversations or a shard, a folder of such, several of either, a lake (a folder
 * or bucket with `exchanges/v=1/`), or `-`. Who opens a path has checked it.
 *
 * @throws InputError when there is nothing that can be used
 */
export async function openSource(inputs: readonly string[], taking: Taking): Promise<Source> {
  const [input = '', another] = inputs;
  if (another !== undefined) return fromSeveral(inputs, taking);
  if (input === '-') return fromStandardInput(taking);
  const place = bucketPlace(input);
  if (place !== undefined) return fromBucket(place, taking);
  if ((await stat(input)).isDirectory()) return fromFolder(input, taking);
  await refuseLocalDataset(input);
  return fromFiles(new Map([[input, input]]), taking, new PassedOver(taking.progress));
}
