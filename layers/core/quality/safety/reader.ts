import { hashStart, hashStep } from '../text/hash.ts';
import { Breaks, isAfterEmoji, isAfterPause } from './breaks.ts';
import { Characters } from './characters.ts';
import { type Folding, isIdeograph, several, skip, space, symbol } from './fold.ts';
import { Symbols } from './symbols.ts';
import { longestWord, type Vocabulary } from './vocabulary.ts';

/** What a token is made of, as a bit beside those of what stands before it. */
export const hasLetter = 4;

/** The most letters that one character can stand for. */
const longestSpelling = 18;
const blank = 32;

/** Buffers for a longer text are given back with the next shorter one: about ten times the longest chat message. */
const longestKept = 65_536;

/**
 * Splits a text into words of plain small letters, whatever it is dressed in, and looks each up.
 * Positions are UTF-16 units of the original. The arrays are reused: read them before the next call.
 */
export class Reader {
  count = 0;
  ids = new Int32Array(0);
  starts = new Int32Array(0);
  ends = new Int32Array(0);
  /** Where a token's letters stand in `letters`; the next token's place ends them. */
  from = new Int32Array(1);
  flags = new Uint8Array(0);
  letters = new Uint16Array(0);

  readonly #folding: Folding;
  readonly #vocabulary: Vocabulary;
  readonly #text: Characters;
  readonly #breaks: Breaks;
  readonly #symbols: Symbols;
  #written = 0;
  /** The word under way: the hash of its letters, and what it is made of. */
  #hash = hashStart;
  #bits = 0;

  constructor(folding: Folding, vocabulary: Vocabulary) {
    this.#folding = folding;
    this.#vocabulary = vocabulary;
    this.#text = new Characters(folding);
    this.#breaks = new Breaks(this.#text);
    this.#symbols = new Symbols(this.#text, folding, vocabulary);
  }

  read(text: string): void {
    this.#reserve(text.length);
    this.count = 0;
    this.#written = 0;
    this.#breaks.begin();
    this.#symbols.begin();
    this.#open();
    const { kinds } = this.#folding;
    const { units, length } = this.#text.read(text);
    /** Where the word under way starts, or -1. */
    let start = -1;
    for (let i = 0; i < length; i++) {
      if (start < 0) {
        i = this.#plainWords(i);
        const begun = this.#length();
        if (begun > 0) start = i;
        i += begun;
        if (i >= length) break;
      }
      if (kinds[units[i] ?? 0] === space) {
        if (start >= 0) this.#close(start, i);
        start = -1;
      } else {
        const code = this.#text.codeAt(i);
        start = this.#other(i, code, start);
        if (code > 0xffff) i++;
      }
      if (start >= 0 && this.#length() >= longestWord) {
        this.#close(start, i + 1);
        start = -1;
      }
    }
    if (start >= 0) this.#close(start, text.length);
  }

  /** How many units there is room for. */
  get room(): number {
    return Math.max(this.ids.length, this.letters.length);
  }

  /** Reads anything but a space; where the word under way starts, or -1. */
  #other(index: number, code: number, start: number): number {
    const kind = this.#folding.of(code);
    if (kind === skip) return start;
    if (kind >= 48 && isIdeograph(kind)) {
      if (start >= 0) this.#close(start, index);
      this.#letter(kind);
      this.#close(index, index + 1);
      return -1;
    }
    if (kind >= 48) {
      this.#letter(kind);
      return start < 0 ? index : start;
    }
    if (kind === several) return this.#spelled(code, index, start);
    if (kind === symbol && this.#symbols.isLetter(index, { length: this.#length(), hash: this.#hash })) {
      this.#letter(code);
      return start < 0 ? index : start;
    }
    if (start >= 0) this.#close(start, index);
    this.#breaks.mark(index, kind, this.count);
    return -1;
  }

  /** A character that stands for several letters; an emoji stands for none and ends a clause. */
  #spelled(code: number, index: number, start: number): number {
    const spelled = this.#folding.spelled(code).slice(0, longestSpelling);
    this.#makeRoom(this.#written + spelled.length + this.ids.length);
    for (const letter of spelled) this.#letter(letter);
    if (spelled.length > 0) return start < 0 ? index : start;
    if (start >= 0) this.#close(start, index);
    this.#breaks.before |= isAfterPause | isAfterEmoji;
    return -1;
  }

  #open(): void {
    this.from[this.count] = this.#written;
    this.#hash = hashStart;
    this.#bits = 0;
  }

  /** How many letters of the word under way were read. */
  #length(): number {
    return this.#written - (this.from[this.count] ?? 0);
  }

  #letter(code: number): void {
    this.letters[this.#written++] = code;
    this.#hash = hashStep(this.#hash, code);
    if (code > 57) this.#bits |= hasLetter;
  }

  /**
   * Most of most texts: reads words of plain letters with a space after each from `index` on, as long as there are any, and
   * the letters that the next word begins with; where that begins.
   */
  #plainWords(index: number): number {
    const { ids, starts, ends, from, flags, letters } = this;
    const vocabulary = this.#vocabulary;
    const { kinds } = this.#folding;
    const { units, length } = this.#text;
    let { count } = this;
    let { before } = this.#breaks;
    let start = index;
    let hash = hashStart;
    let place = this.#written;
    for (;;) {
      const stop = Math.min(length, start + longestWord);
      let at = start;
      hash = hashStart;
      for (; at < stop; at++) {
        const kind = kinds[units[at] ?? 0] ?? skip;
        if (kind < 97 || kind > 122) break;
        letters[place++] = kind;
        hash = hashStep(hash, kind);
      }
      if (at === start || at === stop || units[at] !== blank) break;
      ids[count] = vocabulary.find(hash, at - start);
      starts[count] = start;
      ends[count] = at;
      flags[count] = hasLetter | before;
      before = 0;
      from[++count] = place;
      start = at + 1;
    }
    this.count = count;
    this.#breaks.before = before;
    // A longer word is read in pieces by others.
    const begin = from[count] ?? 0;
    const isBegun = place > begin && place < begin + longestWord;
    this.#written = isBegun ? place : begin;
    this.#hash = isBegun ? hash : hashStart;
    this.#bits = isBegun ? hasLetter : 0;
    return start;
  }

  #close(start: number, end: number): void {
    const { count } = this;
    const length = this.#length();
    if (length > 0) {
      this.ids[count] = this.#vocabulary.find(this.#hash, length);
      this.starts[count] = start;
      this.ends[count] = end;
      this.flags[count] = this.#bits | this.#breaks.before;
      this.#breaks.before = 0;
      this.count = count + 1;
    }
    this.#open();
  }

  /** Room for a text of so many units: a token and a letter at most for each, but for characters that stand for more. */
  #reserve(units: number): void {
    if (this.ids.length > units && (this.ids.length <= longestKept || units > longestKept / 2)) return;
    const size = Math.max(1024, units * 2);
    this.ids = new Int32Array(size);
    this.starts = new Int32Array(size);
    this.ends = new Int32Array(size);
    this.flags = new Uint8Array(size);
    this.from = new Int32Array(size + 1);
    this.letters = new Uint16Array(size);
  }

  #makeRoom(letters: number): void {
    if (this.letters.length >= letters) return;
    const old = this.letters;
    this.letters = new Uint16Array(letters * 2);
    this.letters.set(old);
  }
}
