import { hashOf } from '../text/hash.ts';
import { stems } from './inflect.ts';
import { Slips } from './slips.ts';

/** Id of a token that is not in the vocabulary, and of any number. */
export const unknownWord = 0;
export const numberWord = 1;

/** Words are numbered below this. */
const most = 2 ** 16;

/** A longer word is read in pieces: no word of the lexicon is as long. */
export const longestWord = 100;

/** Whether a letter stands twice in a row. */
function isDoubled(word: string): boolean {
  for (let i = 1; i < word.length; i++) if (word.charCodeAt(i) === word.charCodeAt(i - 1)) return true;
  // Half a pair of surrogates stands between two equal ones.
  return /[\ud800-\udfff]/.test(word);
}

const squeeze = (word: string) => (isDoubled(word) ? word.replace(/(.)\1+/gu, '$1') : word);

/** A vocabulary as plain data, quick to read again. */
export interface VocabularyData {
  /** By id, parted by spaces; those of patterns (hot) come first. */
  readonly words: string;
  /** The id after the last hot word. */
  readonly hot: number;
  /** By hash: an id, 0 where there is none, and beside it hash and length of the word in one. */
  readonly slots: Int32Array;
  /** By id. */
  readonly families: Uint16Array;
}

const checkOf = (hash: number, length: number): number => Math.imul(length, 0x9e3779b1) ^ hash;

const firstSlot = (slots: Int32Array, hash: number): number => (2 * hash) & (slots.length - 1);
const nextSlot = (slots: Int32Array, slot: number): number => (slot + 2) & (slots.length - 1);

/** Numbers the words of patterns and other known ones, and finds out which are forms of one another. */
export function layVocabulary(hot: Iterable<string>, known: Iterable<string>): VocabularyData {
  const all = new Set(hot);
  const firstKnown = all.size + numberWord + 1;
  for (const word of known) all.add(word);
  const words = ['', '#', ...all];
  let size = 1024;
  while (size < all.size * 1.5) size *= 2;
  if (words.length > most) throw new Error(`Safety lexicon: more than ${most} words.`);
  const slots = new Int32Array(2 * size);
  for (let id = numberWord + 1; id < words.length; id++) {
    const word = words[id] ?? '';
    const hash = hashOf(word);
    let slot = firstSlot(slots, hash);
    while (slots[slot] !== unknownWord) slot = nextSlot(slots, slot);
    slots[slot] = id;
    slots[slot + 1] = checkOf(hash, word.length);
  }
  const ids = new Map(words.map((word, id) => [word, id]));
  const baseOf = (word: string, id: number): number => {
    if (id <= numberWord) return id;
    const base = stems(word).find((stem) => (ids.get(stem) ?? 0) > numberWord);
    return base === undefined ? id : (ids.get(base) ?? id);
  };
  return { words: words.join(' '), hot: firstKnown, slots, families: Uint16Array.from(words, baseOf) };
}

/** The words of the lexicon (`hot`) and other known ones, found by hash without making a string. */
export class Vocabulary {
  readonly #slots: Int32Array;
  readonly #words: readonly string[];
  readonly #hot: number;
  readonly #families: Uint16Array;
  /** Ways to a disguised word, made when first asked for: by squeezed word, by slip, by length. */
  #squeezed: ReadonlyMap<string, readonly number[]> | undefined;
  #slips: Slips | undefined;
  #byLength: ReadonlyMap<number, readonly number[]> | undefined;

  constructor({ words, hot, slots, families }: VocabularyData) {
    this.#words = words.split(' ');
    this.#hot = hot;
    this.#slots = slots;
    this.#families = families;
  }

  get size(): number {
    return this.#words.length;
  }

  isHot(id: number): boolean {
    return id > numberWord && id < this.#hot;
  }

  /** By id: a number that the word itself gives, whatever other words are known; 1 for any number and 2 for an unknown word. */
  hashes(): Int32Array {
    const hashes = new Int32Array(this.size);
    const slots = this.#slots;
    for (let slot = 0; slot < slots.length; slot += 2) hashes[slots[slot] ?? 0] = slots[slot + 1] ?? 0;
    hashes[unknownWord] = 2;
    hashes[numberWord] = 1;
    return hashes;
  }

  word(id: number): string {
    return this.#words[id] ?? '';
  }

  /** Two words of one family are forms of one another: stab, stabs, stabbed, stabbing. */
  family(id: number): number {
    return this.#families[id] ?? id;
  }

  /** A hot word that this one is a regular form of. */
  stemOf(word: string): number {
    for (const stem of stems(word)) {
      const id = this.idOf(stem);
      if (this.isHot(id)) return id;
    }
    return unknownWord;
  }

  idOf(word: string): number {
    const hash = hashOf(word);
    const [slots, check] = [this.#slots, checkOf(hash, word.length)];
    for (let slot = firstSlot(slots, hash); ; slot = nextSlot(slots, slot)) {
      const id = slots[slot] ?? unknownWord;
      if (id === unknownWord || (slots[slot + 1] === check && this.word(id) === word)) return id;
    }
  }

  /**
   * The id of the word of this hash and length, or `unknownWord`. Letters are not compared: one unknown word in a
   * quarter of a million is mistaken for a known one, always the same one.
   */
  find(hash: number, length: number): number {
    const slots = this.#slots;
    const check = checkOf(hash, length);
    for (let slot = firstSlot(slots, hash); ; slot = nextSlot(slots, slot)) {
      const id = slots[slot] ?? unknownWord;
      if (id === unknownWord || slots[slot + 1] === check) return id;
    }
  }

  /** The hot words that read the same once every run of one letter counts as one: kiiill → kill. */
  squeezed(word: string): readonly number[] {
    this.#squeezed ??= Map.groupBy(this.#hotIds(), (id) => squeeze(this.word(id)));
    return this.#squeezed.get(squeeze(word)) ?? [];
  }

  /** A hot word of at least four letters that a slip of the fingers turned into this one. */
  slipOf(word: string): number {
    this.#slips ??= new Slips([...this.#hotIds()].map((id) => [id, this.word(id)]));
    return this.#slips.find(word) ?? unknownWord;
  }

  *#hotIds(): Generator<number> {
    for (let id = numberWord + 1; id < this.#hot; id++) yield id;
  }

  /** Hot words of this length that `fits` accepts, `most` at the utmost. */
  fitting(length: number, fits: (word: string) => boolean, most: number): number[] {
    const found: number[] = [];
    this.#byLength ??= Map.groupBy(this.#hotIds(), (id) => this.word(id).length);
    for (const id of this.#byLength.get(length) ?? []) {
      if (fits(this.word(id))) found.push(id);
      if (found.length === most) break;
    }
    return found;
  }
}
