import * as z from 'zod';
import { mapBounded } from '../bounded.ts';
import { lazy } from './lazy-writer.ts';
import type { ObjectStore } from './object-store.ts';

/** Part of an object: bytes `start` to `end`, the last not included. */
export const sliceSchema = z.object({ key: z.string(), start: z.int().min(0), end: z.int().min(0) });
export type Slice = Readonly<z.infer<typeof sliceSchema>>;

/** A slice in pieces of so many bytes, the last perhaps of fewer. */
export function* cutUp({ key, start, end }: Slice, pieceBytes: number): Generator<Slice> {
  for (let from = start; from < end; from += pieceBytes)
    yield { key, start: from, end: Math.min(end, from + pieceBytes) };
}

export const wordBytes = 4;

/** As much as is asked for at once. */
const pieceBytes = 8 * 1024 * 1024;

/** Pieces asked for at once: many small ones come no later than one. */
const atOnce = 8;

/** 32-bit numbers from a store, slice after slice. They are kept as Lambda's processors keep them: low byte first. */
export async function readWords(store: ObjectStore, slices: readonly Slice[]): Promise<Uint32Array> {
  let length = 0;
  const pieces: (Slice & { readonly at: number })[] = [];
  for (const piece of slices.flatMap((slice) => [...cutUp(slice, pieceBytes)])) {
    pieces.push({ ...piece, at: length });
    length += piece.end - piece.start;
  }
  const bytes = new Uint8Array(length);
  await mapBounded(pieces, atOnce, async ({ key, start, end, at }) => {
    bytes.set(await store.range(key, start, end), at);
  });
  return new Uint32Array(bytes.buffer, 0, length / wordBytes);
}

/** Writes 32-bit numbers, piece after piece; of none there is no object. @returns the whole of the object */
export async function writeWords(store: ObjectStore, key: string, pieces: Iterable<Uint32Array>): Promise<Slice> {
  const writer = lazy(() => store.writer(key, 'application/octet-stream'));
  let length = 0;
  try {
    for (const { buffer, byteOffset, byteLength } of pieces) {
      if (byteLength === 0) continue;
      await writer.write(new Uint8Array(buffer, byteOffset, byteLength));
      length += byteLength;
    }
    await writer.close();
  } catch (error) {
    await writer.abort();
    throw error;
  }
  return { key, start: 0, end: length };
}

/** 32-bit numbers, as many as come. */
export class Words {
  #words = new Uint32Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What was added; valid until more is. */
  get all(): Uint32Array {
    return this.#words.subarray(0, this.#length);
  }

  at(i: number): number {
    return this.#words[i] ?? 0;
  }

  /** Writes another word in the place of one that was added. */
  set(i: number, word: number): void {
    this.#words[i] = word;
  }

  #grow(by: number): void {
    if (this.#length + by <= this.#words.length) return;
    const larger = new Uint32Array(Math.max(this.#words.length * 2, this.#length + by));
    larger.set(this.all);
    this.#words = larger;
  }

  add(word: number): void {
    if (this.#length === this.#words.length) this.#grow(1);
    this.#words[this.#length++] = word;
  }

  addAll(words: Uint32Array): void {
    this.#grow(words.length);
    this.#words.set(words, this.#length);
    this.#length += words.length;
  }
}
