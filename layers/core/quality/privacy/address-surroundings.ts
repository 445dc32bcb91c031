import { AddressExtent } from './address-extent.ts';
import type { AddressPatterns, AddressWords } from './address-patterns.ts';
import type { PrivacyLexicon } from './lexicon.ts';
import { isTaken, type Reading, take } from './reading.ts';

/** Words after a number that are not what it counts. */
const goesOn = new Set('and or in i to on is was for with at from my a then of by m'.split(' '));

/** What stands about a street, whatever form the street has: a cue before it, what its number counts, where its address ends. */
export class AddressSurroundings {
  readonly #patterns: AddressPatterns;
  readonly #extent: AddressExtent;
  readonly #stops: ReadonlySet<string>;
  readonly #measures: ReadonlySet<string>;

  constructor(patterns: AddressPatterns, words: AddressWords, lexicon: PrivacyLexicon) {
    this.#patterns = patterns;
    this.#extent = new AddressExtent(patterns, words, lexicon);
    this.#stops = new Set(words.stops);
    this.#measures = new Set(words.measures);
  }

  /** Does a word of addresses stand before `start`, or is what begins there called one? */
  isCued({ lower }: Reading, start: number): boolean {
    return (
      this.#patterns.cue.test(lower.slice(Math.max(0, start - 60), start)) ||
      /^[^.!?]{6,80}(?:as|is|was) (?:your|my|his|her|their|our|the) (?:new |home |old |billing |shipping )?address/.test(
        lower.slice(start, start + 110),
      )
    );
  }

  /** Does the number that ends at `end` count what follows? */
  isCount({ lower }: Reading, end: number): boolean {
    const next = /^ ?(\p{L}{1,12})/u.exec(lower.slice(end, end + 14))?.[1];
    return next !== undefined && (this.#stops.has(next) || this.#measures.has(next)) && !goesOn.has(next);
  }

  /** Does a postcode follow, with a town or without? */
  isBeforePlace({ text }: Reading, end: number): boolean {
    return this.#patterns.place.test(text.slice(end, end + 60));
  }

  /** Takes the street with all that belongs to it; where something else stands in that, the street alone. */
  take(reading: Reading, start: number, streetEnd: number): void {
    const end = this.#extent.end(reading.text, streetEnd);
    take(reading, 'address', start, isTaken(reading, start, end) ? streetEnd : end);
  }
}
