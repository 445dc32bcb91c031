import { type AddressPatterns, type AddressWords, slashedNumber } from './address-patterns.ts';
import type { AddressSurroundings } from './address-surroundings.ts';
import type { PrivacyLexicon } from './lexicon.ts';
import { matchesOf } from './matches.ts';
import type { Reading } from './reading.ts';

const ordinal = /^\d{1,3}(?:st|nd|rd|th)$/;
/** "12 Cedar Creek loops": what was run there so often. */
const lapped = /^ (?:loops?|laps?|runs?|repeats|sprints|reps|times|half|races?|marathon|challenge)(?!\p{L})/iu;
const nextWord = /^ (\p{Lu}\p{L}*)/u;
const capital = /^\p{Lu}/u;

/** Streets whose number stands before their name: "12 Elm Road", "Flat 3, 12 Elm Road", "12/4 Elm Road". */
export class NumberedStreets {
  readonly #patterns: AddressPatterns;
  readonly #lexicon: PrivacyLexicon;
  readonly #surroundings: AddressSurroundings;
  readonly #firm: ReadonlySet<string>;
  readonly #soft: ReadonlySet<string>;
  readonly #stops: ReadonlySet<string>;

  constructor(
    patterns: AddressPatterns,
    words: AddressWords,
    lexicon: PrivacyLexicon,
    surroundings: AddressSurroundings,
  ) {
    this.#patterns = patterns;
    this.#lexicon = lexicon;
    this.#surroundings = surroundings;
    this.#firm = new Set(words.firm);
    this.#soft = new Set(words.soft);
    this.#stops = new Set(words.stops);
  }

  find(reading: Reading): void {
    const { text } = reading;
    const { unitFirst, unitNumber, numbered, slashed } = this.#patterns;
    if (unitNumber.test(text))
      for (const match of matchesOf(unitFirst, text)) this.#try(reading, match, match[1] ?? '', true);
    for (const match of matchesOf(numbered, text)) this.#try(reading, match, match[2] ?? '', false);
    if (slashedNumber.test(text)) for (const match of matchesOf(slashed, text)) this.#trySlashed(reading, match);
  }

  /**
   * The first street word among the words after a number ends the street.
   *
   * @param match of `unitFirst` or `numbered`: it ends with `words`
   * @param unit whether it begins with a word such as "flat"
   */
  #try(reading: Reading, match: RegExpExecArray, words: string, unit: boolean): void {
    const start = match.index;
    const wordsStart = start + match[0].length - words.length;
    const cued = this.#surroundings.isCued(reading, start);
    let count = 0;
    for (const part of matchesOf(/[\p{L}][\p{L}\p{M}'-]*\.?/gu, words)) {
      const name = part[0].toLowerCase().replace(/\.$/, '');
      count++;
      const firm = this.#firm.has(name);
      if (count > 1 && (firm || (this.#soft.has(name) && !this.#goesOn(words.slice(part.index + part[0].length))))) {
        const before = words.slice(0, part.index).trim().split(/\s+/);
        const rest = words.slice(part.index + part[0].length);
        if (firm || cued || unit || (this.#isNamed(before, part[0]) && !lapped.test(rest))) {
          let end = wordsStart + part.index + part[0].length;
          if (part[0].endsWith('.') && !/^\.\s+[\p{Ll}\d]/u.test(reading.text.slice(end - 1, end + 3))) end--;
          const of = /^ of way\b/i.exec(reading.text.slice(end, end + 8));
          if (of && name === 'right') end += of[0].length;
          this.#surroundings.take(reading, start, end);
          return;
        }
      }
      if (this.#stops.has(name) && !(name === 'of' && count > 1)) {
        return;
      }
    }
    const suite =
      /^((?:[ \n]{1,3}\p{Lu}[\p{L}\p{M}'-]+){1,3})[ ,\n]{1,3}(?:Apt|Suite|Unit|Flat|Piso|Apartment|Apto|Wohnung|Appt|Floor)\b/u.exec(
        words,
      );
    if (suite) {
      this.#surroundings.take(reading, start, wordsStart + (suite[1] ?? '').length);
      return;
    }
    if (cued && (unit || count >= 2)) {
      // A cue, a number and names: an address, though its street word is unknown.
      const named = /^(?:[ \n]{1,3}\p{Lu}[\p{L}\p{M}'-]+){1,3}/u.exec(words);
      const short = /^(?: \p{Ll}[\p{L}\p{M}'-]+){2,3}(?=$|[.,;!?\n])/u.exec(
        words + reading.text.slice(match.index + match[0].length, match.index + match[0].length + 1),
      );
      const ends = named ?? short;
      if (ends) this.#surroundings.take(reading, start, wordsStart + ends[0].length);
    }
  }

  /** "12 Coyote Bluff Trl": a street word of which another makes a street. */
  #goesOn(rest: string): boolean {
    const next = nextWord.exec(rest)?.[1]?.toLowerCase();
    return next !== undefined && (this.#firm.has(next) || this.#soft.has(next));
  }

  /** Are the words before a street word, which is a usual word too, the name of a street? */
  #isNamed(before: readonly string[], suffix: string): boolean {
    if (capital.test(suffix) && before.every((name) => capital.test(name) || ordinal.test(name))) return true;
    return before.every((name) => this.#lexicon.isPersonWord(name.toLowerCase()));
  }

  /** "12/4 MG Road, Bengaluru 560001" */
  #trySlashed(reading: Reading, match: RegExpExecArray): void {
    const [whole, words = '', town = '', pin] = match;
    if (!/^\d+\//.test(whole) && pin === undefined) return;
    const isCapital = capital.test(words.trim()) && (pin !== undefined || capital.test(town.trim()));
    if (isCapital || this.#surroundings.isCued(reading, match.index))
      this.#surroundings.take(reading, match.index, match.index + whole.length);
  }
}
