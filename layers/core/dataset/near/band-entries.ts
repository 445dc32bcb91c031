import * as z from 'zod';
import type { ObjectStore } from '../object-store.ts';
import { partOf } from '../ranges.ts';
import { Words, wordBytes, writeWords } from '../words.ts';
import { sketchWords } from './signature.ts';

/** One entry: both halves of the band's key, the text's reference, its rank as bits of a 32-bit float, its sketch. */
export const entryWords = 4 + sketchWords;

/** Of these, what is kept once of a text, whatever its bands. */
const textWords = entryWords - 2;

/** What is compared of a text: as many band keys as its kind of signature has, and `sketchWords` of sketch. */
interface Banded {
  readonly bandKeys: Uint32Array;
  readonly sketch: Uint32Array;
}

/** What Match must know of a text besides its signature. */
export interface Entrant {
  readonly reference: number;
  /** Higher is better. */
  readonly rank: number;
}

/** A file of entries, sorted by bucket: bucket `b` stands between the bytes `offsets[b]` and `offsets[b + 1]`. */
export const entryFileSchema = z.object({ key: z.string(), offsets: z.array(z.int().min(0)) });
export type EntryFile = z.infer<typeof entryFileSchema>;

const float = new Float32Array(1);
const floatBits = new Uint32Array(float.buffer);
const bitsOf = (rank: number): number => {
  float[0] = rank;
  return floatBits[0] ?? 0;
};

/** Gathers signatures and writes each under all of its band keys. Memory: 72 bytes a text and 8 a band. */
export class BandEntries {
  readonly #bands: number;
  readonly #keys = new Words();
  /** Reference, rank and sketch of each text. */
  readonly #texts = new Words();

  /** @param bands of each signature */
  constructor(bands: number) {
    this.#bands = bands;
  }

  get count(): number {
    return this.#texts.length / textWords;
  }

  add({ bandKeys, sketch }: Banded, { reference, rank }: Entrant): void {
    this.#keys.addAll(bandKeys);
    this.#texts.add(reference);
    this.#texts.add(bitsOf(rank));
    this.#texts.addAll(sketch);
  }

  /** @param text by its number, in the order in which they were added */
  referenceOf(text: number): number {
    return this.#texts.at(text * textWords);
  }

  /** A text that is there already has come again, and may rank higher this time. */
  raise(text: number, rank: number): void {
    const [known = 0] = new Float32Array(Uint32Array.of(this.#texts.at(text * textWords + 1)).buffer);
    if (rank > known) this.#texts.set(text * textWords + 1, bitsOf(rank));
  }

  async write(store: ObjectStore, key: string, buckets: number): Promise<EntryFile> {
    const count = this.#keys.length / 2;
    const starts = new Uint32Array(buckets + 1);
    for (let i = 0; i < count; i++) {
      const bucket = partOf(this.#keys.at(2 * i), buckets) + 1;
      starts[bucket] = (starts[bucket] ?? 0) + 1;
    }
    for (let b = 1; b <= buckets; b++) starts[b] = (starts[b] ?? 0) + (starts[b - 1] ?? 0);
    const next = starts.slice();
    const order = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      const bucket = partOf(this.#keys.at(2 * i), buckets);
      const place = next[bucket] ?? 0;
      order[place] = i;
      next[bucket] = place + 1;
    }
    await writeWords(store, key, this.#entries(order));
    return { key, offsets: [...starts].map((start) => start * entryWords * wordBytes) };
  }

  *#entries(order: Uint32Array): Generator<Uint32Array> {
    const [keys, texts] = [this.#keys.all, this.#texts.all];
    for (let from = 0; from < order.length; from += entriesAtOnce) {
      const some = order.subarray(from, from + entriesAtOnce);
      // Not one buffer for all pieces: a writer may keep what it was given until it is sent.
      const piece = new Uint32Array(some.length * entryWords);
      for (const [i, entry] of some.entries()) {
        const text = Math.floor(entry / this.#bands) * textWords;
        const at = i * entryWords;
        piece[at] = keys[2 * entry] ?? 0;
        piece[at + 1] = keys[2 * entry + 1] ?? 0;
        piece.set(texts.subarray(text, text + textWords), at + 2);
      }
      yield piece;
    }
  }
}

/** 1.25 MiB. */
const entriesAtOnce = 16_384;

/** One column of all entries, in their order. @param at 0-based, below `entryWords` */
export const columnOf = (entries: Uint32Array, at: number): Uint32Array =>
  Uint32Array.from({ length: entries.length / entryWords }, (_, i) => entries[i * entryWords + at] ?? 0);
