import type { PrivacyLexicon } from './lexicon.ts';
import { known } from './name-lexicon.ts';
import type { Scan } from './scan.ts';
import { shape } from './signs.ts';

/** Of each of these but "for time" one of `trainingWords` stands in a text. */
const training =
  /(?<!\p{L})(?:wods?|double unders?|muscle[ -]?ups?|toes to bar|burpees?|kettlebell swings|amrap|emom|rx'?d?|for time|benchmark|hero wod|girls? wod|thrusters?|pull[ -]?ups|rounds|time cap|scaled|box jumps|wall balls?|rope climbs?|handstand (?:push[ -]?ups?|walks?)|overhead squats?|snatches|double[ -]unders?)(?!\p{L})/u;
/** More than a blank between two words. */
const wide = /\s\s|[^\S ]/;
/** As much of a text as is looked at to tell what it is about. */
const opening = 4000;
const [smallI, smallS, apostrophe] = [105, 115, 39];
/** What is somebody's. */
const belonging =
  /^(?:new|birthday|bday|wedding|funeral|house|place|flat|party|class|knee|back|gym|ex|mums|moms|dads|fault|turn|idea|advice|car|bike|squat|deadlift|bench|pr|pb|time|lap|number|phone)$/;
/** Blanks, quotation marks and pictures looked past to see whether a sentence begins. */
const farBack = 40;

/** The words about a word: what the weighing of names asks of a text. */
export class Sentence {
  readonly lexicon: PrivacyLexicon;
  readonly scan: Scan;
  /** All in capitals, or as a headline: then a capital is no sign of a name. */
  readonly flat: boolean;
  /** Something else was found already: what stands alone above it is whose it is. */
  readonly card: boolean;
  /** A workout was named already: the next name of one is another. */
  trained = false;
  /** The last word of the name accepted last. */
  accepted = -2;
  #training: boolean | undefined;

  constructor(lexicon: PrivacyLexicon, scan: Scan, card: boolean) {
    this.lexicon = lexicon;
    this.scan = scan;
    this.card = card;
    this.flat = this.#capitalsSayNothing();
  }

  #capitalsSayNothing(): boolean {
    const { scan } = this;
    let capital = 0;
    let upper = 0;
    for (let place = 0; place < scan.noticed; place++) {
      const index = scan.noticedAt(place);
      const form = scan.shape(index);
      if (form === shape.upper) upper++;
      if (form !== shape.low && this.#isPlain(index)) capital++;
    }
    if (upper >= 3 && upper > scan.count * 0.6) return true;
    let plain = 0;
    for (let index = 0; index < scan.count; index++) {
      // Mostly a few words tell that too few have a capital.
      if (this.#isPlain(index) && capital <= ++plain * 0.7) return false;
    }
    return plain >= 3;
  }

  /** A usual word of two letters or more that is no name; "I'm" has its capital in any text. */
  #isPlain(index: number): boolean {
    const { scan } = this;
    if ((scan.bits(index) & (known.word | known.given | known.family)) !== known.word) return false;
    const start = scan.start(index);
    if (scan.end(index) - start < 2) return false;
    return scan.lower.charCodeAt(start) !== smallI || scan.lower.charCodeAt(start + 1) !== apostrophe;
  }

  has(index: number, bits: number): boolean {
    return (this.scan.bits(index) & bits) !== 0;
  }

  low(index: number): boolean {
    return this.scan.shape(index) === shape.low;
  }

  word(index: number): string {
    return this.scan.word(index);
  }

  /** The word with its capitals. */
  written(index: number): string {
    return this.scan.text.slice(this.scan.start(index), this.scan.end(index));
  }

  /** What stands between the word before and this one; a long gap is cut. */
  gap(index: number): string {
    const { scan } = this;
    const from = index <= 0 ? 0 : scan.end(index - 1) + (scan.possessive(index - 1) ? 2 : 0);
    const to = scan.start(index);
    if (to - from === 1 && scan.text.charCodeAt(from) === 32) return ' ';
    return to - from <= 80
      ? scan.text.slice(from, to)
      : scan.text.slice(from, from + 40) + scan.text.slice(to - 40, to);
  }

  /** The text from a word on, in lower case, at most `length` units. */
  from(index: number, length: number): string {
    const start = this.scan.start(index);
    return this.scan.lower.slice(start, start + length);
  }

  /** The words before, as many as asked for, with single blanks. */
  phrase(index: number, length: number): string {
    const { scan } = this;
    if (index - length < 0) return '';
    const end = scan.end(index - 1) + (scan.possessive(index - 1) ? 2 : 0);
    const start = scan.start(index - length);
    if (end - start > 60) return '';
    const words = scan.lower.slice(start, end);
    return wide.test(words) ? words.replace(/\s+/g, ' ') : words;
  }

  /** Does a sentence or a line begin with the word? */
  begins(index: number): boolean {
    const start = this.scan.start(index);
    for (let at = start - 1; at >= Math.max(0, start - farBack); at--) {
      const sign = this.scan.text[at] ?? '';
      if (sign === ' ') continue;
      if (/[.!?\n:;•…>|]/.test(sign)) return true;
      if (/[\s"'“”„«»*_]|[^\p{L}\p{N}\p{P}]/u.test(sign)) continue;
      return false;
    }
    return start <= farBack;
  }

  /** "P. Subramanian": an initial stands before the word, and no sentence ends there. */
  initialed(index: number): boolean {
    const { scan } = this;
    const before = index - 1;
    if (before < 0 || this.low(before) || scan.end(before) - scan.start(before) !== 1) return false;
    return this.gap(index) === '. ' && !this.has(index, known.word);
  }

  /** Does the sentence or the clause close after the word? */
  closes(index: number): boolean {
    const after = this.gap(index + 1);
    // "bye ginger x"
    if (after === ' ') return index + 2 === this.scan.count && /^x+$/.test(this.word(index + 1));
    return index === this.scan.count - 1
      ? !/^ ?[\p{L}\p{N}]/u.test(after)
      : /^\s{0,2}[,.!?;:)\n]|^\s*[^\p{L}\p{N}\s'&/-]/u.test(after);
  }

  /** The same after the word and up to two more words with capitals: a full name. */
  closesName(index: number): boolean {
    let last = index;
    while (last < index + 2 && last + 1 < this.scan.count && !this.low(last + 1) && this.gap(last + 1) === ' ') last++;
    return this.closes(last);
  }

  /** Does the sentence or the text end after the word and up to two more? */
  ends(index: number): boolean {
    let last = index;
    while (last < index + 2 && last + 1 < this.scan.count && this.gap(last + 1) === ' ') last++;
    const after = this.gap(last + 1);
    return last === this.scan.count - 1 ? !/[\p{L}\p{N}]/u.test(after) : /[.!?;\n]/.test(after);
  }

  /** German writes every noun with a capital: an unknown one is no name there. */
  get isGerman(): boolean {
    return this.scan.isGerman;
  }

  get isTraining(): boolean {
    const { scan } = this;
    this.#training ??= (scan.trains || scan.lower.includes('for time')) && training.test(scan.lower.slice(0, opening));
    return this.#training;
  }

  /** Where "… is my name" follows: the last word before it. */
  nameEnd(index: number): number | undefined {
    for (let at = index + 1; at <= index + 4 && at < this.scan.count; at++) {
      if (this.gap(at) !== ' ') return undefined;
      if (this.scan.lower.startsWith('is my name', this.scan.start(at))) return at - 1;
    }
    return undefined;
  }

  /** "Johannas Plan", "gavins new gf": a given name in the genitive without an apostrophe, before what is somebody's. */
  genitive(index: number): boolean {
    const next = index + 1;
    const { scan, lexicon } = this;
    if (scan.lower.charCodeAt(scan.end(index) - 1) !== smallS || this.gap(next) !== ' ') return false;
    const owned = this.has(next, known.role) || belonging.test(this.word(next));
    if (scan.shape(next) !== shape.capital && !owned) return false;
    const stem = lexicon.table.bitsOf(this.word(index).slice(0, -1));
    return (stem & (owned ? known.usual : known.given)) !== 0 && (stem & (known.word | known.notPerson)) === 0;
  }

  /** Does a month's name stand where a month would? */
  dated(index: number): boolean {
    const listed = this.word(index - 1) === 'and' && !this.has(index - 2, known.calendar);
    return (
      (this.has(index - 1, known.calendarBefore) && !listed) ||
      /\d[\s.]{0,3}(?:st|nd|rd|th)? ?$/.test(this.gap(index)) ||
      /^[ .]{1,2}\d/.test(this.gap(index + 1))
    );
  }
}
