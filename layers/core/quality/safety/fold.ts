import { hashOf } from '../text/hash.ts';
import type { SafetyLexicon } from './lexicon.ts';

/** What a character is to the reader, besides a letter or digit (which is given by its code, 48 or above). */
export const skip = 0;
export const space = 1;
export const stop = 2;
export const glue = 3;
export const symbol = 4;
/** The character stands for several letters: look it up in `Folding.spelled`. */
export const several = 5;
/** A comma, a bracket, a line's end: a clause may end here. */
export const pause = 6;
const unknown = 7;

/** Where the alphabets begin that Unicode does not take for letters: white on a disc, white on a square, of flags. */
const alphabets = [0x1f150, 0x1f170, 0x1f1e6];

/** Letters that show nothing: what fills a syllable of Hangul, and Braille without a dot. */
const blanks = new Set([0x115f, 0x1160, 0x2800, 0x3164, 0xffa0]);

/** Tags and selectors of variants: characters of this plane are not shown. */
const isUnseen = (code: number): boolean => code >= 0xe0000 && code < 0xe1000;

/** Ideographs and kana are written without spaces: each is a word. */
export const isIdeograph = (code: number): boolean => code >= 0x2e80 && code < 0xd800;

/** Maps every UTF-16 code unit to a plain letter, a digit or one of the kinds above; results are kept. */
export class Folding {
  /** The kind or letter of each UTF-16 unit, as far as it was asked for; `of` learns it. */
  readonly kinds = new Uint16Array(65_536).fill(unknown);
  /** The hashes of all masks. */
  readonly masks: ReadonlySet<number>;
  readonly #spelled = new Map<number, readonly number[]>();
  readonly #lookalikes: ReadonlyMap<string, string>;
  readonly #symbols: ReadonlySet<string>;

  constructor({ lookalikes, stand_ins, masks }: SafetyLexicon['characters']) {
    this.masks = new Set(Object.keys(masks).map(hashOf));
    this.#lookalikes = new Map(Object.entries(lookalikes));
    this.#symbols = new Set(Object.keys(stand_ins).filter((character) => !/\d/.test(character)));
    for (let code = 0; code < 128; code++) this.of(code);
  }

  /** The kind or letter of a code unit, or of a whole code point above 0xffff. */
  of(code: number): number {
    if (code > 0xffff) {
      if (isUnseen(code)) return skip;
      if (!this.#spelled.has(code)) this.#spelled.set(code, this.#letters(code));
      return several;
    }
    // Half a pair says nothing, and nothing must be kept of it: its whole may be a letter.
    if (code >= 0xd800 && code < 0xe000) return skip;
    const kind = this.kinds[code] ?? skip;
    if (kind !== unknown) return kind;
    const learnt = this.#kind(code);
    this.kinds[code] = learnt;
    return learnt;
  }

  /** The letters that a `several` stands for; none for an emoji and the like. */
  spelled(code: number): readonly number[] {
    return this.#spelled.get(code) ?? [];
  }

  /**
   * A word of the lexicon as the reader would spell it; `_`, `#` and `=` stay.
   *
   * @throws Error when it has a sign that is part of no word: the reader never gives one like it
   */
  spell(word: string): string {
    if (/^[a-z0-9_#=]+$/.test(word)) return word;
    const spelled = [...word].map((character) => {
      if (character === '_' || character === '#' || character === '=') return character;
      const code = character.codePointAt(0) ?? 0;
      const kind = this.of(code);
      if (kind === several) return String.fromCodePoint(...this.spelled(code));
      if (isIdeograph(kind)) return `_${String.fromCharCode(kind)}_`;
      if (kind >= 48) return String.fromCharCode(kind);
      if (kind !== skip) throw new Error(`Safety lexicon: "${word}" has "${character}", which is part of no word.`);
      return '';
    });
    return spelled.join('').replace(/_+/g, '_').replace(/^_|_$/g, '');
  }

  #letters(code: number): readonly number[] {
    // Hangul syllables would fall apart into their strokes.
    if (code >= 0xac00 && code <= 0xd7a3) return [code];
    const alphabet = alphabets.find((first) => code >= first && code < first + 26);
    if (alphabet !== undefined) return [97 + code - alphabet];
    const character = String.fromCodePoint(code);
    const plain = this.#lookalikes.get(character) ?? character.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    const looks = [...plain].map((letter) => this.#lookalikes.get(letter) ?? letter).join('');
    return [...looks].filter((letter) => /^[\p{L}\p{N}]$/u.test(letter)).map((letter) => letter.codePointAt(0) ?? 0);
  }

  #kind(code: number): number {
    const character = String.fromCharCode(code);
    if (/['`´\u2018\u2019\u201b\u02b9\u02bb-\u02bd\u2032\uff07]/.test(character)) return skip;
    if (this.#symbols.has(character)) return symbol;
    if (/[.!?;\u3002\uff01\uff1f]/.test(character)) return stop;
    if (/[,:()[\]{}<>\n\v\f\r\u0085\u2013\u2014\u2026\u2028\u2029\u3001\uff0c]/.test(character)) return pause;
    if (/[-/\\_~=^\u2010-\u2012\u2015\u00b7\u2022]/.test(character)) return glue;
    if (blanks.has(code)) return space;
    // The mark of byte order counts as white space elsewhere and shows nothing.
    if (/[\p{Cf}\p{M}\p{Cc}]/u.test(character) && !/[^\S\ufeff]/.test(character)) return skip;
    const letters = this.#letters(code);
    const [only] = letters;
    if (only === undefined) return space;
    if (letters.length === 1) return only;
    this.#spelled.set(code, letters);
    return several;
  }
}
