import { hashOf } from './hash.ts';
import { stem } from './stem.ts';

/**
 * What the scanner reads a sign as; a word gets an id of its own from `firstWord` on. `number` is digits alone, `measure`
 * digits with letters ("5k"), `picture` an emoji or a smiley that no list has.
 */
export const sign = { unknown: 0, question: 1, exclamation: 2, stop: 3, number: 4, measure: 5, picture: 6 } as const;
/** Whether a sign ends a sentence. */
export const endsSentence = (id: number): boolean =>
  id === sign.question || id === sign.exclamation || id === sign.stop;
const firstWord = 7;
const hasLetter = (word: string): boolean => /\p{L}/u.test(word);

/**
 * Lower case, without apostrophes and what is not seen, a letter written three times or more once: as the scanner reads it.
 * A smiley keeps its case and loses its nose.
 */
export const normalForm = (word: string): string =>
  /^[:;=<]./.test(word) ? word.replace(/^=/, ':').replace('-', '') : plainForm(word);
const plainForm = (word: string): string =>
  word
    .toLowerCase()
    .replace(/['’ʼ\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/(.)\1{2,}/g, '$1');

/** How common words are: Zipf values (log10 of occurrences per 10^9 words), words of one value in one string. */
type Frequencies = Readonly<Record<string, string>>;

/** The heaviest a word may weigh in a comparison of texts; a word that is in no list is taken for rare. */
const rarest = 4.2;
/** A word of this Zipf value or more is everywhere: it tells nothing. */
const commonest = 6.7;
const weightOf = (zipf: number): number => Math.min(rarest, Math.max(0, commonest - zipf));
/** The chance that a word of running text is one of this weight. */
const chanceOf = (weight: number): number => 10 ** (commonest - weight - 9);

/** The place in a scale of what tells nothing: signs, numbers, and words that are everywhere. */
export const weightless = 1;
/** What words weigh takes few values: a word names its own by a place here. Place 0 is that of unknown words. */
export interface Scale {
  /** 0 (everywhere) to 4.2 (rare). */
  readonly weights: Float64Array;
  /** The chance that a word of running text is a certain one of this weight. */
  readonly chances: Float64Array;
}

/** Words are numbered below this. */
const most = 2 ** 16;

/**
 * All words that any list knows, found by hash: a text is looked up without cutting it into strings.
 * Two known words that share a hash are refused when the vocabulary is made.
 */
export class Vocabulary {
  /** Ids by hash; 0 is an empty slot. */
  readonly #slots: Uint16Array;
  readonly #mask: number;
  /** By id: the word's hash and that of its stem, side by side: who finds a word by the one asks for the other. */
  readonly #hashes: Int32Array;
  readonly scale: Scale;
  /** By id: the place in `scale` of what the word weighs in a comparison. */
  readonly weights: Uint8Array;
  /** By id: 1 for signs and emoji, 2 for bare digits. Both weigh nothing: a text is about nothing by them. */
  readonly wordless: Uint8Array;
  readonly size: number;

  constructor(words: Iterable<string>, frequencies: Frequencies) {
    const zipf = new Map<string, number>();
    for (const [value, list] of Object.entries(frequencies)) {
      for (const word of list.split(' ')) zipf.set(word, Number(value));
    }
    const all = [...new Set([...words, ...zipf.keys()])];
    this.size = firstWord + all.length;
    if (this.size > most) throw new Error(`the lists have more than ${most} words`);
    const slots = 2 ** Math.ceil(Math.log2(all.length * 3 + 16));
    this.#mask = slots - 1;
    this.#slots = new Uint16Array(slots);
    this.#hashes = new Int32Array(this.size * 2);
    this.weights = new Uint8Array(this.size);
    this.wordless = new Uint8Array(this.size);
    for (const id of [sign.question, sign.exclamation, sign.stop, sign.picture]) this.wordless[id] = 1;
    this.wordless[sign.number] = 2;
    const scale = [rarest, 0];
    this.weights.fill(weightless, sign.question, firstWord);
    this.weights[sign.measure] = 0;
    all.forEach((word, i) => {
      const [id, hash] = [firstWord + i, hashOf(word)];
      if (this.idOf(hash) !== sign.unknown) throw new Error(`two words of the lists share a hash: ${word}`);
      let slot = (hash ^ (hash >>> 15)) & this.#mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = id;
      this.#hashes[2 * id] = hash;
      this.#hashes[2 * id + 1] = hashOf(stem(word));
      const value = zipf.get(word);
      const wordless = !hasLetter(word);
      this.wordless[id] = wordless ? (/^\d/.test(word) ? 2 : 1) : 0;
      const weight = wordless ? 0 : value === undefined ? rarest : weightOf(value);
      this.weights[id] = scale.includes(weight) ? scale.indexOf(weight) : scale.push(weight) - 1;
    });
    this.scale = { weights: Float64Array.from(scale), chances: Float64Array.from(scale, chanceOf) };
  }

  /** The id of the word with this hash, or `sign.unknown`. */
  idOf(hash: number): number {
    let slot = (hash ^ (hash >>> 15)) & this.#mask;
    for (;;) {
      const id = this.#slots[slot] ?? 0;
      if (id === 0 || this.#hashes[2 * id] === hash) return id;
      slot = (slot + 1) & this.#mask;
    }
  }

  /** The hash of the stem of a word of the lists. */
  stemOf(id: number): number {
    return this.#hashes[2 * id + 1] ?? 0;
  }

  /** The id of a word of the lists. */
  id(word: string): number {
    return this.idOf(hashOf(word));
  }

  /** By id, 1 for a word that weighs so much or more, and for one of no list; 0 for the others and for signs. */
  tellingFrom(weight: number): Uint8Array {
    const telling = Uint8Array.from(this.weights, (place) => ((this.scale.weights[place] ?? 0) >= weight ? 1 : 0));
    for (const id of Object.values(sign)) telling[id] = id === sign.unknown ? 1 : 0;
    return telling;
  }

  /** The chance that a word of running text is this one; 0 for a word of no list. */
  chance(id: number): number {
    return id === sign.unknown ? 0 : (this.scale.chances[this.weights[id] ?? 0] ?? 0);
  }
}
