/**
 * What is known of each word, found by a hash that is made while the text is read, without cutting the word out.
 * Two hashes of 32 bits each tell words apart: that a strange word meets a known one in both is less likely than
 * one in 10^14 for each word read.
 */
export class WordTable {
  readonly #mask: number;
  readonly #first: Int32Array;
  readonly #second: Int32Array;
  readonly #bits: Int32Array;
  readonly #cues: Int32Array;

  /** @param entries bits and cues by word, lower case */
  constructor(entries: ReadonlyMap<string, readonly [bits: number, cues: number]>) {
    let size = 1024;
    while (size < entries.size * 2) size *= 2;
    this.#mask = size - 1;
    this.#first = new Int32Array(size);
    this.#second = new Int32Array(size);
    this.#bits = new Int32Array(size);
    this.#cues = new Int32Array(size);
    for (const [word, [bits, cues]] of entries) {
      let first = seedFirst;
      let second = seedSecond;
      for (let index = 0; index < word.length; index++) {
        first = mixFirst(first, word.charCodeAt(index));
        second = mixSecond(second, word.charCodeAt(index));
      }
      let slot = first & this.#mask;
      while (this.#second[slot] !== 0 || this.#first[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#first[slot] = first;
      this.#second[slot] = second;
      this.#bits[slot] = bits;
      this.#cues[slot] = cues;
    }
  }

  /** @returns where the word's bits and cues are, or -1 */
  slot(first: number, second: number): number {
    let slot = first & this.#mask;
    for (;;) {
      const there = this.#first[slot];
      if (there === first && this.#second[slot] === second) return slot;
      if (there === 0 && this.#second[slot] === 0) return -1;
      slot = (slot + 1) & this.#mask;
    }
  }

  bits(slot: number): number {
    return slot < 0 ? 0 : (this.#bits[slot] ?? 0);
  }

  cues(slot: number): number {
    return slot < 0 ? 0 : (this.#cues[slot] ?? 0);
  }

  bitsOf(word: string): number {
    let first = seedFirst;
    let second = seedSecond;
    for (let index = 0; index < word.length; index++) {
      first = mixFirst(first, word.charCodeAt(index));
      second = mixSecond(second, word.charCodeAt(index));
    }
    return this.bits(this.slot(first, second));
  }
}

export const seedFirst = 0x811c9dc5 | 0;
export const seedSecond = 0x9e3779b9 | 0;
export const mixFirst = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);
export const mixSecond = (hash: number, unit: number): number => Math.imul(hash + unit, 0x2c1b3c6d) ^ (hash >>> 15);
