import type { Scan } from './scan.ts';

/** So many words of a text may be one name ("alexander the great" has three). */
const most = 4;
const beyondAscii = /[^ -~]/;
const accents = /\p{M}/gu;
const special = /[łøßđæœ]/g;
const plainLetters: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', ß: 'ss', đ: 'd', æ: 'ae', œ: 'oe' };

/** Names that are nobody's secret: of people in public life and in history, of characters, of makers. */
export class PublicNames {
  readonly #names: ReadonlySet<string>;

  /** @param file one name a line, lower case without accents; lines that begin with # are none */
  constructor(file: string) {
    this.#names = new Set(file.split('\n').filter((line) => line !== '' && !line.startsWith('#')));
  }

  /**
   * Does such a name begin with the word `first`, or with the one before it ("Mother Teresa"), and reach at least to a
   * second word or to `last`?
   *
   * @returns its last word
   */
  lastOf(scan: Scan, first: number, last: number): number | undefined {
    for (let from = first; from >= Math.max(0, first - 1); from--) {
      for (let to = Math.min(from + most, scan.count) - 1; to >= first && (to > from || to >= last); to--) {
        if (this.#names.has(plain(scan.lower.slice(scan.start(from), scan.end(to))))) return to;
      }
    }
    return undefined;
  }
}

const plain = (name: string): string =>
  beyondAscii.test(name)
    ? name
        .normalize('NFD')
        .replace(accents, '')
        .replace(special, (letter) => plainLetters[letter] ?? letter)
    : name;
