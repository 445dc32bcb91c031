import { Units } from '../../units.ts';
import { hashStart, hashStep } from './hash.ts';
import { isIgnorablePair } from './ignorable.ts';
import { emojiHash, isPair, saysNothing, smileyEnd, smileyHash } from './pictures.ts';
import { RareStems } from './rare-stems.ts';
import { TokenList } from './token-list.ts';
import {
  apostrophe,
  ascii,
  beyondAscii,
  foldBeyondAscii,
  folded,
  isBare,
  isHigh,
  isLow,
  isOfEnglish,
  isPictorial,
  isWordStart,
  kind,
} from './unit-kinds.ts';
import { sign, type Vocabulary } from './vocabulary.ts';

/** More tokens than this of one turn are not read: about ten times the longest message an app lets through. */
const mostTokens = 16_384;
const [blank, semicolon, smallA] = [32, 59, 97];

/** A text as numbers, valid until the next `read`. */
export class Tokens extends TokenList {
  /** Words and numbers, without signs. */
  words = 0;
  questions = 0;
  exclamations = 0;
  /** Whether there is anything beyond ASCII that English is not written with. */
  hasOtherLetters = false;
  readonly #vocabulary: Vocabulary;
  readonly #units = new Units();
  readonly #rareStems = new RareStems();

  constructor(vocabulary: Vocabulary) {
    super();
    this.#vocabulary = vocabulary;
  }

  /**
   * Reads a text in one pass over its characters: linear time, whatever it holds. Most of most texts are plain words with
   * a blank behind them: those are read in one short loop, all else apart.
   */
  read(text: string): this {
    this.words = this.questions = this.exclamations = 0;
    this.hasOtherLetters = false;
    const { length } = text;
    const units = this.#units.of(text);
    // What stands behind a text ends its last word.
    units[length] = blank;
    this.begin(Math.min(length, mostTokens));
    const vocabulary = this.#vocabulary;
    const { id: ids, stem: stems, start: starts, end: ends } = this;
    for (let at = 0; at < length && this.count < mostTokens; ) {
      const from = at;
      let letter = folded[units[at] ?? 0] ?? 0;
      if (letter >= smallA) {
        let hash = hashStart;
        let last = 0;
        let beforeLast = 0;
        while (letter > apostrophe && (letter !== last || last !== beforeLast)) {
          // `hashStep`, which costs a few per cent here.
          hash = Math.imul(hash ^ letter, 0x01000193);
          beforeLast = last;
          last = letter;
          letter = folded[units[++at] ?? 0] ?? 0;
        }
        const unit = units[at] ?? 0;
        if (letter === 0 && unit < 128) {
          const id = vocabulary.idOf(hash);
          const place = this.count++;
          ids[place] = id;
          stems[place] = id === sign.unknown ? this.#rareStems.of(text, hash, from, at) : vocabulary.stemOf(id);
          starts[place] = from;
          ends[place] = at;
          this.words++;
          if (unit === blank) at++;
          continue;
        }
        // An apostrophe, a letter three times in a row or one that is not plain: the word is read anew.
        at = from;
      }
      const unit = units[at] ?? 0;
      const what = unit < 128 ? (ascii[unit] ?? 0) : beyondAscii(unit);
      if (unit >= 128) this.#notice(unit);
      if (what === kind.gap) at++;
      else if (unit < 128 && what <= kind.digit) at = this.#word(text, units, at, what);
      else at = this.#readOne(text, units, at, unit, what);
    }
    return this;
  }

  #notice(unit: number): void {
    if (!isOfEnglish(unit)) this.hasOtherLetters = true;
  }

  #readOne(text: string, units: Uint16Array, from: number, unit: number, what: number): number {
    if (what === kind.apostrophe) return from + 1;
    if (what === kind.smile) return this.#smiley(text, from, unit);
    if (what === kind.line) return this.#lineEnd(text, units, from);
    if (what === kind.stop) return this.#signOf(sign.stop, from);
    if (what === kind.question) {
      this.questions++;
      return this.#signOf(sign.question, from);
    }
    if (what === kind.exclamation) {
      this.exclamations++;
      return this.#signOf(sign.exclamation, from);
    }
    if (isHigh(unit) || isLow(unit) || isPictorial(unit)) return this.#emoji(text, from, unit);
    return this.#word(text, units, from, what);
  }

  /** A row of the same sign counts once: `???` asks no more than `?`. */
  #signOf(id: number, at: number): number {
    const last = this.count - 1;
    if (last >= 0 && this.id[last] === id) this.end[last] = at + 1;
    else this.push(id, id, at, at + 1);
    return at + 1;
  }

  /** A semicolon that winks at nobody ends what it stands behind. */
  #smiley(text: string, at: number, unit: number): number {
    const end = smileyEnd(text, at);
    if (end === 0) return unit === semicolon ? this.#signOf(sign.stop, at) : at + 1;
    return this.#picture(smileyHash(text, at, end), at, end);
  }

  #emoji(text: string, at: number, unit: number): number {
    const low = text.charCodeAt(at + 1);
    if (!isPair(unit, low)) return this.#picture(emojiHash(unit), at, at + 1);
    return saysNothing(unit, low) ? at + 2 : this.#picture(emojiHash(unit, low), at, at + 2);
  }

  #picture(hash: number, from: number, to: number): number {
    this.push(this.#vocabulary.idOf(hash) || sign.picture, hash, from, to);
    return to;
  }

  /**
   * A line that breaks off between two words goes on in the next; else the sentence ends. What is looked at to tell
   * is a row of blanks, which is passed over, and a number of at most three digits.
   */
  #lineEnd(text: string, units: Uint16Array, from: number): number {
    const { length } = text;
    let at = from + 1;
    while (at < length && (units[at] === 32 || units[at] === 9 || units[at] === 13)) at++;
    const ofWord = this.count > 0 && this.#vocabulary.wordless[this.id[this.count - 1] ?? 0] !== 1;
    if (!ofWord || at >= length || !isWordStart(units, at, length)) this.#signOf(sign.stop, from);
    return at;
  }

  #word(text: string, units: Uint16Array, from: number, first: number): number {
    const { length } = text;
    let hash = hashStart;
    let previous = 0;
    let run = 0;
    let before = hashStart;
    let at = from;
    for (; at < length; at++) {
      const raw = units[at] ?? 0;
      const unit = raw < 128 ? (folded[raw] ?? 0) : foldBeyondAscii(raw);
      if (raw >= 128) this.#notice(raw);
      if (unit === 0) {
        if (!isIgnorablePair(raw, at + 1 < length ? (units[at + 1] ?? 0) : 0)) break;
        at++;
        continue;
      }
      if (unit === apostrophe) continue;
      // The third of the same letter takes the second back: "sooo" is "so".
      if (unit !== previous) {
        previous = unit;
        run = 0;
        hash = hashStep(hash, unit);
      } else if (++run === 1) {
        before = hash;
        hash = hashStep(hash, unit);
      } else hash = before;
    }
    this.words++;
    if (first === kind.digit) {
      const bare = isBare(units, from, at);
      this.push(this.#vocabulary.idOf(hash) || (bare ? sign.number : sign.measure), hash, from, at);
    } else this.#known(text, hash, from, at);
    return at;
  }

  #known(text: string, hash: number, from: number, to: number): void {
    const id = this.#vocabulary.idOf(hash);
    if (id !== sign.unknown) this.push(id, this.#vocabulary.stemOf(id), from, to);
    else this.push(id, this.#rareStems.of(text, hash, from, to), from, to);
  }
}
