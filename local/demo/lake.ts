import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { unpacked } from '../../layers/adapters/input/text.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';

/** The bytes of an object of the lake, unpacked. */
async function* contentOf(lake: ObjectStore, key: string): AsyncGenerator<Uint8Array> {
  const object = await lake.open(key);
  if (object !== undefined) yield* unpacked(object.body, key);
}

/** How many lines an object has. */
export async function countLines(lake: ObjectStore, key: string): Promise<number> {
  let lines = 0;
  for await (const piece of contentOf(lake, key)) for (const byte of piece) if (byte === 10) lines++;
  return lines;
}

/** Copies an object below `folder`. @returns the copy's path */
export async function copyObject(lake: ObjectStore, key: string, folder: string): Promise<string> {
  const path = join(folder, key.replace(/\.gz$/, ''));
  await mkdir(dirname(path), { recursive: true });
  await pipeline(contentOf(lake, key), createWriteStream(path));
  return path;
}
