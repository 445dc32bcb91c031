import type { AddressPatterns, AddressWords } from './address-patterns.ts';
import type { AddressSurroundings } from './address-surroundings.ts';
import { anyOf } from './number-cues.ts';
import type { Reading } from './reading.ts';

/** Kinds of streets that are English words, or hardly a word. */
const english = /^(?:place|route|via|area|avenue|campo|canada|plaza|patio|pl|al|os|r|bd|largo|vale|av)\.?$/;
const startsCapital =
  /^\s*(?:(?:de|da|do|dos|das|del|della|dei|degli|delle|dello|di|la|las|los|el|du|des|le|les|l'|d')\s+){0,2}\p{Lu}/u;

/** Streets whose kind stands before their name: "Rua de Alves 21", "12 rue Victor Hugo". */
export class LeadingStreets {
  readonly #patterns: AddressPatterns;
  readonly #surroundings: AddressSurroundings;
  readonly #sure: ReadonlySet<string>;
  /** What follows a street that has its number and name before: "77 Massachusetts Avenue Apt 3B". */
  readonly #unit: RegExp;
  /** The same behind a street whose name stands behind its kind: "12 avenue Victor Hugo apt 4". */
  readonly #unitBehind: RegExp;

  constructor(patterns: AddressPatterns, words: AddressWords, surroundings: AddressSurroundings) {
    this.#patterns = patterns;
    this.#surroundings = surroundings;
    this.#sure = new Set(words.sureLeading);
    this.#unit = new RegExp(`^\\s*(?:${anyOf(words.units)})(?![\\p{L}\\p{N}])`, 'iu');
    this.#unitBehind = new RegExp(`[ ,]+(?:${anyOf(words.units)})[ .:#]*$`, 'iu');
  }

  find(reading: Reading): void {
    each(this.#patterns.leading, reading.text, (match) => this.#try(reading, match));
    each(this.#patterns.bareLeading, reading.text, (match) => this.#tryBare(reading, match));
  }

  #try(reading: Reading, match: RegExpExecArray): void {
    const [whole, first, type = '', name = '', last] = match;
    const start = match.index;
    const kind = type.toLowerCase();
    const capital = startsCapital.test(name);
    if (first === undefined && (last === undefined || this.#unit.test(name))) return;
    const isStreet = () => capital || this.#sure.has(kind) || this.#surroundings.isCued(reading, start);
    if (first !== undefined && last !== undefined) {
      // The number stood before the street: the one after it is a postcode.
      const street = whole
        .slice(0, whole.lastIndexOf(last))
        .replace(this.#unitBehind, '')
        .replace(/[\s,]+$/, '');
      if (isStreet()) this.#surroundings.take(reading, start, start + street.length);
      return;
    }
    const end = start + whole.length;
    if (english.test(kind) && !capital) return;
    if (last !== undefined && this.#surroundings.isCount(reading, end)) return;
    if (isStreet() || this.#surroundings.isBeforePlace(reading, end)) this.#surroundings.take(reading, start, end);
  }

  /** "21 Rua de Alves", "Avenida de Elisa Llanos": the capital letters say where it ends. */
  #tryBare(reading: Reading, match: RegExpExecArray): void {
    const [whole, number, type = '', name = ''] = match;
    if (number === undefined && !this.#sure.has(type.toLowerCase())) return;
    const named =
      /^(?:[ \n]+(?:de|da|do|dos|das|del|della|dei|degli|delle|dello|di|la|las|los|el|du|des|le|les|d'|of))*(?:[ \n]+(?:de |da |do |e |y |del )?\p{Lu}[\p{L}\p{M}'.-]*){1,4}/u.exec(
        name,
      );
    if (!named && number !== undefined) this.#trySmall(reading, match);
    if (named)
      this.#surroundings.take(reading, match.index, match.index + whole.length - name.length + named[0].length);
  }

  /** "1480 rue saint-denis montréal qc h2x 3j8": small letters say nothing, but a word of addresses or a postcode does. */
  #trySmall(reading: Reading, match: RegExpExecArray): void {
    const [whole, , type = '', name = ''] = match;
    const small = smallName.exec(name)?.[0];
    if (small === undefined || !this.#sure.has(type.toLowerCase())) return;
    const end = match.index + whole.length - name.length + small.length;
    if (this.#surroundings.isCued(reading, match.index) || lettered.test(reading.text.slice(end, end + 60)))
      this.#surroundings.take(reading, match.index, end);
  }
}
const smallName =
  /^[ \n]+(?:(?:de|da|do|dos|das|del|della|di|la|las|los|el|du|des|le|les|l'|d') ?){0,2}[\p{Ll}'-]{3,}(?: (?:est|ouest|nord|sud|norte|sur|sul|leste|oeste)(?!\p{L}))?/u;
/** A postcode of letters and digits, which nothing else is. */
const lettered =
  /^[ ,\n](?:[\p{L}'.-]{2,20}[ ,\n]{1,2}){0,3}(?:[a-z]\d[a-z] ?\d[a-z]\d|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2})(?![\p{L}\p{N}])/iu;

/** Like matchAll, but after each match goes on at the next word: a match that was refused must not hide another. */
function each(pattern: RegExp, text: string, tell: (match: RegExpExecArray) => void): void {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    tell(match);
    pattern.lastIndex = match.index + (/^[\p{L}\p{N}]+/u.exec(match[0])?.[0].length ?? 1);
  }
}
