import * as z from 'zod';
import { lazy } from './lazy-writer.ts';
import { linesOf } from './lines.ts';
import { piecesOf } from './merge.ts';
import type { ObjectStore } from './object-store.ts';
import { createSink } from './sink.ts';

/** Where a line stands that could not be read, and why not. No text. */
export const unreadableLineSchema = z.object({ key: z.string(), line: z.int().min(1), reason: z.string() });
export type UnreadableLine = z.infer<typeof unreadableLineSchema>;

const count = z.int().min(0);
/** A partition's part of `unreadable.jsonl`: a line for each. A part without lines is no object. */
export const unreadableFileSchema = z.object({ key: z.string(), lines: count, bytes: count });
type UnreadableFile = z.infer<typeof unreadableFileSchema>;

/** The manifest names so many, the first ones; `unreadable.jsonl` beside it names all. */
const namedLines = 100;

const pieceBytes = 16 * 1024;

/** Writes them as they come: there may be as many as lines. */
export function createUnreadableFile(store: ObjectStore, key: string) {
  const sink = createSink(lazy(() => store.writer(key, 'application/jsonl')));
  return {
    add: (line: UnreadableLine) => sink.add(JSON.stringify(line)),
    close: async (): Promise<UnreadableFile> => ({ key, ...(await sink.close()) }),
    abort: () => sink.abort(),
  };
}

/** The first ones of all parts, in their order. @throws RetryableError when the store does not answer */
export async function firstUnreadable(store: ObjectStore, parts: readonly UnreadableFile[]): Promise<UnreadableLine[]> {
  const first: UnreadableLine[] = [];
  for (const { key, bytes } of parts) {
    for await (const lines of linesOf(piecesOf(store, { key, start: 0, end: bytes }, pieceBytes))) {
      for (const line of lines) {
        if (first.length === namedLines) return first;
        first.push(unreadableLineSchema.parse(JSON.parse(line.toString('utf8'))));
      }
    }
  }
  return first;
}
