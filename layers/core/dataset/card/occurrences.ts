import { hash } from 'node:crypto';
import { FirstSeen, halvesOf } from '../hash-set.ts';
import type { ObjectStore } from '../object-store.ts';
import { partOf } from '../ranges.ts';
import { readWords, type Slice, Words } from '../words.ts';

/** Of each key: the first 64 bits of its hash, as two numbers, and how often it came. */
const entryWords = 3;

/** Counts how often each of many keys came, and keeps no key. Memory: some 40 bytes a different key. */
export class Occurrences {
  readonly #places = new FirstSeen();
  readonly #entries = new Words();

  add(key: string): void {
    // Two keys share 64 bits once in 2^64 pairs.
    this.addHalves(...halvesOf(hash('sha256', key)), 1);
  }

  /** @param times how often a key came whose hash is known as two numbers of 32 bits, without sign */
  addHalves(high: number, low: number, times: number): void {
    const place = this.#places.addHalves(high, low, this.#places.size);
    if (place === undefined) {
      for (const word of [high, low, times]) this.#entries.add(word);
      return;
    }
    const at = place * entryWords + 2;
    this.#entries.set(at, this.#entries.at(at) + times);
  }

  /** What was counted, to be written and put together by `readCounts`; valid until more is. */
  get words(): Uint32Array {
    return this.#entries.all;
  }

  /** How often each key came. */
  *counts(): Generator<number> {
    const { words } = this;
    for (let at = 2; at < words.length; at += entryWords) yield words[at] ?? 0;
  }
}

const defaultKeysAtOnce = 4_000_000;

/**
 * Puts together what was counted apart: how often each key came in all. Where there are more entries than may be in
 * memory, those whose hashes begin alike are counted, one such share after the other.
 *
 * @param keysAtOnce some 40 bytes each
 */
export async function* readCounts(
  store: ObjectStore,
  slices: readonly Slice[],
  keysAtOnce = defaultKeysAtOnce,
): AsyncGenerator<number> {
  const entries = slices.reduce((sum, { start, end }) => sum + (end - start) / (4 * entryWords), 0);
  const shares = Math.ceil(entries / keysAtOnce);
  for (let share = 0; share < shares; share++) {
    const whole = new Occurrences();
    for (const slice of slices) {
      const words = await readWords(store, [slice]);
      for (let at = 0; at < words.length; at += entryWords) {
        const high = words[at] ?? 0;
        if (partOf(high, shares) === share) whole.addHalves(high, words[at + 1] ?? 0, words[at + 2] ?? 0);
      }
    }
    yield* whole.counts();
  }
}
