import { CompoundStreets } from './address-compound.ts';
import { LeadingStreets } from './address-leading.ts';
import { NumberedStreets } from './address-numbered.ts';
import {
  type AddressPatterns,
  type AddressWords,
  addressPatterns,
  box,
  boxNumber,
  coded,
  crossed,
  housed,
  quartered,
  quarteredBare,
  quarters,
  townParts,
  unnumbered,
} from './address-patterns.ts';
import { AddressSurroundings } from './address-surroundings.ts';
import type { PrivacyLexicon } from './lexicon.ts';
import { matchesOf } from './matches.ts';
import { known } from './name-lexicon.ts';
import { isTaken, type Reading, take } from './reading.ts';
import { sign } from './signs.ts';

/** "Flat 30, Zone 2, Tuesday Intervals": plans have these as well, so the quarter must be no usual words. */
const ofPlan = /^(?:flat|shop|plot|door)[^,]*?,? (?:block|phase|zone|sector)/i;
function hasStrange({ scan }: Reading, { index, 0: whole }: RegExpExecArray): boolean {
  for (let word = scan.indexAt(index); word < scan.count && scan.start(word) < index + whole.length; word++) {
    if ((scan.bits(word) & (known.word | known.calendar)) === 0 && /\p{L}/u.test(scan.word(word))) return true;
  }
  return false;
}
/** "seit Januar 2024": no house has the number of a year. */
const ofYear = /(?:19|20)\d\d$/;

/**
 * Finds postal addresses: a street with a house number, and what follows it (unit, town, state, postcode). Each form is
 * looked for only where the text holds what it cannot do without; the ones with rooms of their own decide more.
 */
export class Addresses {
  readonly #patterns: AddressPatterns;
  readonly #surroundings: AddressSurroundings;
  readonly #numbered: NumberedStreets;
  readonly #leading: LeadingStreets;
  readonly #compound: CompoundStreets;

  constructor(words: AddressWords, lexicon: PrivacyLexicon) {
    const patterns = addressPatterns(words);
    const surroundings = new AddressSurroundings(patterns, words, lexicon);
    this.#patterns = patterns;
    this.#surroundings = surroundings;
    this.#numbered = new NumberedStreets(patterns, words, lexicon, surroundings);
    this.#leading = new LeadingStreets(patterns, words, surroundings);
    this.#compound = new CompoundStreets(patterns, lexicon, surroundings);
  }

  find(reading: Reading, signs: number): void {
    const { text, lower } = reading;
    const matches = (pattern: RegExp, isHeld: boolean) => (isHeld ? matchesOf(pattern, text) : []);
    for (const { index, 0: code } of matches(coded, lower.includes('code')))
      take(reading, 'address', index, index + code.length);
    if (signs & sign.leading) {
      for (const match of matchesOf(crossed, text)) this.#takeWhole(reading, match);
      this.#leading.find(reading);
    }
    const isTown = quarters.test(text) && townParts.some((part) => lower.includes(part));
    if (isTown) for (const match of matchesOf(quartered, text)) this.#takeWhole(reading, match);
    if (signs & sign.address) {
      for (const match of matches(housed, lower.includes(', ')))
        if (!ofPlan.test(match[0]) || hasStrange(reading, match)) this.#takeWhole(reading, match);
      const isFirm = (signs & sign.firm) !== 0;
      const isQuartered = quarters.test(text);
      this.#numbered.find(reading);
      if (!isTown) for (const match of matches(quartered, isQuartered)) this.#takeWhole(reading, match);
      for (const match of matches(this.#patterns.spoken, isFirm)) this.#trySpoken(reading, match);
      for (const match of matches(quarteredBare, isQuartered))
        if (this.#surroundings.isCued(reading, match.index)) this.#takeWhole(reading, match);
      for (const match of matches(box, boxNumber.test(text))) this.#takeWhole(reading, match);
      for (const { index, 0: told, 1: street = '' } of matches(unnumbered, isFirm))
        this.#surroundings.take(reading, index + told.length - street.length, index + told.length);
    }
    if (signs & sign.compound) this.#compound.find(reading);
    if (signs & (sign.address | sign.compound)) this.#findResided(reading);
  }

  #takeWhole(reading: Reading, { index, 0: whole }: RegExpExecArray): void {
    this.#surroundings.take(reading, index, index + whole.length);
  }

  /** "forty two Elm Road": with capitals, or beside a word of addresses. */
  #trySpoken(reading: Reading, match: RegExpExecArray): void {
    const isCapital = /^(?: \p{Lu}[^ ]*)+$/u.test(match[1] ?? '') && /\p{Lu}[^ ]*$/u.test(match[0]);
    if (isCapital || this.#surroundings.isCued(reading, match.index)) this.#takeWhole(reading, match);
  }

  /** "wohne Am Markt 5": any name with a number, after what one says who tells where he lives. */
  #findResided(reading: Reading): void {
    const { resided, resides } = this.#patterns;
    if (!resides.test(reading.text)) return;
    for (const { index, 0: told, 1: street = '' } of matchesOf(resided, reading.text)) {
      const [start, end] = [index + told.length - street.length, index + told.length];
      if (!isTaken(reading, start, end) && !this.#surroundings.isCount(reading, end) && !ofYear.test(street))
        this.#surroundings.take(reading, start, end);
    }
  }
}
