import { AddressExtent } from './address-extent.ts';
import {
  type AddressPatterns,
  type AddressWords,
  addressPatterns,
  box,
  boxNumber,
  coded,
  crossed,
  quartered,
  quarteredBare,
  quarters,
  slashedNumber,
  sureEnding,
  unnumbered,
} from './address-patterns.ts';
import type { PrivacyLexicon } from './lexicon.ts';
import { matchesOf } from './matches.ts';
import { known } from './name-lexicon.ts';
import { isTaken, type Reading, take } from './reading.ts';
import { sign } from './signs.ts';

/** Words after a number that are not what it counts. */
const goesOn = new Set('and or in i to on is was for with at from my a then of by m'.split(' '));

/** "seit Januar 2024": no house has the number of a year. */
const ofYear = /(?:19|20)\d\d$/;

const sureAtEnd = new RegExp(`(?:${sureEnding})$`, 'iu');

/** How names of towns end, of streets' endings. */
const townEnding = /(?:burg|feld|hof|kamp|weide|park|ried|wiese|hafen)$/iu;
/** A day, or half a result. */
const ofTown = /^\d{1,2}\/\d{1,2}$/;

const ordinal = /^\d{1,3}(?:st|nd|rd|th)$/;

/** Finds postal addresses: a street with a house number, and what follows it (unit, town, state, postcode). */
export class Addresses {
  readonly #lexicon: PrivacyLexicon;
  readonly #patterns: AddressPatterns;
  readonly #extent: AddressExtent;
  readonly #firm: ReadonlySet<string>;
  readonly #soft: ReadonlySet<string>;
  readonly #sure: ReadonlySet<string>;
  readonly #stops: ReadonlySet<string>;
  readonly #measures: ReadonlySet<string>;

  constructor(words: AddressWords, lexicon: PrivacyLexicon) {
    this.#lexicon = lexicon;
    this.#patterns = addressPatterns(words);
    this.#extent = new AddressExtent(this.#patterns, words, lexicon);
    this.#firm = new Set(words.firm);
    this.#soft = new Set(words.soft);
    this.#sure = new Set(words.sureLeading);
    this.#stops = new Set(words.stops);
    this.#measures = new Set(words.measures);
  }

  find(reading: Reading, signs: number): void {
    const { text, lower } = reading;
    const patterns = this.#patterns;
    const matches = (pattern: RegExp, isHeld: boolean) => (isHeld ? matchesOf(pattern, text) : []);
    const whole = (match: RegExpExecArray) => this.#close(reading, match.index, match.index + match[0].length);
    for (const match of matches(coded, lower.includes('code')))
      take(reading, 'address', match.index, match.index + match[0].length);
    if (signs & sign.leading) {
      for (const match of matchesOf(crossed, text)) whole(match);
      scan(patterns.leading, text, (match) => this.#tryLeading(reading, match));
      scan(patterns.bareLeading, text, (match) => this.#tryBareLeading(reading, match));
    }
    if (signs & sign.address) {
      const isFirm = (signs & sign.firm) !== 0;
      const isQuartered = quarters.test(text);
      for (const match of matches(patterns.unitFirst, patterns.unitNumber.test(text)))
        this.#tryStreet(reading, match, match[1] ?? '', true);
      for (const match of matchesOf(patterns.numbered, text)) this.#tryStreet(reading, match, match[2] ?? '', false);
      for (const match of matches(patterns.slashed, slashedNumber.test(text))) this.#trySlashed(reading, match);
      for (const match of matches(quartered, isQuartered)) whole(match);
      for (const match of matches(patterns.spoken, isFirm)) {
        const isCapital = /^(?: \p{Lu}[^ ]*)+$/u.test(match[1] ?? '') && /\p{Lu}[^ ]*$/u.test(match[0]);
        if (isCapital || this.#cued(reading, match.index)) whole(match);
      }
      for (const match of matches(quarteredBare, isQuartered)) if (this.#cued(reading, match.index)) whole(match);
      for (const match of matches(box, boxNumber.test(text))) whole(match);
      for (const { index, 0: told, 1: street = '' } of matches(unnumbered, isFirm))
        this.#close(reading, index + told.length - street.length, index + told.length);
    }
    for (const match of matches(patterns.compound, (signs & sign.compound) !== 0 && patterns.hasCompound(text)))
      this.#tryCompound(reading, match);
    if (signs & (sign.address | sign.compound)) {
      for (const { index, 0: told, 1: street = '' } of matches(patterns.resided, patterns.resides.test(text))) {
        const [start, end] = [index + told.length - street.length, index + told.length];
        if (!isTaken(reading, start, end) && !this.#unitAfter(reading, end) && !ofYear.test(street))
          this.#close(reading, start, end);
      }
    }
  }

  #cued(reading: Reading, start: number): boolean {
    return (
      this.#patterns.cue.test(reading.lower.slice(Math.max(0, start - 60), start)) ||
      /^[^.!?]{6,80}(?:as|is|was) (?:your|my|his|her|their|our|the) (?:new |home |old |billing |shipping )?address/.test(
        reading.lower.slice(start, start + 110),
      )
    );
  }

  /** The first street word among the words after a number ends the street. */
  #tryStreet(reading: Reading, match: RegExpExecArray, words: string, unit: boolean): void {
    const start = match.index;
    const wordsStart = start + match[0].length - words.length;
    const cued = this.#cued(reading, start);
    let count = 0;
    for (const part of matchesOf(/[\p{L}][\p{L}\p{M}'-]*\.?/gu, words)) {
      const name = part[0].toLowerCase().replace(/\.$/, '');
      count++;
      const firm = this.#firm.has(name);
      if (count > 1 && (firm || this.#soft.has(name))) {
        const before = words.slice(0, part.index).trim().split(/\s+/);
        if (firm || cued || unit || this.#namelike(before, part[0])) {
          let end = wordsStart + part.index + part[0].length;
          if (part[0].endsWith('.') && !/^\.\s+[\p{Ll}\d]/u.test(reading.text.slice(end - 1, end + 3))) end--;
          const of = /^ of way\b/i.exec(reading.text.slice(end, end + 8));
          if (of && name === 'right') end += of[0].length;
          this.#close(reading, start, end);
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
      this.#close(reading, start, wordsStart + (suite[1] ?? '').length);
      return;
    }
    if (cued && (unit || count >= 2)) {
      // A cue, a number and names: an address, though its street word is unknown.
      const named = /^(?:[ \n]{1,3}\p{Lu}[\p{L}\p{M}'-]+){1,3}/u.exec(words);
      const short = /^(?: \p{Ll}[\p{L}\p{M}'-]+){2,3}(?=$|[.,;!?\n])/u.exec(
        words + reading.text.slice(match.index + match[0].length, match.index + match[0].length + 1),
      );
      const ends = named ?? short;
      if (ends) this.#close(reading, start, wordsStart + ends[0].length);
    }
  }

  #namelike(before: readonly string[], suffix: string): boolean {
    const capital = /^\p{Lu}/u;
    if (capital.test(suffix) && before.every((name) => capital.test(name) || ordinal.test(name))) return true;
    return before.every((name) => this.#lexicon.isPersonWord(name.toLowerCase()));
  }

  #trySlashed(reading: Reading, match: RegExpExecArray): void {
    const [whole, words = '', town = '', pin] = match;
    if (!/^\d+\//.test(whole) && pin === undefined) return;
    const capital = /^\p{Lu}/u.test(words.trim()) && (pin !== undefined || /^\p{Lu}/u.test(town.trim()));
    if (capital || this.#cued(reading, match.index)) this.#close(reading, match.index, match.index + whole.length);
  }

  #tryLeading(reading: Reading, match: RegExpExecArray): void {
    const [whole, first, type = '', name = '', last] = match;
    const number = first ?? last;
    const kind = type.toLowerCase();
    const capital = /^\s*(?:(?:de|da|do|dos|das|del|della|di|la|las|los|el|du|des|le|les|l'|d')\s+){0,2}\p{Lu}/u.test(
      name,
    );
    const english = /^(?:place|route|via|area|avenue|campo|canada|plaza|patio|pl|al|os|r|bd|largo|vale|av)\.?$/.test(
      kind,
    );
    if (number === undefined) return;
    if (first !== undefined && last !== undefined) {
      // The number stood before the street: the one after it is a postcode.
      const end = match.index + whole.lastIndexOf(last);
      if (capital || this.#sure.has(kind) || this.#cued(reading, match.index))
        this.#close(
          reading,
          match.index,
          match.index + reading.text.slice(match.index, end).replace(/[\s,]+$/, '').length,
        );
      return;
    }
    if (english && !capital) return;
    if (last !== undefined && this.#unitAfter(reading, match.index + whole.length)) return;
    if (
      !capital &&
      !this.#sure.has(kind) &&
      !this.#cued(reading, match.index) &&
      !this.#patterns.place.test(reading.text.slice(match.index + whole.length, match.index + whole.length + 60))
    )
      return;
    this.#close(reading, match.index, match.index + whole.length);
  }

  /** "21 Rua de Alves", "Avenida de Elisa Llanos": the capital letters say where it ends. */
  #tryBareLeading(reading: Reading, match: RegExpExecArray): void {
    const [whole, number, type = '', name = ''] = match;
    if (number === undefined && !this.#sure.has(type.toLowerCase())) return;
    const named =
      /^(?:[ \n]+(?:de|da|do|dos|das|del|della|di|la|las|los|el|du|des|le|les|d'|of))*(?:[ \n]+(?:de |da |do |e |y |del )?\p{Lu}[\p{L}\p{M}'.-]*){1,4}/u.exec(
        name,
      );
    if (named) this.#close(reading, match.index, match.index + whole.length - name.length + named[0].length);
  }

  #unitAfter({ lower }: Reading, end: number): boolean {
    const next = /^ ?(\p{L}{1,12})/u.exec(lower.slice(end, end + 14))?.[1];
    return next !== undefined && (this.#stops.has(next) || this.#measures.has(next)) && !goesOn.has(next);
  }

  #tryCompound(reading: Reading, match: RegExpExecArray): void {
    const [whole, first, street = '', last] = match;
    if (first === undefined && last === undefined) {
      if (!sureAtEnd.test(street) || !/^\p{Lu}/u.test(street)) return;
      if (!this.#cued(reading, match.index)) return;
    }
    const compound = street.toLowerCase().split(/[ -]/).at(-1) ?? '';
    if (first === undefined && last !== undefined && this.#isTown(reading, match, street, last)) return;
    if (this.#lexicon.isWord(compound) && !/^\p{Lu}/u.test(street)) return;
    if (this.#lexicon.isWord(compound) && !this.#cued(reading, match.index)) return;
    let end = match.index + whole.length;
    if (last !== undefined && this.#unitAfter(reading, end)) {
      if (first === undefined) return;
      end -= /,?\s*$/.exec(whole.slice(0, whole.lastIndexOf(last)))?.[0].length ?? 0;
      end -= last.length;
    }
    const small = first === undefined ? (/^(?:\p{Ll}[\p{L}'-]* )+(?=\p{Lu})/u.exec(whole)?.[0].length ?? 0) : 0;
    this.#close(reading, match.index + small, end);
  }

  /** "Hamburg 12/10", "Wolfsburg 12 km": towns end as some streets do, and a day or a count may follow. */
  #isTown(reading: Reading, match: RegExpExecArray, street: string, number: string): boolean {
    if (/[ -]/.test(street) || !townEnding.test(street) || this.#cued(reading, match.index)) return false;
    const isKnown = (this.#lexicon.table.bitsOf(street.toLowerCase()) & known.notPerson) !== 0;
    if (!isKnown && !ofTown.test(number)) return false;
    const rest = reading.text.slice(match.index + match[0].length, match.index + match[0].length + 60);
    return !this.#patterns.place.test(rest);
  }

  /** Takes the street with all that belongs to it; where something else stands in that, the street alone. */
  #close(reading: Reading, start: number, streetEnd: number): void {
    const end = this.#extent.end(reading.text, streetEnd);
    take(reading, 'address', start, isTaken(reading, start, end) ? streetEnd : end);
  }
}

/** Like matchAll, but after each match goes on at the next word: a match that was refused must not hide another. */
function scan(pattern: RegExp, text: string, each: (match: RegExpExecArray) => void): void {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    each(match);
    pattern.lastIndex = match.index + (/^[\p{L}\p{N}]+/u.exec(match[0])?.[0].length ?? 1);
  }
}
