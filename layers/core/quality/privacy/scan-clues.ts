import { kindOf, letter, other } from './letters.ts';
import { cue, sign } from './signs.ts';
import type { WordList } from './word-list.ts';

const far = 1000;
/** So many units may stand between two groups of digits of one number. */
const mostGap = 4;

/** As much of a text as is read to tell its language. */
const opening = 4000;

/** What may stand between two groups of digits of one number. */
const separators = /^[ .\-/()\n*|~_,:;+"'…]*$|^ ?\p{Extended_Pictographic}{1,2}\ufe0f? ?$/u;

const [zero, nine, smallI, smallL, smallO] = [48, 57, 105, 108, 111];
const [smallB, smallS] = [98, 115];

/** May letters stand for digits here ("79l1"), or a digit for a letter ("m4rcus", "0liver")? */
function isSwapped(lower: string, start: number, end: number, figures: number): boolean {
  let inside = false;
  let like = figures >= 1 && end - start >= 3;
  for (let at = start; at < end; at++) {
    const code = lower.charCodeAt(at);
    const within = at > start && at + 1 < end;
    if (code < zero || code > nine) {
      // "70s" and "10l" are years and litres.
      const alike = within
        ? code === smallO || code === smallI || code === smallL || code === smallS || code === smallB
        : code === smallO || (at === start && (code === smallI || code === smallL));
      if (!alike) like = false;
    } else if (within && kindOf(lower.charCodeAt(at - 1)) === letter && kindOf(lower.charCodeAt(at + 1)) === letter) {
      inside = true;
    }
    if (!like && figures > 3) return false;
  }
  return like || (inside && figures <= 3) || (figures === 1 && end - start >= 4);
}

/** What numbers and words near each other say: that a number, an address or a spelled word may stand here. */
export class Clues {
  readonly #words: WordList;
  signs = 0;
  /** Usual words of German at the beginning of the text. */
  german = 0;
  /** Was a word of `cue.training` read? */
  trains = false;
  // How many words stood before the latest number, street word that stands first, word about addresses, and "at".
  #numberAfter = -far;
  #leadingAfter = -far;
  #addressAfter = -far;
  #atAfter = -far;
  #digits = 0;
  #digitsEnd = -far;
  #said = 0;
  #saidEnd = -far;
  #singles = 0;
  #singleEnd = -far;

  /** @param words of the text that is being read, as far as it is read */
  constructor(words: WordList) {
    this.#words = words;
  }

  begin(): void {
    this.signs = 0;
    this.german = 0;
    this.trains = false;
    this.#numberAfter = -far;
    this.#leadingAfter = -far;
    this.#addressAfter = -far;
    this.#atAfter = -far;
    this.#digits = 0;
    this.#digitsEnd = -far;
    this.#said = 0;
    this.#saidEnd = -far;
    this.#singles = 0;
    this.#singleEnd = -far;
  }

  /** Words since a number; a word is one since it is in the list. */
  get sinceNumber(): number {
    return this.#words.count - this.#numberAfter;
  }
  /** Words since an "at". */
  get sinceAt(): number {
    return this.#words.count - this.#atAfter;
  }

  /** A word or number of one unit. */
  single(start: number): void {
    const gap = start - this.#singleEnd;
    this.#singles = gap >= 1 && gap <= 6 && this.#onlySigns(this.#singleEnd, start) ? this.#singles + 1 : 1;
    if (this.#singles >= 3) this.signs |= sign.spelled;
    this.#singleEnd = start + 1;
  }

  #onlySigns(start: number, end: number): boolean {
    const { lower } = this.#words;
    for (let at = start; at < end; at++) if (kindOf(lower.charCodeAt(at)) !== other) return false;
    return true;
  }

  /** A number, or letters run together with digits. */
  number(start: number, end: number, figures: number, letters: number, scores: number, ending: RegExp): void {
    const words = this.#words;
    this.#group(words.lower, start, end, figures);
    let signs = sign.digit;
    if (this.#digits >= 5) signs |= sign.number;
    if (figures >= 4) signs |= sign.long;
    if (letters > 0) {
      if (scores > 0 || kindOf(words.lower.charCodeAt(start)) === letter) signs |= sign.lettered;
      if (figures >= 2 && end - start >= 6) signs |= sign.code;
      if (letters >= 5 && figures >= 2) signs |= sign.bareHandle;
      if (scores === 0 && end - start <= 24 && isSwapped(words.lower, start, end, figures)) signs |= sign.swapped;
    }
    if (scores > 0 && letters >= 3) signs |= sign.bareHandle;
    if (words.count - this.#addressAfter <= 9) signs |= sign.address | sign.compound;
    if (words.count - this.#leadingAfter <= 8) signs |= sign.leading;
    const last = words.count - 1;
    if (last >= 0) {
      if (words.cues(last) & cue.box) signs |= sign.address;
      const near = this.sinceNumber > 0 && start - words.end(last) <= 3 && words.end(last) - words.start(last) >= 5;
      if (near && ending.test(words.word(last))) signs |= sign.compound;
    }
    this.signs |= signs;
    // "12 9th Avenue": the number of the street comes after the house's.
    this.#numberAfter = letters === 2 && this.sinceNumber <= 2 ? words.count - 1 : words.count;
  }

  #group(lower: string, start: number, end: number, figures: number): void {
    const near = start - this.#digitsEnd <= mostGap + 1;
    const joins = near && (start === this.#digitsEnd || separators.test(lower.slice(this.#digitsEnd, start)));
    this.#digits = joins ? this.#digits + figures : figures;
    this.#digitsEnd = end;
    if (end - start === 1) this.#say(start, end);
    else if (start - this.#saidEnd <= mostGap) this.signs |= sign.spokenNumber;
  }

  #say(start: number, end: number): void {
    this.#said = start - this.#saidEnd <= mostGap ? this.#said + 1 : 1;
    this.#saidEnd = end;
  }

  /** What the word's own cues say, here. */
  word(cues: number, start: number, end: number, hasCapital: boolean): void {
    const { count } = this.#words;
    const [sinceNumber, sinceAddress] = [count - this.#numberAfter, count - this.#addressAfter];
    let signs = 0;
    if (cues & cue.street && sinceNumber <= 7 && sinceNumber > 1) {
      if (cues & cue.firm || hasCapital || sinceAddress <= 20) signs |= sign.address;
    }
    // "twenty two Oak Street"
    if (cues & cue.firm && (sinceAddress <= 6 || start - this.#saidEnd <= 30)) signs |= sign.address;
    if (cues & cue.unit && sinceNumber <= 5 && sinceNumber > 1) signs |= sign.address;
    if (cues & cue.leading) {
      this.#leadingAfter = count;
      if (sinceNumber <= 2) signs |= sign.leading;
    }
    if (cues & cue.sureLeading) signs |= sign.leading;
    if (cues & cue.addressCue) {
      this.#addressAfter = count;
      if (sinceNumber <= 8) signs |= sign.address;
    }
    if (cues & cue.birth) signs |= sign.birth;
    if (cues & cue.account) signs |= sign.account;
    if (cues & cue.mailbox && this.sinceAt <= 1) signs |= sign.spokenEmail;
    if (cues & cue.at) {
      this.#atAfter = count;
      // "arroba" and its like are said of nothing else.
      if (end - start > 2) signs |= sign.spokenEmail;
    }
    if (cues & cue.dot) {
      signs |= sign.link;
      if (this.sinceAt <= 5) signs |= sign.spokenEmail;
      if (sinceNumber <= 1) signs |= sign.network;
    }
    if (cues & cue.digit) {
      this.#say(start, end);
      if (start - this.#digitsEnd <= mostGap && this.#digits > 1) signs |= sign.spokenNumber;
      if (this.#said >= 3) signs |= this.#said >= 5 ? sign.spokenNumber | sign.spokenCode : sign.spokenCode;
    }
    this.signs |= signs;
    this.#says(cues, start);
  }

  /** A run of letters within a mixed word, as "pin" in "my-pin" and "pin_4821". */
  part(cues: number, start: number): void {
    if (cues & cue.digit) this.signs |= sign.spokenCode | sign.spokenNumber;
    this.#says(cues, start);
  }

  /** What a word says whatever stands beside it. */
  #says(cues: number, start: number): void {
    if (cues & cue.firm) this.signs |= sign.firm;
    if (cues & cue.entry) this.signs |= cues & cue.pin ? sign.entry | sign.pin : sign.entry;
    if (cues & cue.site) this.signs |= sign.link;
    if (cues & cue.secret) this.signs |= sign.secret;
    if (cues & cue.training) this.trains = true;
    if (cues & cue.german && start < opening) this.german++;
  }
}
