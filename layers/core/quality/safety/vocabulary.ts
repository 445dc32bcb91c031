import { stems } from './inflect.ts';

/** Id of a token that is not in the vocabulary, and of any number. */
export const unknownWord = 0;
export const numberWord = 1;

const offset = 0x811c9dc5;
const mix = (hash: number, code: number) => Math.imul(hash ^ code, 0x01000193);
/** A number per letter, added up: the same for any order of the letters. */
const weigh = (code: number) => Math.imul(code + 0x9e37, 0x85ebca6b) ^ (code << 7);

export const hashStart = offset;
export const hashNext = mix;

const hashOf = (word: string): number => {
  let hash = offset;
  for (let i = 0; i < word.length; i++) hash = mix(hash, word.charCodeAt(i));
  return hash;
};

/** One letter lost, or two neighbours swapped, and the same first letter: what typing does to a word. */
export function isSlip(typed: string, meant: string): boolean {
  let at = 0;
  while (at < typed.length && typed[at] === meant[at]) at++;
  if (at === 0) return false;
  if (typed.length + 1 === meant.length) return typed.slice(at) === meant.slice(at + 1);
  if (typed.length !== meant.length) return false;
  return typed[at] === meant[at + 1] && typed[at + 1] === meant[at] && typed.slice(at + 2) === meant.slice(at + 2);
}

const squeeze = (word: string) => word.replace(/(.)\1+/gu, '$1');

/** The words of the lexicon (`hot`) and other known ones, found by hash without making a string. */
export class Vocabulary {
  readonly #slots: Int32Array;
  readonly #mask: number;
  readonly #words: string[] = ['', '#'];
  readonly #hashes: number[] = [0, 0];
  readonly #hot: number;
  readonly #squeezed = new Map<string, number>();
  readonly #slips = new Map<number, number[]>();
  readonly #byLength: number[][] = [];
  readonly #family: number[] = [0, 1];

  constructor(hot: Iterable<string>, known: Iterable<string>) {
    const words = new Set(hot);
    this.#hot = words.size + 2;
    for (const word of known) words.add(word);
    let size = 1024;
    while (size < words.size * 3) size *= 2;
    this.#slots = new Int32Array(size);
    this.#mask = size - 1;
    for (const word of words) this.#add(word);
    for (let id = this.#family.length; id < this.size; id++) this.#family[id] = this.#baseOf(id);
  }

  get size(): number {
    return this.#words.length;
  }

  isHot(id: number): boolean {
    return id > numberWord && id < this.#hot;
  }

  word(id: number): string {
    return this.#words[id] ?? '';
  }

  /** Two words of one family are forms of one another: stab, stabs, stabbed, stabbing. */
  family(id: number): number {
    return this.#family[id] ?? id;
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
    const letters = Uint16Array.from({ length: word.length }, (_, i) => word.charCodeAt(i));
    return this.findIn(letters, 0, letters.length, hashOf(word));
  }

  /** The id of the word in `letters` from `from` to `to`, whose hash is known, or `unknownWord`. */
  findIn(letters: Uint16Array, from: number, to: number, hash: number): number {
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const id = this.#slots[slot] ?? 0;
      if (id === 0) return unknownWord;
      if (this.#hashes[id] !== hash) continue;
      const word = this.#words[id] ?? '';
      if (word.length !== to - from) continue;
      let i = from;
      while (i < to && word.charCodeAt(i - from) === letters[i]) i++;
      if (i === to) return id;
    }
  }

  /** A hot word that reads the same once every run of one letter counts as one: kiiill → kill. */
  squeezed(word: string): number {
    return this.#squeezed.get(squeeze(word)) ?? unknownWord;
  }

  /** A hot word of at least four letters that a slip of the fingers turned into this one. */
  slipOf(word: string): number {
    let sum = 0;
    for (let i = 0; i < word.length; i++) sum = (sum + weigh(word.charCodeAt(i))) | 0;
    for (const id of this.#slips.get(sum) ?? []) if (isSlip(word, this.word(id))) return id;
    return unknownWord;
  }

  /** Hot words of this length that `fits` accepts, `most` at the utmost. */
  fitting(length: number, fits: (word: string) => boolean, most: number): number[] {
    const found: number[] = [];
    for (const id of this.#byLength[length] ?? []) {
      if (fits(this.word(id))) found.push(id);
      if (found.length === most) break;
    }
    return found;
  }

  #baseOf(id: number): number {
    for (const stem of stems(this.word(id))) {
      const base = this.idOf(stem);
      if (base !== unknownWord) return base;
    }
    return id;
  }

  #add(word: string): void {
    const id = this.#words.length;
    const hash = hashOf(word);
    this.#words.push(word);
    this.#hashes.push(hash);
    let slot = hash & this.#mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
    this.#slots[slot] = id;
    if (id >= this.#hot) return;
    const alike = this.#byLength[word.length];
    if (alike) alike.push(id);
    else this.#byLength[word.length] = [id];
    const short = squeeze(word);
    if (!this.#squeezed.has(short)) this.#squeezed.set(short, id);
    if (word.length >= 4 && /^[a-z]+$/.test(word)) this.#addSlips(word, id);
  }

  #addSlips(word: string, id: number): void {
    let sum = 0;
    for (let i = 0; i < word.length; i++) sum = (sum + weigh(word.charCodeAt(i))) | 0;
    const sums = new Set([sum]);
    // In a short word a lost letter leaves too many other words that it could have been.
    if (word.length >= 5) {
      for (let i = 1; i < word.length; i++) sums.add((sum - weigh(word.charCodeAt(i))) | 0);
    }
    for (const each of sums) {
      const ids = this.#slips.get(each);
      if (ids) ids.push(id);
      else this.#slips.set(each, [id]);
    }
  }
}
