import { type Folding, glue, isIdeograph, pause, several, skip, space, stop, symbol } from './fold.ts';
import { hashNext, hashStart, unknownWord, type Vocabulary } from './vocabulary.ts';

/** What a token is made of, as bits. */
export const hasDigit = 1;
export const hasSymbol = 2;
export const hasLetter = 4;
export const hasRepeat = 8;
/** Only `-`, `.` or the like stands between this token and the one before. */
export const isGlued = 16;
/** A sentence ended before this token. */
export const isFirst = 32;
/** A comma, a bracket, a new line or an emoji stands before this token. */
export const isAfterPause = 64;

/** A longer word is read in pieces: no word of the lexicon is as long. */
const longestWord = 40;

const grow = <T extends Int32Array | Uint16Array | Uint8Array>(make: (size: number) => T, old: T): T => {
  const bigger = make(old.length * 2);
  bigger.set(old);
  return bigger;
};

/**
 * Splits a text into words of plain small letters, whatever it is dressed in, and looks each up.
 * Positions are UTF-16 units of the original. The arrays are reused: read them before the next call.
 */
export class Reader {
  count = 0;
  ids = new Int32Array(256);
  starts = new Int32Array(256);
  ends = new Int32Array(256);
  /** Where a token's letters stand in `letters`. */
  from = new Int32Array(257);
  flags = new Uint8Array(256);
  letters = new Uint16Array(2048);
  /** Whether some token needs a second look: an unknown word or a letter by itself. */
  doubtful = false;

  readonly #folding: Folding;
  readonly #vocabulary: Vocabulary;
  #written = 0;
  #hash = hashStart;
  #bits = 0;
  #before = 0;

  constructor(folding: Folding, vocabulary: Vocabulary) {
    this.#folding = folding;
    this.#vocabulary = vocabulary;
  }

  read(text: string): void {
    this.count = 0;
    this.#written = 0;
    this.#before = isFirst;
    this.doubtful = false;
    let start = -1;
    this.#open();
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      let code = unit;
      if (unit >= 0xd800 && unit < 0xdc00) code = text.codePointAt(i) ?? unit;
      const kind = this.#folding.of(code);
      if (kind >= 48) {
        if (isIdeograph(kind)) {
          if (start >= 0) this.#close(start, i);
          this.#put(kind);
          this.#close(i, i + 1);
          start = -1;
          continue;
        }
        if (start < 0) start = i;
        this.#put(kind);
        if (this.#written - this.#begin >= longestWord) {
          this.#close(start, i + 1);
          this.#before |= isGlued;
          start = -1;
        }
        continue;
      }
      if (kind === skip) continue;
      if (kind === several) {
        const spelled = this.#folding.spelled(code);
        if (spelled.length > 0 && start < 0) start = i;
        for (const letter of spelled) this.#put(letter);
        if (code > 0xffff) i++;
        if (spelled.length > 0) continue;
        if (start >= 0) this.#close(start, i - 1);
        start = -1;
        this.#before |= isAfterPause;
        continue;
      }
      if (kind === symbol && this.#insideWord(text, i, start >= 0)) {
        if (start < 0) start = i;
        this.#put(unit);
        this.#bits |= hasSymbol;
        continue;
      }
      if (start >= 0) {
        this.#close(start, i);
        start = -1;
      }
      if (kind === stop && this.#endsSentence(text, i)) this.#before = isFirst;
      else if (kind === pause) this.#before |= isAfterPause;
      else if (kind === glue || kind === stop) this.#before |= isGlued;
      else if (kind === space || kind === symbol) this.#before &= ~isGlued;
    }
    if (start >= 0) this.#close(start, text.length);
  }

  get #begin(): number {
    return this.from[this.count] ?? 0;
  }

  /** One of exactly two exclamation marks. */
  #isDoubled(text: string, index: number): boolean {
    const [before, after] = [text[index - 1] === '!', text[index + 1] === '!'];
    return before !== after && text[before ? index - 2 : index + 2] !== '!';
  }

  /** Not the dot in `k.i.l.l`, nor those of `I want to... die`. */
  #endsSentence(text: string, index: number): boolean {
    if (text.charCodeAt(index) !== 46) return true;
    return text[index + 1] !== '.' && text[index - 1] !== '.' && !this.#isWordAt(text, index + 1);
  }

  #isWordAt(text: string, index: number): boolean {
    const kind = index < text.length ? this.#folding.of(text.charCodeAt(index)) : space;
    return kind >= 48;
  }

  #insideWord(text: string, index: number, inWord: boolean): boolean {
    const unit = text.charCodeAt(index);
    const wordAfter = this.#isWordAt(text, index + 1);
    // `!`, `+` and `|` at a word's edge are marks, not letters, but for ki!!.
    if (unit === 33 && inWord && this.#isDoubled(text, index)) return this.#written - this.#begin <= 3;
    if (unit === 33 || unit === 43 || unit === 124) return inWord && wordAfter;
    return wordAfter || (inWord && (unit === 42 || unit === 64 || unit === 36));
  }

  #open(): void {
    this.from[this.count] = this.#written;
    this.#hash = hashStart;
    this.#bits = 0;
  }

  #put(code: number): void {
    const begin = this.#begin;
    const last = this.#written - 1;
    if (last >= begin && this.letters[last] === code) {
      this.#bits |= hasRepeat;
      if (last - 2 >= begin && this.letters[last - 1] === code && this.letters[last - 2] === code) return;
    }
    if (this.#written === this.letters.length) this.letters = grow((n) => new Uint16Array(n), this.letters);
    this.letters[this.#written++] = code;
    this.#hash = hashNext(this.#hash, code);
    this.#bits |= code < 58 && code >= 48 ? hasDigit : hasLetter;
  }

  #close(start: number, end: number): void {
    const at = this.count;
    const from = this.#begin;
    if (this.#written > from) {
      const id = this.#vocabulary.findIn(this.letters, from, this.#written, this.#hash);
      this.ids[at] = id;
      this.starts[at] = start;
      this.ends[at] = end;
      this.flags[at] = this.#bits | this.#before;
      if (id === unknownWord || this.#written - from === 1) this.doubtful = true;
      this.#before = 0;
      this.count++;
      if (this.count === this.ids.length) this.#enlarge();
    }
    this.#open();
  }

  #enlarge(): void {
    this.ids = grow((n) => new Int32Array(n), this.ids);
    this.starts = grow((n) => new Int32Array(n), this.starts);
    this.ends = grow((n) => new Int32Array(n), this.ends);
    this.flags = grow((n) => new Uint8Array(n), this.flags);
    const from = new Int32Array(this.ids.length + 1);
    from.set(this.from);
    this.from = from;
  }
}
