import { type AddressPatterns, sureEnding } from './address-patterns.ts';
import type { AddressSurroundings } from './address-surroundings.ts';
import type { PrivacyLexicon } from './lexicon.ts';
import { matchesOf } from './matches.ts';
import { known } from './name-lexicon.ts';
import type { Reading } from './reading.ts';

const sureAtEnd = new RegExp(`(?:${sureEnding})$`, 'iu');

/** How names of towns end, of streets' endings. */
const townEnding = /(?:burg|feld|hof|kamp|weide|park|ried|wiese|hafen)$/iu;
/** Of these the ones that mostly are towns', in names that we do not know too. */
const mostlyTown = /\p{L}(?:burg|feld)$/iu;
/** Before a street, or one that is named after what it leads to. */
const beforeStreet =
  /(?<!\p{L})(?:at|to|from|near|am|an|im|in|zu|zum|zur|bei|auf|vor|hinter|unter|der|dem|den|die|das|alte[nr]?|neue[nr]?) $/iu;
const friends =
  'friends?|mates?|budd(?:y|ies)|team|club|crew|guys|girls|lads|colleagues|family|freund(?:en?|in|innen)?|verein|kollegen|familie|vrienden|amis|amigos|amigas|amici';
/** What one says who has told how far one ran there, and hardly after an address: with whom, what for, when. */
const ofRun = new RegExp(
  `^ (?:(?:with|w|w/|mit|met|avec|con|com) (?:(?:me|him|her|us|them)|(?:\\p{L}+ ){0,2}?(?:${friends}))|for (?:fun|charity)|vs\\.?|in the (?:rain|heat|snow|wind|sun)|(?:next|last|this) (?:year|month|week|weekend|time|spring|summer|autumn|fall|winter))(?!\\p{L})`,
  'iu',
);
const companion = /^ (?:with|w|w\/|mit|met|avec|con|com) (\p{L}+)/iu;
/** "Did the Magdeburg 21": no street that ends so stands after the English article. */
const articled = /(?<!\p{L})the (?:\p{L}+ )?$/iu;
/** A day, or half a result. */
const ofTown = /^\d{1,2}\/\d{1,2}$/;

/** Streets whose kind ends their name: "Hauptstraße 12", "Kerkstraat 4". Some towns end so too. */
export class CompoundStreets {
  readonly #patterns: AddressPatterns;
  readonly #lexicon: PrivacyLexicon;
  readonly #surroundings: AddressSurroundings;

  constructor(patterns: AddressPatterns, lexicon: PrivacyLexicon, surroundings: AddressSurroundings) {
    this.#patterns = patterns;
    this.#lexicon = lexicon;
    this.#surroundings = surroundings;
  }

  find(reading: Reading): void {
    if (!this.#patterns.hasCompound(reading.text)) return;
    for (const match of matchesOf(this.#patterns.compound, reading.text)) this.#try(reading, match);
  }

  #try(reading: Reading, match: RegExpExecArray): void {
    const [whole, first, street = '', last] = match;
    const capital = /^\p{Lu}/u.test(street);
    if (first === undefined && last === undefined) {
      if (!sureAtEnd.test(street) || !capital) return;
      if (!this.#surroundings.isCued(reading, match.index)) return;
    }
    if (first === undefined && last !== undefined && this.#isTown(reading, match, street, last)) return;
    const compound = street.toLowerCase().split(/[ -]/).at(-1) ?? '';
    if (this.#lexicon.isWord(compound) && !(capital && this.#surroundings.isCued(reading, match.index))) return;
    let end = match.index + whole.length;
    if (last !== undefined && this.#surroundings.isCount(reading, end)) {
      if (first === undefined) return;
      end -= /,?\s*$/.exec(whole.slice(0, whole.lastIndexOf(last)))?.[0].length ?? 0;
      end -= last.length;
    }
    const small = first === undefined ? (/^(?:\p{Ll}[\p{L}'-]* )+(?=\p{Lu})/u.exec(whole)?.[0].length ?? 0) : 0;
    this.#surroundings.take(reading, match.index + small, end);
  }

  #isPerson(word: string | undefined): boolean {
    return word !== undefined && (this.#lexicon.isPersonWord(word) || this.#lexicon.standIns.has(word));
  }

  /** "Hamburg 12/10", "Wolfsburg 12 with friends": towns end as some streets do, and a day or a count may follow. */
  #isTown(reading: Reading, match: RegExpExecArray, street: string, number: string): boolean {
    if (!townEnding.test(street) || this.#surroundings.isCued(reading, match.index)) return false;
    const end = match.index + match[0].length;
    const town = street.split(' ').at(-1) ?? '';
    const before = reading.text.slice(Math.max(0, match.index - 16), match.index) + street.slice(0, -town.length);
    if (articled.test(before)) return true;
    const rest = reading.text.slice(end, end + 40);
    if (mostlyTown.test(street) && (ofRun.test(rest) || this.#isPerson(companion.exec(rest)?.[1]?.toLowerCase())))
      return !beforeStreet.test(
        reading.text
          .slice(0, end - number.length)
          .replace(/\S+ ?$/, '')
          .slice(-10),
      );
    if (/[ -]/.test(street)) return false;
    const isKnown = (this.#lexicon.table.bitsOf(street.toLowerCase()) & known.notPerson) !== 0;
    if (!isKnown && !ofTown.test(number)) return false;
    return !this.#surroundings.isBeforePlace(reading, end);
  }
}
