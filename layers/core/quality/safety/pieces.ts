import { hashStart, hashStep } from '../text/hash.ts';
import { isAfterEmoji, isAfterMark, isFirst } from './breaks.ts';
import { isIdeograph } from './fold.ts';
import { hasLetter, type Reader } from './reader.ts';
import { unknownWord, type Vocabulary } from './vocabulary.ts';

const zero = 48;
const longestRun = 200;
/** The fewest letters of a word that is torn by a mark, by white space. */
export const [shortestMarked, shortestSpaced] = [3, 5];
/** The most letters. */
const longestTorn = 20;

/** What the tokens of a reader are to one another: letters by themselves, pieces of one word, parted by a mark. */
export class Pieces {
  readonly #reader: Reader;
  readonly #vocabulary: Vocabulary;

  constructor(reader: Reader, vocabulary: Vocabulary) {
    this.#reader = reader;
    this.#vocabulary = vocabulary;
  }

  /** Whether a known word may be a piece of another: one of two letters by themselves, or behind a mark. */
  mayBePiece(at: number): boolean {
    const { from, count } = this.#reader;
    const begin = from[at] ?? 0;
    return this.isMarked(at) || (from[at + 1] === begin + 1 && at + 1 < count && from[at + 2] === begin + 2);
  }

  /** A letter of an alphabet, or a digit, by itself. */
  isLetter(at: number): boolean {
    const { from, letters } = this.#reader;
    const start = from[at] ?? 0;
    return (from[at + 1] ?? 0) - start === 1 && !isIdeograph(letters[start] ?? 0);
  }

  /** Whether a token holds digits among letters. */
  isMixed(at: number): boolean {
    const { from, letters, flags } = this.#reader;
    if (((flags[at] ?? 0) & hasLetter) === 0) return false;
    return letters.subarray(from[at], from[at + 1]).some((letter) => letter >= zero && letter < zero + 10);
  }

  /** Where the single letters end that begin with a token; of a longer row its first two hundred. */
  runEnd(at: number): number {
    let end = at;
    while (end < this.#reader.count && end - at < longestRun && this.isLetter(end)) end++;
    return end;
  }

  /** Whether a token or the next has one or two letters, as pieces have rather than words. */
  isShort(at: number): boolean {
    const { from } = this.#reader;
    const [first, next, end] = [from[at] ?? 0, from[at + 1] ?? 0, from[at + 2] ?? 0];
    return next - first <= 2 || end - next <= 2;
  }

  /** Whether one mark or emoji and nothing else stands between a token and the one before it. */
  isMarked(at: number): boolean {
    const { flags, starts, ends } = this.#reader;
    const [before, gap] = [flags[at] ?? 0, (starts[at] ?? 0) - (ends[at - 1] ?? 0)];
    return at > 0 && ((gap === 1 && (before & isAfterMark) !== 0) || (gap === 2 && (before & isAfterEmoji) !== 0));
  }

  /** The fewest letters of a word that is torn behind a token: by white space any two neighbours seem to be. */
  shortestTorn(at: number): number {
    return this.isMarked(at + 1) ? shortestMarked : shortestSpaced;
  }

  /** Whether a sentence begins with a token. */
  opens(token: number): boolean {
    return ((this.#reader.flags[token] ?? 0) & isFirst) !== 0;
  }

  /**
   * The hot word that the letters of some pieces are together, or `unknownWord`.
   *
   * @param from of `letters`, up to before `to`
   * @param shortest words with fewer letters are made of too many others
   */
  join(from: number, to: number, shortest: number): number {
    const { letters } = this.#reader;
    if (to - from < shortest || to - from > longestTorn) return unknownWord;
    let hash = hashStart;
    for (let i = from; i < to; i++) hash = hashStep(hash, letters[i] ?? 0);
    const id = this.#vocabulary.find(hash, to - from);
    return this.#vocabulary.isHot(id) ? id : unknownWord;
  }
}
