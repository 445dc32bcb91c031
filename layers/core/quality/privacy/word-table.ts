import { unaccented } from './letters.ts';

const stride = 4;

/**
 * What is known of each word, found by a hash that is made while the text is read, without cutting the word out.
 * Two hashes of 32 bits each tell words apart: that a strange word meets a known one in both is less likely than
 * one in 10^14 for each word read.
 */
export class WordTable {
  readonly #mask: number;
  /** Of each slot both hashes, bits and cues: side by side, so that a look at a word is one look at memory. */
  readonly #slots: Int32Array;

  /** @param words about how many will be added, at most */
  constructor(words: number) {
    let size = 1024;
    while (size < words * 2) size *= 2;
    this.#mask = (size - 1) * stride;
    this.#slots = new Int32Array(size * stride);
  }

  /** Adds to what is known of a word. One with accents is known without them too. */
  add(word: string, bits: number, cues: number): void {
    this.#put(word, 0, word.length, bits, cues);
    const plain = unaccented(word);
    if (plain !== word) this.#put(plain, 0, plain.length, bits, cues);
  }

  /** Adds each word of a text: between blanks or line ends, but for lines that begin with #. */
  addAll(text: string, bits: number): void {
    const { length } = text;
    for (let start = 0; start < length; ) {
      if (text.charCodeAt(start) === 35) {
        const end = text.indexOf('\n', start);
        start = end < 0 ? length : end + 1;
        continue;
      }
      let end = start;
      let strange = false;
      let code = text.charCodeAt(end);
      while (end < length && code !== 10 && code !== 32) {
        strange ||= code > 127;
        code = text.charCodeAt(++end);
      }
      if (strange) this.add(text.slice(start, end), bits, 0);
      else if (end > start) this.#put(text, start, end, bits, 0);
      start = end + 1;
    }
  }

  #put(text: string, start: number, end: number, bits: number, cues: number): void {
    let first = seedFirst;
    let second = seedSecond;
    for (let index = start; index < end; index++) {
      const unit = text.charCodeAt(index);
      first = mixFirst(first, unit);
      second = mixSecond(second, unit);
    }
    const slots = this.#slots;
    let slot = (first << 2) & this.#mask;
    while (slots[slot] !== first || slots[slot + 1] !== second) {
      if (slots[slot] === 0 && slots[slot + 1] === 0) {
        slots[slot] = first;
        slots[slot + 1] = second;
        break;
      }
      slot = (slot + stride) & this.#mask;
    }
    slots[slot + 2] = (slots[slot + 2] ?? 0) | bits;
    slots[slot + 3] = (slots[slot + 3] ?? 0) | cues;
  }

  /** @returns where the word's bits and cues are, or -1 */
  slot(first: number, second: number): number {
    const slots = this.#slots;
    let slot = (first << 2) & this.#mask;
    for (;;) {
      const there = slots[slot];
      if (there === first && slots[slot + 1] === second) return slot;
      if (there === 0 && slots[slot + 1] === 0) return -1;
      slot = (slot + stride) & this.#mask;
    }
  }

  bits(slot: number): number {
    return slot < 0 ? 0 : (this.#slots[slot + 2] ?? 0);
  }

  cues(slot: number): number {
    return slot < 0 ? 0 : (this.#slots[slot + 3] ?? 0);
  }

  bitsOf(word: string): number {
    return this.bits(this.#slotOf(word));
  }

  cuesOf(word: string): number {
    return this.cues(this.#slotOf(word));
  }

  #slotOf(word: string): number {
    let first = seedFirst;
    let second = seedSecond;
    for (let index = 0; index < word.length; index++) {
      first = mixFirst(first, word.charCodeAt(index));
      second = mixSecond(second, word.charCodeAt(index));
    }
    return this.slot(first, second);
  }
}

export const seedFirst = 0x811c9dc5 | 0;
export const seedSecond = 0x9e3779b9 | 0;
export const mixFirst = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);
export const mixSecond = (hash: number, unit: number): number => Math.imul(hash + unit, 0x2c1b3c6d) ^ (hash >>> 15);
