import { kindOf, kinds } from '../ranges.ts';
import { Words } from '../words.ts';
import { columnOf, entryWords } from './band-entries.ts';
import { descending, sortedBy } from './radix.ts';
import { areNear } from './signature.ts';

/** Up to so many texts that share a band are compared each with each. */
const fewTexts = 32;
/** More of them are compared with the best ones only, of which no two are near: no more than so many. */
const mostLeaders = 256;

/** What was found in a bucket. */
export interface Matches {
  /** References of two texts that are near, one after the other. */
  readonly pairs: Uint32Array;
  /** References of texts, to learn from or rated, that are near to one of a held-out user. */
  readonly heldOut: Uint32Array;
}

/** Compares the texts of one bucket that share a band key. */
class Group {
  readonly #entries: Uint32Array;
  readonly pairs = new Words();
  readonly heldOut = new Words();

  constructor(entries: Uint32Array) {
    this.#entries = entries;
  }

  #ref(entry: number): number {
    return this.#entries[entry * entryWords + 2] ?? 0;
  }

  #near(a: number, b: number): boolean {
    return areNear(this.#entries, a * entryWords + 4, this.#entries, b * entryWords + 4);
  }

  /** @param texts of one kind, the best first */
  #pair(texts: Uint32Array): void {
    const leaders: number[] = [];
    for (const text of texts) {
      const near = leaders.filter((leader) => this.#near(leader, text));
      for (const leader of near) {
        this.pairs.add(this.#ref(leader));
        this.pairs.add(this.#ref(text));
      }
      if (texts.length <= fewTexts || (near.length === 0 && leaders.length < mostLeaders)) leaders.push(text);
    }
  }

  /** However many there are: a text that was held out must not be learned. */
  #hold(open: Uint32Array, heldOutTexts: Uint32Array): void {
    const distinct: number[] = [];
    for (const text of heldOutTexts) {
      if (!distinct.some((other) => this.#same(other, text))) distinct.push(text);
    }
    for (const text of open) {
      if (distinct.some((other) => this.#near(other, text))) this.heldOut.add(this.#ref(text));
    }
  }

  #same(a: number, b: number): boolean {
    for (let i = 4; i < entryWords; i++) {
      if (this.#entries[a * entryWords + i] !== this.#entries[b * entryWords + i]) return false;
    }
    return true;
  }

  /** @param texts that share a band key, the best first */
  compare(texts: Uint32Array): void {
    const of = (kind: number) => texts.filter((text) => kindOf(this.#ref(text)) === kind);
    const [learned, rated] = [of(kinds.learned), of(kinds.rated)];
    this.#pair(learned);
    this.#pair(of(kinds.heldOut));
    if (learned.length + rated.length === 0) return;
    const heldOutTexts = of(kinds.heldOutText);
    this.#hold(learned, heldOutTexts);
    this.#hold(rated, heldOutTexts);
  }
}

/**
 * Finds the texts of a bucket that are near: those that share a band key are candidates, and each pair is verified
 * by the estimate over all 128 permutations. The same pair may be found in several buckets.
 *
 * @param entries see `BandEntries`; all entries of the bucket, in any order
 */
export function matchEntries(entries: Uint32Array): Matches {
  const [high, low, refs] = [columnOf(entries, 0), columnOf(entries, 1), columnOf(entries, 2)];
  const ranks = descending(new Float32Array(columnOf(entries, 3).buffer));
  const order = sortedBy(refs, ranks, low, high);
  const group = new Group(entries);
  const isSame = (a: number | undefined, b: number | undefined) =>
    a !== undefined && b !== undefined && high[a] === high[b] && low[a] === low[b];
  let start = 0;
  for (let i = 1; i <= order.length; i++) {
    if (isSame(order[start], order[i])) continue;
    if (i - start > 1) group.compare(order.subarray(start, i));
    start = i;
  }
  return { pairs: group.pairs.all.slice(), heldOut: group.heldOut.all.slice() };
}
