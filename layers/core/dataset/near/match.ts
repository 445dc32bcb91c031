import { kindOf, kinds } from '../ranges.ts';
import { Words } from '../words.ts';
import { alike } from './alike.ts';
import { columnOf, entryWords } from './band-entries.ts';
import { sortedBy } from './radix.ts';
import { areNear } from './signature.ts';

/** Up to so many different texts that share a band are compared each with each. */
const fewTexts = 32;
/** More of them are compared with the best ones only, of which no two are near: no more than so many. */
const mostLeaders = 256;

/** What was found in a bucket. */
interface Matches {
  /** References of two texts of one sketch, one after the other. */
  readonly same: Uint32Array;
  /** References of two texts that are near, one after the other: of texts of one sketch, of the first of them. */
  readonly pairs: Uint32Array;
  /** References of texts, to learn from or rated, that are near to one of a held-out user. */
  readonly heldOut: Uint32Array;
}

/** A text, and all entries that have its sketch. */
interface Text {
  readonly entries: readonly number[];
  /** The smallest reference of all: which range a text stands in too must not change its place among equals. */
  readonly ref: number;
  /** Of the best. */
  readonly rank: number;
}

/** Compares the texts of one bucket that share a band key. */
class Group {
  readonly #entries: Uint32Array;
  readonly #ranks: Float32Array;
  readonly same = new Words();
  readonly pairs = new Words();
  readonly heldOut = new Words();

  /** @param ranks of all entries */
  constructor(entries: Uint32Array, ranks: Float32Array) {
    this.#entries = entries;
    this.#ranks = ranks;
  }

  #ref(entry: number): number {
    return this.#entries[entry * entryWords + 2] ?? 0;
  }

  #textsOf(entries: Uint32Array): Text[] {
    return alike(this.#entries, entries).map((own) => ({
      entries: own,
      ref: own.reduce((least, entry) => Math.min(least, this.#ref(entry)), Number.POSITIVE_INFINITY),
      rank: own.reduce((most, entry) => Math.max(most, this.#ranks[entry] ?? 0), Number.NEGATIVE_INFINITY),
    }));
  }

  #near({ entries: [a = 0] }: Text, { entries: [b = 0] }: Text): boolean {
    return areNear(this.#entries, a * entryWords + 4, this.#entries, b * entryWords + 4);
  }

  /** @param texts of one kind */
  #pair(texts: readonly Text[]): void {
    for (const { entries, ref } of texts) {
      for (const entry of entries) if (this.#ref(entry) !== ref) addPair(this.same, ref, this.#ref(entry));
    }
    const leaders: Text[] = [];
    for (const text of texts.toSorted((a, b) => b.rank - a.rank || a.ref - b.ref)) {
      const near = leaders.filter((leader) => this.#near(leader, text));
      for (const leader of near) addPair(this.pairs, leader.ref, text.ref);
      if (texts.length <= fewTexts || (near.length === 0 && leaders.length < mostLeaders)) leaders.push(text);
    }
  }

  /** However many there are: a text that was held out must not be learned. */
  #hold(open: readonly Text[], heldOutTexts: readonly Text[]): void {
    for (const text of open) {
      if (!heldOutTexts.some((heldOut) => this.#near(heldOut, text))) continue;
      for (const entry of text.entries) this.heldOut.add(this.#ref(entry));
    }
  }

  /** @param entries that share a band key */
  compare(entries: Uint32Array): void {
    const of = (kind: number) => this.#textsOf(entries.filter((entry) => kindOf(this.#ref(entry)) === kind));
    const [learned, rated] = [of(kinds.learned), of(kinds.rated)];
    this.#pair(learned);
    this.#pair(of(kinds.heldOut));
    if (learned.length + rated.length > 0) this.#hold([...learned, ...rated], of(kinds.heldOutText));
  }
}

function addPair(to: Words, one: number, other: number): void {
  to.add(one);
  to.add(other);
}

/**
 * Finds the texts of a bucket that are near: those that share a band key are candidates, and each pair is verified
 * by the estimate over all 128 permutations. Texts of one sketch are compared as one, so that what is found depends on
 * the different texts alone and not on how many ranges they stand in. The same pair may be found in several buckets.
 *
 * @param entries see `BandEntries`; all entries of the bucket, in any order
 */
export function matchEntries(entries: Uint32Array): Matches {
  const [high, low] = [columnOf(entries, 0), columnOf(entries, 1)];
  const order = sortedBy(low, high);
  const group = new Group(entries, new Float32Array(columnOf(entries, 3).buffer));
  const isSame = (a: number | undefined, b: number | undefined) =>
    a !== undefined && b !== undefined && high[a] === high[b] && low[a] === low[b];
  let start = 0;
  for (let i = 1; i <= order.length; i++) {
    if (isSame(order[start], order[i])) continue;
    if (i - start > 1) group.compare(order.subarray(start, i));
    start = i;
  }
  return { same: group.same.all.slice(), pairs: group.pairs.all.slice(), heldOut: group.heldOut.all.slice() };
}
