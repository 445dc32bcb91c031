import type { AddressPatterns, AddressWords } from './address-patterns.ts';
import type { PrivacyLexicon } from './lexicon.ts';
import { matchesOf } from './matches.ts';
import { known } from './name-lexicon.ts';
import { NumberAfter } from './number-after.ts';

const placeWord =
  /^(?:west|east|north|south|port|new|lake|fort|saint|san|santa|st|mount|upper|lower|great|little|old|los|las|la|el|de|da|dos|den|des|le)$/i;

/** Tells how far an address reaches beyond its street: units, town, state, postcode, country. */
export class AddressExtent {
  readonly #patterns: AddressPatterns;
  readonly #lexicon: PrivacyLexicon;
  readonly #states: ReadonlySet<string>;
  readonly #numberAfter: NumberAfter;

  constructor(patterns: AddressPatterns, words: AddressWords, lexicon: PrivacyLexicon) {
    this.#patterns = patterns;
    this.#lexicon = lexicon;
    this.#states = new Set(words.states);
    this.#numberAfter = new NumberAfter(words, lexicon);
  }

  /** @returns where the address ends whose street ends at `streetEnd` */
  end(text: string, streetEnd: number): number {
    let end = streetEnd;
    for (let turn = 0; turn < 4; turn++) {
      const rest = text.slice(end, end + 120);
      const unit = this.#patterns.unit.exec(rest);
      const place = this.#patterns.place.exec(rest);
      if (place && this.#placelike(place[1] ?? '') && this.#numberAfter.isPostcode(rest, place)) {
        end += place[0].length - (place[3] ?? '').length;
        end += this.#town(place[3] ?? '', text.slice(streetEnd, end) === text.slice(streetEnd, end).toLowerCase());
        break;
      }
      if (unit && this.#numberAfter.isUnit(rest, unit[0])) {
        end += unit[0].length;
        continue;
      }
      const town =
        /^(?:,[ \n]{0,2}|\n {0,6})(?:\p{Lu}[\p{L}\p{M}'.-]{1,30}(?: (?:de|da|do|del|la|upon|on|sur|am|di) | |-)?){1,3}/u.exec(
          rest,
        )?.[0];
      const low = /^,[ ]\p{Ll}[\p{L}\p{M}'-]{1,30}(?: \p{Ll}[\p{L}\p{M}'-]{2,30})?(?=[,.;!?\n]|$| and | i )/u.exec(
        rest,
      )?.[0];
      const next = town?.trimEnd() ?? (low && this.#unknown(low) ? low : undefined);
      if (!next || (town && this.#sentence(next))) break;
      end += next.length;
    }
    const tail =
      /^,? ?(?:USA|U\.S\.A\.|UK|England|Scotland|Wales|Canada|Australia|India|Ireland|Germany|France|Spain|Italy|Poland|Brazil|Netherlands)(?![\p{L}])/u.exec(
        text.slice(end, end + 20),
      );
    if (tail) end += tail[0].length;
    while (/[\s,.'-]/.test(text[end - 1] ?? '')) end--;
    return end;
  }

  #placelike(words: string): boolean {
    const parts = words.split(/[ ,\n]+/).filter(Boolean);
    return parts.every(
      (part) =>
        this.#states.has(part.toLowerCase()) ||
        /^\p{Lu}/u.test(part) ||
        !this.#lexicon.isWord(part.toLowerCase()) ||
        /^(?:de|da|do|del|la|san|west|east|north|south|port|new|lake|st|fort|upon|saint|santa)$/i.test(part),
    );
  }

  /** How much of the words after a postcode is a town. */
  #town(words: string, low: boolean): number {
    let length = 0;
    for (const part of matchesOf(/([ \n,]{1,3})([\p{L}][\p{L}\p{M}'.-]*)/gu, words)) {
      const name = part[2] ?? '';
      const isWord = this.#lexicon.isWord(name.toLowerCase());
      if ((part[1] ?? '').includes(',') && !/^\p{Lu}/u.test(name)) break;
      if (
        /^\p{Lu}/u.test(name)
          ? isWord &&
            length === 0 &&
            (this.#lexicon.table.bitsOf(name.toLowerCase()) & known.common) !== 0 &&
            !placeWord.test(name)
          : isWord || (!low && length > 0)
      )
        break;
      length = part.index + part[0].length;
    }
    return length;
  }

  #unknown(words: string): boolean {
    const parts = words.split(/[ ,]+/).filter(Boolean);
    return (
      parts.some((part) => !this.#lexicon.isWord(part)) || /^, (?:west|east|north|south|port|new|lake) /.test(words)
    );
  }

  #sentence(words: string): boolean {
    const first = /\p{L}+/u.exec(words)?.[0].toLowerCase() ?? '';
    return (
      this.#lexicon.isWord(first) &&
      !/^(?:west|east|north|south|port|new|lake|fort|saint|san|mount|upper|lower|great|little|old)$/.test(first)
    );
  }
}
