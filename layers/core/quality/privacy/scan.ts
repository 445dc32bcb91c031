import { digit, kindOf, letter, other } from './letters.ts';
import { known } from './name-lexicon.ts';
import { Clues } from './scan-clues.ts';
import { Marks } from './scan-marks.ts';
import { cue, opensSearch, shape, sign } from './signs.ts';
import { WordList } from './word-list.ts';
import { mixFirst, mixSecond, seedFirst, seedSecond, type WordTable } from './word-table.ts';

const [blank, apostrophe, hyphen, underscore, smallA, smallS, smallZ] = [32, 39, 45, 95, 97, 115, 122];

/** "n't", "'m", "'ve": a small word, shortened. */
const tails = new Set(['t', 'm', 've', 're', 'll', 'd', 'all']);
const pronouns = new Set('it he she that what who how where when there here let this why one'.split(' '));

const givenOrWord = known.given | known.word;

/** Does a word go on here, or may it? */
const goesOn = (code: number): boolean =>
  code !== blank && (kindOf(code) !== other || code === apostrophe || code === hyphen || code === underscore);

/**
 * The words of a text, and its signs. One is made for each finder and used again for each text. What most words need
 * is in one short loop, what few need is apart: so the loop stays compiled whatever a text holds.
 */
export class Scan extends WordList {
  readonly #table: WordTable;
  readonly #ending: RegExp;
  readonly #marks = new Marks();
  readonly #clues = new Clues(this);
  signs = 0;
  /** Says the text's beginning so? */
  isGerman = false;
  /** Does it hold a word of workouts? */
  trains = false;

  /** @param endings matches the end of a word that names a street by itself, as in Lindenstraße */
  constructor(table: WordTable, endings: RegExp) {
    super();
    this.#table = table;
    this.#ending = endings;
  }

  /**
   * Reads a text once, from its first unit to its last.
   *
   * @param lower the text in lower case, unit for unit
   */
  read(text: string, lower: string): void {
    this.begin(text, lower);
    const [marks, clues] = [this.#marks, this.#clues];
    marks.begin();
    clues.begin();
    const { length } = lower;
    let piece = 0;
    for (let at = 0; at < length; ) {
      const start = at;
      let code = lower.charCodeAt(at);
      let first = seedFirst;
      let second = seedSecond;
      while (code >= smallA && code <= smallZ) {
        first = mixFirst(first, code);
        second = mixSecond(second, code);
        code = ++at < length ? lower.charCodeAt(at) : blank;
      }
      // Plain letters alone: so are most words.
      if (at > start && !goesOn(code)) this.#known(start, at, at, this.#table.slot(first, second), 0, 0);
      else if (code === blank) {
        piece = ++at;
        continue;
      } else if (kindOf(code) === other && at === start) {
        marks.see(code, lower, at++, piece, clues.sinceAt);
        continue;
      } else at = this.#mixed(start);
      if (at - start === 1) clues.single(start);
    }
    this.signs = marks.signs | clues.signs;
    this.isGerman = clues.german >= 2;
    this.trains = clues.trains;
    if (marks.loosePoint && this.signs & sign.number) this.signs |= sign.network;
  }

  /** A word or number with other letters, digits, apostrophes, hyphens or underscores. @returns where it ends */
  #mixed(start: number): number {
    const { lower } = this;
    let letters = 0;
    let figures = 0;
    let scores = 0;
    /** Letters before the last apostrophe or hyphen, how many those are, and where they stand. */
    let part = 0;
    let joints = 0;
    let stem = -1;
    let firstHyphen = -1;
    let lastHyphen = -1;
    let at = start;
    for (; at < lower.length; at++) {
      const code = lower.charCodeAt(at);
      const kind = kindOf(code);
      if (kind === letter) letters++;
      else if (kind === digit) figures++;
      else if (code === underscore) scores++;
      else if (
        (code === apostrophe || code === hyphen) &&
        figures === 0 &&
        letters > part &&
        at + 1 < lower.length &&
        kindOf(lower.charCodeAt(at + 1)) === letter
      ) {
        part = letters;
        joints++;
        if (code === apostrophe) stem = at;
        else {
          lastHyphen = at;
          if (firstHyphen < 0) firstHyphen = at;
        }
      } else break;
    }
    if (figures === 0 && letters >= 4 && scores + joints >= letters - 1) this.#clues.signs |= sign.spelled;
    // Letters run together with digits are no word.
    if (figures > 0) this.#clues.number(start, at, figures, letters, scores, this.#ending);
    else if (scores > 0) {
      if (letters >= 4) this.#clues.signs |= sign.bareHandle;
    } else {
      const end = this.#joined(start, at, stem, firstHyphen, lastHyphen);
      if (joints > (end < at ? 1 : 0)) this.#parts(start, end);
      return at;
    }
    if (letters > 0) this.#parts(start, at);
    return at;
  }

  /** What each run of letters of a mixed word says by itself. */
  #parts(start: number, end: number): void {
    for (let from = start, at = start; at <= end; at++) {
      if (at < end && kindOf(this.lower.charCodeAt(at)) === letter) continue;
      if (at > from) this.#clues.part(this.#table.cues(this.#slotOf(from, at)), from);
      from = at + 1;
    }
  }

  /**
   * A word that may have an apostrophe or hyphens in it.
   *
   * @param stem where its last apostrophe stands, or -1
   * @returns where it ends without a possessive ending
   */
  #joined(start: number, at: number, stem: number, firstHyphen: number, lastHyphen: number): number {
    const { lower } = this;
    const possessive = stem >= 0 && at - stem === 2 && lower.charCodeAt(at - 1) === smallS;
    const end = possessive ? stem : at;
    const slot = this.#slotOf(start, end);
    const shortened = stem >= 0 && !possessive && tails.has(lower.slice(stem + 1, at));
    let bits = 0;
    let cues = 0;
    if (shortened) bits = known.word;
    else if (possessive && at - start <= 7 && pronouns.has(lower.slice(start, end))) bits = known.word | known.common;
    if (slot < 0 && firstHyphen >= 0 && !shortened) {
      // "Mary-Jane", "Steuer-ID": known by its parts.
      const [head, tail] = [this.#slotOf(start, firstHyphen), this.#slotOf(lastHyphen + 1, at)];
      const ofHead = this.#table.bits(head) & (known.given | known.word | known.usual | known.notPerson);
      // "Paris-Roubaix": from a place to another, unless the other is a name ("Jordan-Smith").
      const places = ofHead & known.notPerson && !(this.#table.bits(tail) & (known.given | known.family));
      // "ex-wife", "half-brother"
      bits |= this.#table.bits(tail) & known.role;
      bits |= places ? ofHead & ~(known.given | known.usual) : ofHead;
      cues = (this.#table.cues(head) | this.#table.cues(tail)) & cue.number;
    }
    this.#known(start, end, at, slot, bits, cues);
    return end;
  }

  /**
   * A word, of which the table says what is known.
   *
   * @param at where it ends with its possessive ending
   * @param bits that its form adds, as `cues`
   */
  #known(start: number, end: number, at: number, slot: number, bits: number, cues: number): void {
    const all = cues | this.#table.cues(slot);
    const small = this.text.charCodeAt(start) === this.lower.charCodeAt(start);
    const form = small ? shape.low : this.#shapeOf(start, at);
    const told = bits | this.#table.bits(slot);
    this.add(start, end, form, end < at, told, all);
    if (form !== shape.low || (told & givenOrWord) !== known.word) this.notice();
    if (all & opensSearch) this.#clues.word(all, start, at, form !== shape.low);
    else if (
      slot < 0 &&
      at - start >= 6 &&
      this.#clues.sinceNumber === 1 &&
      this.#ending.test(this.word(this.count - 1))
    )
      this.#clues.signs |= sign.address;
  }

  /** How a word is written that begins with a capital. */
  #shapeOf(start: number, end: number): number {
    const { text, lower } = this;
    let letters = 0;
    for (let at = start; at < end; at++) {
      const code = lower.charCodeAt(at);
      if (code === apostrophe || code === hyphen) continue;
      if (code === text.charCodeAt(at)) return shape.capital;
      letters++;
    }
    return letters > 1 ? shape.upper : shape.capital;
  }

  #slotOf(start: number, end: number): number {
    const { lower } = this;
    let first = seedFirst;
    let second = seedSecond;
    for (let at = start; at < end; at++) {
      first = mixFirst(first, lower.charCodeAt(at));
      second = mixSecond(second, lower.charCodeAt(at));
    }
    return this.#table.slot(first, second);
  }
}
