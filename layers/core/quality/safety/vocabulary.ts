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

/** One letter lost, or two neighbours swapped, and the same first letter: what typing does to a word. */
export function isSlip(typed: string, meant: string): boolean {
  let at = 0;
  while (at < typed.length && typed[at] === meant[at]) at++;
  if (at === 0) return false;
  if (typed.length + 1 === meant.length) return typed.slice(at) === meant.slice(at + 1);
  if (typed.length !== meant.length) return false;
  return typed[at] === meant[at + 1] && typed[at + 1] === meant[at] && typed.slice(at + 2) === meant.slice(at + 2);
}

/** The letters' weights added up, 0 to 2³² − 1. */
function sumOf(word: string): number {
  let sum = 0;
  for (let i = 0; i < word.length; i++) sum = (sum + weigh(word.charCodeAt(i))) | 0;
  return sum >>> 0;
}

const squeeze = (word: string) => word.replace(/(.)\1+/gu, '$1');

/** The words of the lexicon (`hot`) and other known ones, found by hash without making a string. */
export class Vocabulary {
  /** Pairs of id and hash with length, by hash. */
  readonly #slots: Int32Array;
  readonly #mask: number;
  readonly #wrap: number;
  readonly #words: string[] = ['', '#'];
  readonly #ids = new Map<string, number>();
  readonly #hot: number;
  readonly #squeezed = new Map<string, number[]>();
  /** Sums of letters (32 bits) above the id (16 bits), ascending. */
  #slips = new Float64Array();
  readonly #byLength: number[][] = [];
  readonly #family: number[] = [0, 1];

  constructor(hot: Iterable<string>, known: Iterable<string>) {
    const words = new Set(hot);
    this.#hot = words.size + 2;
    for (const word of known) words.add(word);
    let size = 1024;
    while (size < words.size * 3) size *= 2;
    this.#slots = new Int32Array(size * 2);
    this.#mask = size - 1;
    this.#wrap = size * 2 - 1;
    for (const word of words) this.#add(word);
    for (let id = this.#family.length; id < this.size; id++) this.#family[id] = this.#baseOf(id);
    this.#slips = this.#slipKeys();
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
    return this.#ids.get(word) ?? unknownWord;
  }

  /**
   * The id of the word of this hash and length, or `unknownWord`. Letters are not compared: one unknown word in a
   * quarter of a million is mistaken for a known one, always the same one.
   */
  find(hash: number, length: number): number {
    const slots = this.#slots;
    const check = Math.imul(length, 0x9e3779b1) ^ hash;
    for (let slot = (hash & this.#mask) << 1; ; slot = (slot + 2) & this.#wrap) {
      const id = slots[slot] ?? 0;
      if (id === 0) return unknownWord;
      if (slots[slot + 1] === check) return id;
    }
  }

  /** The hot words that read the same once every run of one letter counts as one: kiiill → kill. */
  squeezed(word: string): readonly number[] {
    return this.#squeezed.get(squeeze(word)) ?? [];
  }

  /** A hot word of at least four letters that a slip of the fingers turned into this one. */
  slipOf(word: string): number {
    const key = sumOf(word) * 65_536;
    let low = 0;
    let high = this.#slips.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#slips[middle] ?? 0) < key) low = middle + 1;
      else high = middle;
    }
    for (let at = low; (this.#slips[at] ?? Number.POSITIVE_INFINITY) < key + 65_536; at++) {
      const id = (this.#slips[at] ?? 0) - key;
      if (isSlip(word, this.word(id))) return id;
    }
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
    this.#words.push(word);
    this.#ids.set(word, id);
    let hash = hashStart;
    for (let i = 0; i < word.length; i++) hash = mix(hash, word.charCodeAt(i));
    let slot = (hash & this.#mask) << 1;
    while (this.#slots[slot] !== 0) slot = (slot + 2) & this.#wrap;
    this.#slots[slot] = id;
    this.#slots[slot + 1] = Math.imul(word.length, 0x9e3779b1) ^ hash;
    if (id >= this.#hot) return;
    const alike = this.#byLength[word.length];
    if (alike) alike.push(id);
    else this.#byLength[word.length] = [id];
    const short = squeeze(word);
    this.#squeezed.set(short, [...(this.#squeezed.get(short) ?? []), id]);
  }

  #slipKeys(): Float64Array<ArrayBuffer> {
    const keys: number[] = [];
    for (let id = numberWord + 1; id < this.#hot; id++) {
      const word = this.word(id);
      if (word.length < 4 || !/^[a-z]+$/.test(word)) continue;
      const sum = sumOf(word);
      keys.push(sum * 65_536 + id);
      // In a short word a lost letter leaves too many other words that it could have been.
      if (word.length < 5) continue;
      const lost = new Set(
        Array.from({ length: word.length - 1 }, (_, i) => (sum - weigh(word.charCodeAt(i + 1))) >>> 0),
      );
      for (const less of lost) keys.push(less * 65_536 + id);
    }
    return Float64Array.from(keys).sort();
  }
}
