import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { InputError } from '../../layers/adapters/input/input-error.ts';
import { type ObjectStore, readText } from '../../layers/core/dataset/object-store.ts';
import { exchangeFolder } from '../../layers/core/dataset/plan.ts';
import { type BucketPlace, bucketStore } from '../location.ts';
import type { Taking } from './collect.ts';
import { fromFiles, fromLake, type ReadableStore, type Source } from './made-lake.ts';
import { PassedOver } from './passed-over.ts';
import { manifestName, refuseDataset } from './refuse-dataset.ts';
import { isReadable, readableNames } from './shards.ts';

/** Of a lake the exchanges below a prefix, and everything else: who was erased counts whatever is looked at. */
const below = (lake: ObjectStore, prefix: string): ReadableStore => ({
  list: (asked) => lake.list(asked === exchangeFolder && prefix.startsWith(asked) ? prefix : asked),
  open: (key) => lake.open(key),
  sizeOf: (key) => lake.sizeOf(key),
  range: (key, start, end) => lake.range(key, start, end),
});

/** What lies in a bucket: a lake, or files of any kind. @throws InputError */
export async function fromBucket(place: BucketPlace, taking: Taking): Promise<Source> {
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
      if (!key.endsWith('/')) await passedOver.other(name);
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
  if (files.size === 0) {
    const what = `Nothing under s3://${place.bucket}/${place.key} is a ${readableNames} object, packed (.gz) or not.`;
    throw new InputError('InputNotFound', what);
  }
  return fromFiles(files, taking, passedOver);
}
