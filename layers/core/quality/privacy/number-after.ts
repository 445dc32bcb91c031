import type { AddressWords } from './address-patterns.ts';
import type { PrivacyLexicon } from './lexicon.ts';

const nextWord = /^[ \n]?(\p{L}[\p{L}\p{M}'’]*)/u;
const words = /[ \n]{1,2}(\p{L}[\p{L}\p{M}'-]*)\.?/uy;
const mostStreetWords = 4;

/**
 * Tells whether a number after a street belongs to the street's address: as its postcode or its unit. It does not where
 * it counts something ("8 Hill Road, 30 min away") or is the house number of the next street.
 */
export class NumberAfter {
  readonly #measures: ReadonlySet<string>;
  readonly #firm: ReadonlySet<string>;
  readonly #soft: ReadonlySet<string>;
  readonly #stops: ReadonlySet<string>;
  readonly #lexicon: PrivacyLexicon;

  constructor(lists: AddressWords, lexicon: PrivacyLexicon) {
    this.#measures = new Set(lists.measures);
    this.#firm = new Set(lists.firm);
    this.#soft = new Set(lists.soft);
    this.#stops = new Set(lists.stops);
    this.#lexicon = lexicon;
  }

  /**
   * @param rest the text from the end of the street on
   * @param place what `place` matched at its beginning: the words before the postcode, the postcode, the words after it
   */
  isPostcode(rest: string, place: RegExpExecArray): boolean {
    const [whole, , code = '', town = ''] = place;
    const after = rest.slice(whole.length - town.length);
    // "1500 km" has the form of a Dutch postcode.
    const letters = /^\d{4} ?([a-z]{2})$/.exec(code)?.[1];
    if (letters !== undefined && this.#measures.has(letters)) return false;
    return !/^\d+$/.test(code) || !(this.#counts(after) || this.#beginsStreet(code, after));
  }

  /** @param unit what `unit` matched at the beginning of `rest`, with a word such as "apt" or without */
  isUnit(rest: string, unit: string): boolean {
    const bare = /^[ ,\n]+(\d{1,3}(st|nd|rd|th|[a-z]?))$/iu.exec(unit.trimEnd());
    if (!bare) return true;
    const [, number = '', letters = ''] = bare;
    const after = rest.slice(unit.trimEnd().length);
    if (this.#measures.has(letters) || /^,\d/.test(after)) return false;
    if (this.#counts(after) || this.#beginsStreet(number, after)) return false;
    const next = nextWord.exec(after)?.[1];
    if (next === undefined) return true;
    // "5th Avenue", "3rd attempt"
    if (letters.length === 2) return false;
    return /^\p{Lu}/u.test(next) || !this.#lexicon.isWord(next);
  }

  /** Is it a measure that a text begins with? One of a single letter in small letters only: "4 H" may be a door. */
  #counts(after: string): boolean {
    const next = nextWord.exec(after)?.[1];
    if (next === undefined) return /^ ?[%€$£°]/.test(after);
    return this.#measures.has(next.length === 1 ? next : next.toLowerCase());
  }

  /** "…, 45 Elm Road": what follows the number is a street of its own. */
  #beginsStreet(number: string, after: string): boolean {
    words.lastIndex = 0;
    for (let count = 0; count < mostStreetWords; count++) {
      const word = words.exec(after)?.[1];
      if (word === undefined) return false;
      const low = word.toLowerCase();
      const capital = word !== low;
      if (
        count > 0 &&
        (capital ? this.#firm.has(low) || this.#soft.has(low) : number.length < 5 && this.#firm.has(low))
      )
        return true;
      if (this.#stops.has(low)) return false;
    }
    return false;
  }
}
