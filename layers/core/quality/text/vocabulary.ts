import { stem } from './stem.ts';

/** What the scanner reads a sign as; a word gets an id of its own from `firstWord` on. */
export const sign = { unknown: 0, question: 1, exclamation: 2, stop: 3, number: 4 } as const;
const firstWord = 5;

export const hashStart = 0x811c9dc5;
/** One step of FNV-1a over a UTF-16 unit. */
export const hashStep = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);

/** Lower case, without apostrophes, a letter written three times or more once: as the scanner reads it. */
export const normalForm = (word: string): string =>
  word
    .toLowerCase()
    .replace(/['’ʼ]/g, '')
    .replace(/(.)\1{2,}/g, '$1');

export const hashOf = (word: string): number => {
  let hash = hashStart;
  for (let i = 0; i < word.length; i++) hash = hashStep(hash, word.charCodeAt(i));
  return hash;
};

/** How common words are: Zipf values (log10 of occurrences per 10^9 words), words of one value in one string. */
export type Frequencies = Readonly<Record<string, string>>;

/** The heaviest a word may weigh in a comparison of texts; a word that is in no list is taken for rare. */
const rarest = 4.2;
/** A word of this Zipf value or more is everywhere: it tells nothing. */
const commonest = 6.7;
const weightOf = (zipf: number): number => Math.min(rarest, Math.max(0, commonest - zipf));
/** The chance that a word of running text is one of this weight. */
export const chanceOf = (weight: number): number => 10 ** (commonest - weight - 9);

/**
 * All words that any list knows, found by hash: a text is looked up without cutting it into strings.
 * Two known words that share a hash are refused when the vocabulary is made.
 */
export class Vocabulary {
  readonly #slots: Int32Array;
  readonly #hashes: Int32Array;
  readonly #mask: number;
  /** By id: the hash of the word's stem, and what the word weighs in a comparison, 0 (everywhere) to 4.2 (rare). */
  readonly stems: Int32Array;
  readonly weights: Float64Array;
  readonly size: number;

  constructor(words: Iterable<string>, frequencies: Frequencies) {
    const zipf = new Map<string, number>();
    for (const [value, list] of Object.entries(frequencies)) {
      for (const word of list.split(' ')) zipf.set(word, Number(value));
    }
    const all = [...new Set([...words, ...zipf.keys()])];
    this.size = firstWord + all.length;
    const slots = 2 ** Math.ceil(Math.log2(all.length * 3 + 16));
    this.#mask = slots - 1;
    this.#slots = new Int32Array(slots);
    this.#hashes = new Int32Array(slots);
    this.stems = new Int32Array(this.size);
    this.weights = new Float64Array(this.size).fill(rarest);
    all.forEach((word, i) => {
      const hash = hashOf(word);
      if (this.idOf(hash) !== sign.unknown) throw new Error(`two words of the lists share a hash: ${word}`);
      let slot = (hash ^ (hash >>> 15)) & this.#mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = firstWord + i;
      this.#hashes[slot] = hash;
      this.stems[firstWord + i] = hashOf(stem(word));
      const value = zipf.get(word);
      if (value !== undefined) this.weights[firstWord + i] = weightOf(value);
    });
  }

  /** The id of the word with this hash, or `sign.unknown`. */
  idOf(hash: number): number {
    let slot = (hash ^ (hash >>> 15)) & this.#mask;
    for (;;) {
      const id = this.#slots[slot] ?? 0;
      if (id === 0 || this.#hashes[slot] === hash) return id;
      slot = (slot + 1) & this.#mask;
    }
  }

  /** The id of a word of the lists. */
  id(word: string): number {
    return this.idOf(hashOf(word));
  }

  /** The chance that a word of running text is this one; 0 for a word of no list. */
  chance(id: number): number {
    return id === sign.unknown ? 0 : chanceOf(this.weights[id] ?? rarest);
  }

  /** What an unknown word weighs. */
  get rarest(): number {
    return rarest;
  }
}
