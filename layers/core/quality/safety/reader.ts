import { bang, Characters, star } from './characters.ts';
import { Emphasis } from './emphasis.ts';
import { type Folding, isIdeograph, pause, several, skip, space, stop, symbol } from './fold.ts';
import { hashNext, hashStart, unknownWord, type Vocabulary } from './vocabulary.ts';

/** What a token is made of, as bits. */
export const hasLetter = 4;
/** A sentence ended before this token. */
export const isFirst = 32;
/** A comma, a bracket, a new line or an emoji stands before this token. */
export const isAfterPause = 64;

/** A mark stands before this token: a dot, a hyphen, a comma; there may be white space behind it. */
export const isAfterMark = 128;

/** A longer word is read in pieces: no word of the lexicon is as long. */
const longestWord = 100;
/** The most letters that one character can stand for. */
const longestSpelling = 18;
/** A paragraph of fewer words ends no sentence. */
const shortestParagraph = 3;
const [blank, at, dollar, plus, bar, paragraphEnd] = [32, 64, 36, 43, 124, 0x2029];

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
  #written = 0;
  #hash = hashStart;
  #bits = 0;
  #before = 0;
  /** The first token of this line and of this paragraph. */
  #lineFrom = 0;
  #paragraphFrom = 0;
  readonly #emphasis: Emphasis;

  constructor(folding: Folding, vocabulary: Vocabulary) {
    this.#folding = folding;
    this.#text = new Characters(folding);
    this.#emphasis = new Emphasis(this.#text);
    this.#vocabulary = vocabulary;
  }

  read(text: string): void {
    this.#reserve(text.length);
    this.count = 0;
    this.#written = 0;
    this.#before = isFirst;
    this.#lineFrom = this.#paragraphFrom = 0;
    this.#emphasis.begin();
    this.#open();
    const { kinds } = this.#folding;
    const { units, length } = this.#text.read(text);
    let start = -1;
    for (let i = 0; i < length; i++) {
      if (start < 0) {
        i = this.#plainWords(i);
        const begun = this.#written - (this.from[this.count] ?? 0);
        if (begun > 0) start = i;
        i += begun;
        if (i >= length) break;
      }
      const unit = units[i] ?? 0;
      const kind = kinds[unit] ?? skip;
      if (kind >= 97 && kind <= 122) {
        if (start < 0) start = i;
        i = this.#letters(i, kind);
      } else if (kind === space) {
        if (start >= 0) this.#close(start, i);
        start = -1;
      } else {
        const code = this.#text.codeAt(i);
        start = this.#other(i, unit, code, start);
        if (code > 0xffff) i++;
      }
      if (start >= 0 && this.#written - (this.from[this.count] ?? 0) >= longestWord) {
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

  /** Reads anything but a plain letter or a space; where the word under way starts, or -1. */
  #other(index: number, unit: number, code: number, start: number): number {
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
    if (kind === symbol && this.#insideWord(index, start >= 0)) {
      this.#letter(unit);
      return start < 0 ? index : start;
    }
    if (start >= 0) this.#close(start, index);
    this.#before |= isAfterMark;
    this.#endAt(index, kind);
    return -1;
  }

  /** What a mark between words ends: a sentence, a clause or nothing. */
  #endAt(index: number, kind: number): void {
    const text = this.#text;
    // `!` is a symbol because it stands for letters; where it stands for none it ends a sentence.
    const isStop = kind === stop || text.unitAt(index) === bang;
    if (isStop && text.endsSentence(index)) this.#before = isFirst;
    else if (kind === pause || (isStop ? !text.isPoint(index) : text.isApart(index))) this.#before |= isAfterPause;
    if (kind === pause && text.isLineEnd(index)) this.#endLine(index);
  }

  /** A line without words ends a sentence: not where a word or two have a paragraph, for a phrase can be written so. */
  #endLine(index: number): void {
    const { count } = this;
    // A word is torn by a mark, and by white space only where it is longer.
    this.#before &= ~isAfterMark;
    if (count === this.#lineFrom || this.#text.unitAt(index) === paragraphEnd) {
      if (count - this.#paragraphFrom >= shortestParagraph) this.#before = isFirst;
      this.#paragraphFrom = count;
    }
    this.#lineFrom = count;
  }

  /** A character that stands for several letters; an emoji stands for none and ends a clause. */
  #spelled(code: number, index: number, start: number): number {
    const spelled = this.#folding.spelled(code).slice(0, longestSpelling);
    this.#makeRoom(this.#written + spelled.length + this.ids.length);
    for (const letter of spelled) this.#letter(letter);
    if (spelled.length > 0) return start < 0 ? index : start;
    if (start >= 0) this.#close(start, index);
    this.#before |= isAfterPause;
    return -1;
  }

  #insideWord(index: number, inWord: boolean): boolean {
    const unit = this.#text.unitAt(index);
    const next = this.#text.unitAt(index + 1);
    const wordAfter = this.#text.isWordAt(index + 1 + (next === at || next === dollar ? 1 : 0));
    // `!`, `+` and `|` at a word's edge are marks, not letters, but for ki!!.
    if (unit === bang && inWord && this.#text.isDoubled(index)) {
      return this.#written - (this.from[this.count] ?? 0) <= 3 && !this.#isKnown(2);
    }
    if (unit === bang) return inWord && wordAfter && !(this.#isKnown(2) && this.#isKnownAt(index + 1, 3));
    if (unit === plus || unit === bar) return inWord && wordAfter;
    const known = (at: number) => (inWord ? this.#isKnown(1) : this.#isKnownAt(at, 1));
    if (unit === star && this.#emphasis.isMark(index, inWord, known)) return false;
    return wordAfter || (inWord && (unit === star || unit === at || unit === dollar));
  }

  /** Whether the letters so far are a known word of so many letters or more. */
  #isKnown(shortest: number): boolean {
    const length = this.#written - (this.from[this.count] ?? 0);
    return length >= shortest && this.#vocabulary.find(this.#hash, length) !== unknownWord;
  }

  /** Whether such a word begins at a place. */
  #isKnownAt(index: number, shortest: number): boolean {
    let hash = hashStart;
    let length = 0;
    for (; length <= longestWord; length++) {
      const kind = this.#folding.of(this.#text.unitAt(index + length));
      if (kind < 48) break;
      hash = hashNext(hash, kind);
    }
    return length >= shortest && this.#vocabulary.find(hash, length) !== unknownWord;
  }

  #open(): void {
    this.from[this.count] = this.#written;
    this.#hash = hashStart;
    this.#bits = 0;
  }

  #letter(code: number): void {
    this.letters[this.#written++] = code;
    this.#hash = hashNext(this.#hash, code);
    if (code > 57) this.#bits |= hasLetter;
  }

  /** Takes plain letters from `index` on, the first of them known, as long as there are any; the last one's place. */
  #letters(index: number, first: number): number {
    const { letters } = this;
    const { kinds } = this.#folding;
    const { units, length } = this.#text;
    const end = Math.min(length, index + longestWord);
    let written = this.#written;
    let hash = this.#hash;
    let kind = first;
    let at = index;
    do {
      letters[written++] = kind;
      hash = hashNext(hash, kind);
      at++;
      kind = at < end ? (kinds[units[at] ?? 0] ?? skip) : skip;
    } while (kind >= 97 && kind <= 122);
    this.#written = written;
    this.#hash = hash;
    this.#bits |= hasLetter;
    return at - 1;
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
    let before = this.#before;
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
        hash = hashNext(hash, kind);
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
    this.#before = before;
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
    if (this.#written > (this.from[count] ?? 0)) {
      this.ids[count] = this.#vocabulary.find(this.#hash, this.#written - (this.from[count] ?? 0));
      this.starts[count] = start;
      this.ends[count] = end;
      this.flags[count] = this.#bits | this.#before;
      this.#before = 0;
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
