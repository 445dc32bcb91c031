import { unaccented } from './letters.ts';
import { known } from './name-lexicon.ts';
import type { Scan } from './scan.ts';

/** So many words of a text may be one name ("alexander the great" has three). */
const most = 4;
const lettersOf = (name: string): string => /^\p{L}*/u.exec(name)?.[0] ?? '';

/** Names that are nobody's secret: of people in public life and in history, of characters, of makers. */
export class PublicNames {
  readonly #names: ReadonlySet<string>;
  /** The letters that names begin with: most words begin none. */
  readonly #beginnings: ReadonlySet<string>;

  /** @param file one name a line, lower case without accents; lines that begin with # are none */
  constructor(file: string) {
    this.#names = new Set(file.split('\n').filter((line) => line !== '' && !line.startsWith('#')));
    this.#beginnings = new Set([...this.#names].map(lettersOf));
  }

  /**
   * Does such a name begin with the word `first`, with the one before it ("Mother Teresa") or with the one before
   * that ("Yoga With Adriene"), and reach at least to `last`, or to a second word where none behind it can be part of a name?
   * "Dua Lipa Workout" does, "Michael Jordan Smith" does not.
   *
   * @returns its first word and its last
   */
  rangeOf(scan: Scan, first: number, last: number): readonly [first: number, last: number] | undefined {
    for (let from = first; from >= Math.max(0, first - 2); from--) {
      if (!this.#beginnings.has(lettersOf(unaccented(scan.word(from))))) continue;
      for (let to = Math.min(from + most, scan.count) - 1; to >= first && (to > from || to >= last); to--) {
        const name = unaccented(scan.lower.slice(scan.start(from), scan.end(to)));
        // "jack daniel's" is what is sold; Jack Daniel may be anybody.
        if (!this.#names.has(name) && !(scan.possessive(to) && this.#names.has(`${name}'s`))) continue;
        if (areOnlyWords(scan, to + 1, last)) return [from, to];
      }
    }
    return undefined;
  }
}

const areOnlyWords = (scan: Scan, from: number, last: number): boolean => {
  for (let index = from; index <= last; index++) {
    if ((scan.bits(index) & (known.word | known.family | known.given)) !== known.word) return false;
  }
  return true;
};
