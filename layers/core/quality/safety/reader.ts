import { bang, Characters } from './characters.ts';
import { type Folding, isIdeograph, pause, several, skip, space, stop, symbol } from './fold.ts';
import { hashNext, hashStart, type Vocabulary } from './vocabulary.ts';

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
const [blank, star, at, dollar, plus, bar] = [32, 42, 64, 36, 43, 124];

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

  constructor(folding: Folding, vocabulary: Vocabulary) {
    this.#folding = folding;
    this.#text = new Characters(folding);
    this.#vocabulary = vocabulary;
  }

  read(text: string): void {
    this.#reserve(text.length);
    this.count = 0;
    this.#written = 0;
    this.#before = isFirst;
    this.#open();
    const { kinds } = this.#folding;
    const { units, length } = this.#text.read(text);
    let start = -1;
    for (let i = 0; i < length; i++) {
      const unit = units[i] ?? 0;
      const kind = kinds[unit] ?? skip;
      // Most of most texts: small and capital letters.
      if (kind >= 97 && kind <= 122) {
        if (start < 0) start = i;
        i = this.#letters(i, kind);
        // And a space after them.
        if (i + 1 < length && units[i + 1] === blank) {
          this.#close(start, ++i);
          start = -1;
          continue;
        }
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
    // `!` is a symbol because it stands for letters; where it stands for none it ends a sentence.
    if ((kind === stop || unit === bang) && this.#text.endsSentence(index)) this.#before = isFirst;
    else if (kind === pause) this.#before |= isAfterPause;
    return -1;
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
      return this.#written - (this.from[this.count] ?? 0) <= 3;
    }
    if (unit === bang || unit === plus || unit === bar) return inWord && wordAfter;
    return wordAfter || (inWord && (unit === star || unit === at || unit === dollar));
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
