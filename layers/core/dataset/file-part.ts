import { createHash } from 'node:crypto';
import * as z from 'zod';
import { inOrder } from '../bounded.ts';
import { lazy } from './lazy-writer.ts';
import { Digests, digestBytes, type HashedFile } from './line-hash.ts';
import type { ObjectStore, Part } from './object-store.ts';
import { createSink, type LineSink } from './sink.ts';
import { cutUp } from './words.ts';

const count = z.int().min(0);

/** A child's part of a file that a later state puts together. A part without lines is no object. */
export const filePartSchema = z.object({
  key: z.string(),
  lines: count,
  bytes: count,
  /** The hashes of its lines: see line-hash.ts. */
  digestsKey: z.string(),
});
type FilePart = z.infer<typeof filePartSchema>;

/** Writes a part of a file, and the hashes of its lines beside it. Memory: 32 bytes a line. */
export function createPart(store: ObjectStore, key: string): LineSink<FilePart> {
  const sink = createSink(lazy(() => store.writer(key, 'application/jsonl')));
  const [digests, digestsKey] = [new Digests(), `${key}.sha256`];
  return {
    add(line) {
      digests.add(line);
      return sink.add(line);
    },
    async close() {
      const written = await sink.close();
      const writer = lazy(() => store.writer(digestsKey, 'application/octet-stream'));
      try {
        for (const piece of digests.all()) await writer.write(piece);
        await writer.close();
      } catch (error) {
        await writer.abort();
        throw error;
      }
      return { key, ...written, digestsKey };
    },
    abort: () => sink.abort(),
  };
}

/** Bytes of hashes that are read at once. */
const pieceBytes = 1024 * 1024;

/**
 * What a file will be, of which the parts are there. It reads the hashes of the lines, and no line.
 *
 * @param atOnce pieces of hashes that are read at once, 1 MiB each at most: many where the parts are small
 */
export async function fileOf(store: ObjectStore, parts: readonly FilePart[], atOnce = 2): Promise<HashedFile> {
  const hash = createHash('sha256');
  const pieces = parts.flatMap(({ digestsKey: key, lines }) => [
    ...cutUp({ key, start: 0, end: lines * digestBytes }, pieceBytes),
  ]);
  const read = inOrder(pieces, atOnce, ({ key, start, end }) => store.range(key, start, end));
  for await (const piece of read) hash.update(piece);
  return {
    lines: parts.reduce((sum, { lines }) => sum + lines, 0),
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    lineHash: hash.digest('hex'),
  };
}

/** Puts parts together inside the store, of which those without lines are no objects. */
export async function putTogether(store: ObjectStore, all: readonly Part[], key: string): Promise<void> {
  const parts = all.filter(({ bytes }) => bytes > 0);
  if (parts.length === 0) await store.put(key, '', 'application/jsonl');
  else await store.concatenate(parts, key, 'application/jsonl');
}
