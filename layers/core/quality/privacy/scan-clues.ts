import { cue, sign } from './signs.ts';
import type { WordList } from './word-list.ts';

const far = 1000;
/** So many units may stand between two groups of digits of one number. */
const mostGap = 4;

/** What may stand between two groups of digits of one number. */
const separators = /^[ .\-/()\n]*$/;

/** What numbers and words near each other say: that a number, an address or a spelled word may stand here. */
export class Clues {
  signs = 0;
  // Words since a number, a street word that stands first, a word about addresses, and an "at".
  sinceNumber = far;
  sinceAt = far;
  #sinceLeading = far;
  #sinceAddress = far;
  #digits = 0;
  #digitsEnd = -far;
  #said = 0;
  #saidEnd = -far;
  #singles = 0;
  #singleEnd = -far;

  begin(): void {
    this.signs = 0;
    this.sinceNumber = far;
    this.sinceAt = far;
    this.#sinceLeading = far;
    this.#sinceAddress = far;
    this.#digits = 0;
    this.#digitsEnd = -far;
    this.#said = 0;
    this.#saidEnd = -far;
    this.#singles = 0;
    this.#singleEnd = -far;
  }

  /** A word or number ended: of one unit, or of more. */
  length(start: number, end: number): void {
    if (end - start > 1) {
      this.#singles = 0;
      return;
    }
    const gap = start - this.#singleEnd;
    this.#singles = gap >= 1 && gap <= 6 ? this.#singles + 1 : 1;
    if (this.#singles >= 3) this.signs |= sign.spelled;
    this.#singleEnd = end;
  }

  /** A number, or letters run together with digits. */
  number(
    words: WordList,
    start: number,
    end: number,
    figures: number,
    letters: number,
    scores: number,
    ending: RegExp,
  ) {
    this.#group(words.lower, start, end, figures);
    let signs = sign.digit;
    if (this.#digits >= 5) signs |= sign.number;
    if (letters > 0) {
      if (figures >= 2 && end - start >= 6) signs |= sign.code;
      if (letters >= 5 && figures >= 2) signs |= sign.bareHandle;
    }
    if (scores > 0 && letters >= 3) signs |= sign.bareHandle;
    if (this.#sinceAddress <= 9) signs |= sign.address | sign.compound;
    if (this.#sinceLeading <= 8) signs |= sign.leading;
    const last = words.count - 1;
    if (last >= 0) {
      if (words.cues(last) & cue.box) signs |= sign.address;
      const near = this.sinceNumber > 0 && start - words.end(last) <= 3 && words.end(last) - words.start(last) >= 5;
      if (near && ending.test(words.word(last))) signs |= sign.compound;
    }
    this.signs |= signs;
    this.sinceNumber = 0;
  }

  #group(lower: string, start: number, end: number, figures: number): void {
    const near = start - this.#digitsEnd <= mostGap + 1;
    const joins = near && (start === this.#digitsEnd || separators.test(lower.slice(this.#digitsEnd, start)));
    this.#digits = joins ? this.#digits + figures : figures;
    this.#digitsEnd = end;
    if (end - start === 1) this.#say(start, end);
  }

  #say(start: number, end: number): void {
    this.#said = start - this.#saidEnd <= mostGap ? this.#said + 1 : 1;
    this.#saidEnd = end;
  }

  /** One more word, before what it says is known. */
  step(): void {
    this.sinceNumber++;
    this.sinceAt++;
    this.#sinceLeading++;
    this.#sinceAddress++;
  }

  /** What the word's own cues say, here. */
  word(cues: number, start: number, end: number, hasCapital: boolean): void {
    const { sinceNumber } = this;
    let signs = 0;
    if (cues & cue.street && sinceNumber <= 7 && sinceNumber > 1) {
      if (cues & cue.firm || hasCapital || this.#sinceAddress <= 20) signs |= sign.address;
    }
    if (cues & cue.firm && this.#sinceAddress <= 6) signs |= sign.address;
    if (cues & cue.unit && sinceNumber <= 5 && sinceNumber > 1) signs |= sign.address;
    if (cues & cue.leading) {
      this.#sinceLeading = 0;
      if (sinceNumber <= 2) signs |= sign.leading;
    }
    if (cues & cue.sureLeading) signs |= sign.leading;
    if (cues & cue.addressCue) {
      this.#sinceAddress = 0;
      if (sinceNumber <= 8) signs |= sign.address;
    }
    if (cues & cue.birth) signs |= sign.birth;
    if (cues & cue.account) signs |= sign.account;
    if (cues & cue.at) this.sinceAt = 0;
    if (cues & cue.dot) signs |= sign.spokenEmail;
    if (cues & cue.digit) {
      this.#say(start, end);
      if (this.#said >= 5) signs |= sign.spokenNumber;
    }
    this.signs |= signs;
  }
}
