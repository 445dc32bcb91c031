import { digit, kindOf, letter, other } from './letters.ts';
import { known } from './name-lexicon.ts';
import { cue, shape, sign } from './signs.ts';
import { mixFirst, mixSecond, seedFirst, seedSecond, type WordTable } from './word-table.ts';

const [blank, newline, dotSign, apostrophe, hyphen, slash, atSign, hashSign, colon, underscore] = [
  32, 10, 46, 39, 45, 47, 64, 35, 58, 95,
];
const [bracket, paren, brace, less] = [91, 40, 123, 60];
const far = 1000;
const mostGap = 4;

/** What may stand between two groups of digits of one number. */
const separators = /^[ .\-/()\n]*$/;
const joins = (lower: string, from: number, to: number): boolean =>
  from === to || separators.test(lower.slice(from, to));

/** "n't", "'m", "'ve": a small word, shortened. */
const tails = new Set(['t', 'm', 've', 're', 'll', 'd', 'all']);
const contraction = (lower: string, stem: number, end: number): boolean => tails.has(lower.slice(stem + 1, end));

const pronouns = new Set('it he she that what who how where when there here let this why one'.split(' '));
const pronoun = (lower: string, start: number, end: number): boolean => pronouns.has(lower.slice(start, end));

/** The words of a text, and its signs. One is made for each finder and used again for each text. */
export class Scan {
  readonly #table: WordTable;
  readonly #ending: RegExp;
  text = '';
  lower = '';
  count = 0;
  signs = 0;
  #starts = new Int32Array(512);
  #ends = new Int32Array(512);
  #shapes = new Uint8Array(512);
  #bits = new Int32Array(512);
  #cues = new Int32Array(512);

  /** @param endings matches the end of a word that names a street by itself, as in Lindenstraße */
  constructor(table: WordTable, endings: RegExp) {
    this.#table = table;
    this.#ending = endings;
  }

  start(index: number): number {
    return index < this.count ? (this.#starts[index] ?? 0) : this.text.length;
  }
  /** Where the word ends; a possessive ending is no part of it. */
  end(index: number): number {
    return index < 0 ? 0 : (this.#ends[index] ?? 0);
  }
  shape(index: number): number {
    return (this.#shapes[index] ?? 0) & 3;
  }
  possessive(index: number): boolean {
    return ((this.#shapes[index] ?? 0) & 4) !== 0;
  }
  bits(index: number): number {
    return index < 0 || index >= this.count ? 0 : (this.#bits[index] ?? 0);
  }
  cues(index: number): number {
    return index < 0 || index >= this.count ? 0 : (this.#cues[index] ?? 0);
  }
  word(index: number): string {
    return index < 0 || index >= this.count ? '' : this.lower.slice(this.#starts[index], this.#ends[index]);
  }

  /** The first word that begins at `unit` or after it. */
  indexAt(unit: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) < unit) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #grow(): void {
    const twice = <T extends Int32Array | Uint8Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    const size = this.#starts.length * 2;
    this.#starts = twice(this.#starts, new Int32Array(size));
    this.#ends = twice(this.#ends, new Int32Array(size));
    this.#bits = twice(this.#bits, new Int32Array(size));
    this.#cues = twice(this.#cues, new Int32Array(size));
    this.#shapes = twice(this.#shapes, new Uint8Array(size));
  }

  /** Reads a text once, from its first unit to its last. */
  read(text: string, lower: string): void {
    this.text = text;
    this.lower = lower;
    this.count = 0;
    let signs = 0;
    const length = text.length;
    // Words since a number, a street word that stands first, a word about addresses, and an "at".
    let sinceNumber = far;
    let sinceLeading = far;
    let sinceAddress = far;
    let sinceAt = far;
    let digits = 0;
    let digitsEnd = -far;
    let said = 0;
    let saidEnd = -far;
    let singles = 0;
    let singleEnd = -far;
    // Within one piece between blanks: points between digits, colons, a point after a letter.
    let points = 0;
    let colons = 0;
    let lettered = false;
    let loosePoint = false;

    for (let at = 0; at < length; ) {
      const code = lower.charCodeAt(at);
      const kind = kindOf(code);
      if (kind === other) {
        switch (code) {
          case blank:
            points = 0;
            colons = 0;
            lettered = false;
            break;
          case newline:
            points = 0;
            colons = 0;
            break;
          case dotSign: {
            const next = at + 1 < length ? kindOf(lower.charCodeAt(at + 1)) : other;
            const last = at > 0 ? kindOf(lower.charCodeAt(at - 1)) : other;
            if (last === digit && next === digit && ++points >= 3) signs |= sign.network;
            if (next === letter && (last === letter || last === digit)) {
              lettered = true;
              if (sinceAt <= 2) signs |= sign.spokenEmail;
            } else if (lower.charCodeAt(at - 1) === blank || lower.charCodeAt(at - 1) === newline) loosePoint = true;
            else if (lower.charCodeAt(at + 1) === newline) loosePoint = true;
            break;
          }
          case atSign:
            signs |= sign.at;
            break;
          case hashSign:
            if (
              at > 0 &&
              at + 1 < length &&
              kindOf(lower.charCodeAt(at + 1)) === digit &&
              kindOf(lower.charCodeAt(at - 1)) !== other
            )
              signs |= sign.tag;
            break;
          case slash:
            if (lettered || loosePoint || lower.charCodeAt(at - 1) === colon || lower.charCodeAt(at + 1) === slash)
              signs |= sign.link;
            if (lower.charCodeAt(at - 1) === 117 && (at < 2 || kindOf(lower.charCodeAt(at - 2)) === other))
              signs |= sign.tag;
            break;
          case colon:
            if (++colons >= 2) signs |= sign.network;
            break;
          case bracket:
          case paren:
          case brace:
          case less: {
            const next = lower.charCodeAt(at + 1) === blank ? at + 2 : at + 1;
            if (lower.charCodeAt(next) === dotSign || lower.startsWith('dot', next)) {
              lettered = true;
              loosePoint = true;
              signs |= sign.spokenEmail | sign.network;
            } else if (lower.charCodeAt(next) === atSign || lower.startsWith('at', next)) signs |= sign.spokenEmail;
            break;
          }
          default:
        }
        at++;
        continue;
      }

      // A word, a number, or both in one.
      const start = at;
      let first = seedFirst;
      let second = seedSecond;
      let stemFirst = 0;
      let stemSecond = 0;
      let stem = -1;
      let letters = 0;
      let figures = 0;
      let scores = 0;
      let capitals = 0;
      let head = -1;
      let tailFirst = seedFirst;
      let tailSecond = seedSecond;
      let part = 0;
      let joined = false;
      while (at < length) {
        const unit = lower.charCodeAt(at);
        const is = kindOf(unit);
        if (is === letter) {
          letters++;
          if (text.charCodeAt(at) !== unit) capitals++;
        } else if (is === digit) figures++;
        else if (unit === underscore) scores++;
        else if (
          (unit === apostrophe || unit === hyphen) &&
          figures === 0 &&
          letters > part &&
          at + 1 < length &&
          kindOf(lower.charCodeAt(at + 1)) === letter
        ) {
          if (unit === apostrophe) {
            stem = at;
            stemFirst = first;
            stemSecond = second;
          } else {
            if (head < 0) head = this.#table.slot(first, second);
            joined = true;
            tailFirst = seedFirst;
            tailSecond = seedSecond;
          }
          part = letters;
        } else break;
        first = mixFirst(first, unit);
        second = mixSecond(second, unit);
        if (joined && unit !== hyphen) {
          tailFirst = mixFirst(tailFirst, unit);
          tailSecond = mixSecond(tailSecond, unit);
        }
        at++;
      }
      const whole = at - start;

      if (whole === 1) {
        const gap = start - singleEnd;
        singles = gap >= 1 && gap <= 6 ? singles + 1 : 1;
        if (singles >= 3) signs |= sign.spelled;
        singleEnd = at;
      } else singles = 0;

      if (figures > 0) {
        signs |= sign.digit;
        digits = start - digitsEnd <= mostGap + 1 && joins(lower, digitsEnd, start) ? digits + figures : figures;
        if (digits >= 5) signs |= sign.number;
        digitsEnd = at;
        if (letters > 0) {
          if (figures >= 2 && whole >= 6) signs |= sign.code;
          if (letters >= 5 && figures >= 2) signs |= sign.bareHandle;
        }
        if (scores > 0 && letters >= 3) signs |= sign.bareHandle;
        if (whole === 1) {
          said = start - saidEnd <= mostGap ? said + 1 : 1;
          saidEnd = at;
        }
        if (sinceAddress <= 9) signs |= sign.address | sign.compound;
        if (this.count > 0 && this.cues(this.count - 1) & cue.box) signs |= sign.address;
        if (sinceLeading <= 8) signs |= sign.leading;
        if (
          this.count > 0 &&
          sinceNumber > 0 &&
          start - this.end(this.count - 1) <= 3 &&
          this.end(this.count - 1) - this.start(this.count - 1) >= 5
        ) {
          if (this.#ending.test(this.word(this.count - 1))) signs |= sign.compound;
        }
        sinceNumber = 0;
        // Letters run together with digits are no word.
        continue;
      }
      if (scores > 0) {
        if (letters >= 4) signs |= sign.bareHandle;
        continue;
      }
      let end = at;
      let possessive = false;
      if (stem >= 0 && end - stem === 2 && lower.charCodeAt(end - 1) === 115) {
        possessive = true;
        end = stem;
        first = stemFirst;
        second = stemSecond;
      }
      const slot = this.#table.slot(first, second);
      let bits = this.#table.bits(slot);
      let cues = this.#table.cues(slot);
      if (stem >= 0 && !possessive && contraction(lower, stem, at)) bits |= known.word;
      else if (slot < 0 && joined) {
        // "Mary-Jane", "Steuer-ID": known by its parts.
        bits |= this.#table.bits(head) & (known.given | known.word | known.usual);
        cues |= (this.#table.cues(head) | this.#table.cues(this.#table.slot(tailFirst, tailSecond))) & cue.number;
      }
      if (possessive && whole <= 7 && pronoun(lower, start, end)) bits |= known.word | known.common;

      if (this.count === this.#starts.length) this.#grow();
      const index = this.count++;
      this.#starts[index] = start;
      this.#ends[index] = end;
      const firstCapital = text.charCodeAt(start) !== lower.charCodeAt(start);
      const allCapital = capitals === letters && letters > 1;
      this.#shapes[index] =
        (allCapital ? shape.upper : firstCapital ? shape.capital : shape.low) | (possessive ? 4 : 0);
      this.#bits[index] = bits;
      this.#cues[index] = cues;
      sinceNumber++;
      sinceLeading++;
      sinceAddress++;
      sinceAt++;
      if (cues !== 0) {
        if (cues & cue.street && sinceNumber <= 7 && sinceNumber > 1) {
          if (cues & cue.firm || firstCapital || sinceAddress <= 20) signs |= sign.address;
        }
        if (cues & cue.firm && sinceAddress <= 6) signs |= sign.address;
        if (cues & cue.unit && sinceNumber <= 5 && sinceNumber > 1) signs |= sign.address;
        if (cues & cue.leading) {
          sinceLeading = 0;
          if (sinceNumber <= 2) signs |= sign.leading;
        }
        if (cues & cue.sureLeading) signs |= sign.leading;
        if (cues & cue.addressCue) {
          sinceAddress = 0;
          if (sinceNumber <= 8) signs |= sign.address;
        }
        if (cues & cue.birth) signs |= sign.birth;
        if (cues & cue.account) signs |= sign.account;
        if (cues & cue.at) sinceAt = 0;
        if (cues & cue.dot) signs |= sign.spokenEmail;
        if (cues & cue.digit) {
          said = start - saidEnd <= mostGap ? said + 1 : 1;
          saidEnd = at;
          if (said >= 5) signs |= sign.spokenNumber;
        }
      } else if (slot < 0 && whole >= 6 && sinceNumber === 1 && this.#ending.test(this.word(index)))
        signs |= sign.address;
    }
    if (loosePoint && signs & sign.number) signs |= sign.network;
    this.signs = signs;
  }
}
