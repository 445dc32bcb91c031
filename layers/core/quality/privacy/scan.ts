import { digit, kindOf, letter, other } from './letters.ts';
import { known } from './name-lexicon.ts';
import { Clues } from './scan-clues.ts';
import { Marks } from './scan-marks.ts';
import { cue, shape, sign } from './signs.ts';
import { WordList } from './word-list.ts';
import { mixFirst, mixSecond, seedFirst, seedSecond, type WordTable } from './word-table.ts';

const [blank, apostrophe, hyphen, underscore, smallS] = [32, 39, 45, 95, 115];
const [capitalA, capitalZ, smallA, smallZ] = [65, 90, 97, 122];

/** "n't", "'m", "'ve": a small word, shortened. */
const tails = new Set(['t', 'm', 've', 're', 'll', 'd', 'all']);
const pronouns = new Set('it he she that what who how where when there here let this why one'.split(' '));

/**
 * The words of a text, and its signs. One is made for each finder and used again for each text. What most words need
 * is in one short loop, what few need is apart: so the loop stays compiled whatever a text holds.
 */
export class Scan extends WordList {
  readonly #table: WordTable;
  readonly #ending: RegExp;
  readonly #marks = new Marks();
  readonly #clues = new Clues();
  signs = 0;

  /** @param endings matches the end of a word that names a street by itself, as in Lindenstraße */
  constructor(table: WordTable, endings: RegExp) {
    super();
    this.#table = table;
    this.#ending = endings;
  }

  /** Reads a text once, from its first unit to its last. */
  read(text: string, lower: string): void {
    this.begin(text, lower);
    const [marks, clues] = [this.#marks, this.#clues];
    marks.begin();
    clues.begin();
    for (let at = 0; at < lower.length; ) {
      const code = lower.charCodeAt(at);
      if (code === blank) marks.blank();
      else if (kindOf(code) === other) marks.see(code, lower, at, clues.sinceAt);
      else {
        at = this.#word(at);
        continue;
      }
      at++;
    }
    this.signs = marks.signs | clues.signs;
    if (marks.loosePoint && this.signs & sign.number) this.signs |= sign.network;
  }

  /** A word, a number, or both in one. @returns where it ends */
  #word(start: number): number {
    const { text, lower } = this;
    const { length } = lower;
    let first = seedFirst;
    let second = seedSecond;
    let letters = 0;
    let figures = 0;
    let scores = 0;
    let capitals = 0;
    /** Letters before the last apostrophe or hyphen, and where those stand. */
    let part = 0;
    let stem = -1;
    let firstHyphen = -1;
    let lastHyphen = -1;
    // Plain letters are told without a look at a table: this loop runs for each unit of each text.
    let at = start;
    for (; at < length; at++) {
      const written = text.charCodeAt(at);
      let unit = written;
      if (written >= smallA && written <= smallZ) letters++;
      else if (written >= capitalA && written <= capitalZ) {
        letters++;
        capitals++;
        unit = written + smallA - capitalA;
      } else {
        if (written > 127) unit = lower.charCodeAt(at);
        const kind = kindOf(unit);
        if (kind === letter) {
          letters++;
          if (written !== unit) capitals++;
        } else if (kind === digit) figures++;
        else if (unit === underscore) scores++;
        else if (
          (unit === apostrophe || unit === hyphen) &&
          figures === 0 &&
          letters > part &&
          at + 1 < length &&
          kindOf(lower.charCodeAt(at + 1)) === letter
        ) {
          part = letters;
          if (unit === apostrophe) stem = at;
          else {
            lastHyphen = at;
            if (firstHyphen < 0) firstHyphen = at;
          }
        } else break;
      }
      first = mixFirst(first, unit);
      second = mixSecond(second, unit);
    }
    const clues = this.#clues;
    clues.length(start, at);
    if (figures > 0) {
      // Letters run together with digits are no word.
      clues.number(this, start, at, figures, letters, scores, this.#ending);
      return at;
    }
    if (scores > 0) {
      if (letters >= 4) clues.signs |= sign.bareHandle;
      return at;
    }

    const possessive = stem >= 0 && at - stem === 2 && lower.charCodeAt(at - 1) === smallS;
    const end = possessive ? stem : at;
    const slot = possessive ? this.#slotOf(lower, start, end) : this.#table.slot(first, second);
    let bits = this.#table.bits(slot);
    let cues = this.#table.cues(slot);
    if (possessive) {
      if (at - start <= 7 && pronouns.has(lower.slice(start, end))) bits |= known.word | known.common;
    } else if (stem >= 0 && tails.has(lower.slice(stem + 1, at))) bits |= known.word;
    if (slot < 0 && firstHyphen >= 0 && (stem < 0 || possessive || !tails.has(lower.slice(stem + 1, at)))) {
      // "Mary-Jane", "Steuer-ID": known by its parts.
      const [head, tail] = [this.#slotOf(lower, start, firstHyphen), this.#slotOf(lower, lastHyphen + 1, at)];
      bits |= this.#table.bits(head) & (known.given | known.word | known.usual);
      cues |= (this.#table.cues(head) | this.#table.cues(tail)) & cue.number;
    }

    const hasCapital = text.charCodeAt(start) !== lower.charCodeAt(start);
    const form = capitals === letters && letters > 1 ? shape.upper : hasCapital ? shape.capital : shape.low;
    this.add(start, end, form, possessive, bits, cues);
    clues.step();
    if (cues !== 0) clues.word(cues, start, at, hasCapital);
    else if (slot < 0 && at - start >= 6 && clues.sinceNumber === 1 && this.#ending.test(this.word(this.count - 1)))
      clues.signs |= sign.address;
    return at;
  }

  #slotOf(lower: string, start: number, end: number): number {
    let first = seedFirst;
    let second = seedSecond;
    for (let at = start; at < end; at++) {
      first = mixFirst(first, lower.charCodeAt(at));
      second = mixSecond(second, lower.charCodeAt(at));
    }
    return this.#table.slot(first, second);
  }
}
