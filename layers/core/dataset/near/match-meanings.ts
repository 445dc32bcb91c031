import { kindOf, kinds, unnamedHeldText } from '../ranges.ts';
import { Words } from '../words.ts';
import { alike } from './alike.ts';
import { columnOf, entryWords } from './band-entries.ts';
import { bitsOfCosine, differingBits, turnWords } from './meaning-signature.ts';
import { descending, sortedBy } from './radix.ts';

/**
 * Where more share the beginning of a band, more of its bits part them, while there are any. Fewer are compared with
 * each other, which saves time, than with held-out texts, where what is missed is learned.
 */
const mostTogether = { paired: 512, held: 1024 } as const;
/** Of texts that are surely near to one another the best stands for the rest: no more of those than this. */
const mostLeaders = 1024;
/** How many leaders a text is paired with at most, the best first: a cluster needs the one at its centre. */
const mostPairs = 4;
/** Standard deviations: of a hundred pairs exactly as near as the policy says, one is lost by its bits. */
const allowance = 2.5;

/** Where the rank of an entry stands: of what was held out, a hash of the text, see `HeldOutMeanings`. */
const rankAt = 3;

/** What may say the same, to be verified by the vectors: see select/paraphrases.ts. */
interface Paraphrased {
  /** References of two candidates, the better first, one pair after the other. */
  readonly pairs: Uint32Array;
  /**
   * References of a candidate to learn from, or of a rated text, and of a text of a held-out user; of one that has no
   * place where the bits leave no doubt.
   */
  readonly heldOut: Uint32Array;
  /** How often two sketches were compared: in proportion to the texts, however many people say the same. */
  readonly compared: number;
}

/** Compares the texts of one bucket of meanings, by the bits of their sketches. */
class Comparison {
  readonly #entries: Uint32Array;
  /** Bits up to which two turns may be near, count as near, and are near beyond doubt. */
  readonly #maybe: number;
  readonly #surely: number;
  readonly #undoubted: number;
  readonly pairs = new Words();
  readonly heldOut = new Words();
  compared = 0;

  constructor(entries: Uint32Array, cosine: number) {
    const { mean, deviation } = bitsOfCosine(cosine);
    this.#entries = entries;
    this.#maybe = Math.floor(mean + allowance * deviation);
    this.#surely = Math.floor(mean);
    this.#undoubted = Math.floor(mean - allowance * deviation);
  }

  ref(entry: number): number {
    return this.#entries[entry * entryWords + 2] ?? 0;
  }

  /** @returns the bits in which the turns differ, of the two kinds of turn the more */
  #apart(a: number, b: number): number {
    this.compared++;
    const [one, other] = [a * entryWords + 4, b * entryWords + 4];
    const user = differingBits(this.#entries, one, this.#entries, other);
    if (user > this.#maybe) return user;
    return Math.max(user, differingBits(this.#entries, one + turnWords, this.#entries, other + turnWords));
  }

  /** @param texts of one kind, the best first */
  pair(texts: Uint32Array): void {
    const leaders: number[] = [];
    for (const text of texts) {
      let [found, isLed] = [0, false];
      for (const leader of leaders) {
        const bits = this.#apart(leader, text);
        if (bits > this.#maybe) continue;
        this.pairs.add(this.ref(leader));
        this.pairs.add(this.ref(text));
        isLed = bits <= this.#surely;
        found++;
        if (isLed || found === mostPairs) break;
      }
      if (!isLed && leaders.length < mostLeaders) leaders.push(text);
    }
  }

  /**
   * However many there are: a text that was held out must not be learned. What many people say is compared once, and
   * what is near beyond doubt to one held-out text is compared with no other.
   */
  hold(open: Uint32Array, heldOutTexts: Uint32Array): void {
    const held = alike(this.#entries, heldOutTexts, rankAt).map(([first = 0]) => first);
    for (const texts of alike(this.#entries, open)) this.#holdOne(texts, held);
  }

  /** @param texts of one sketch and kind */
  #holdOne(texts: readonly number[], heldOutTexts: readonly number[]): void {
    const [first = 0] = texts;
    const add = (heldOut: number) => {
      for (const text of texts) {
        this.heldOut.add(this.ref(text));
        this.heldOut.add(heldOut);
      }
    };
    // Of a rated text nobody reads the vector.
    const enough = kindOf(this.ref(first)) === kinds.rated ? this.#maybe : this.#undoubted;
    for (const heldOut of heldOutTexts) {
      const bits = this.#apart(heldOut, first);
      if (bits > this.#maybe) continue;
      add(bits <= enough ? unnamedHeldText : this.ref(heldOut));
      if (bits <= enough) return;
    }
  }
}

/**
 * Finds texts of a bucket that may be paraphrases. Those that share the first eight bits of a band are candidates;
 * where they are too many to compare, those that share the next bit as well, and so on (as in an LSH forest, Bawa et
 * al. 2005). So it takes the same time for each text however many there are, and nobody need know beforehand how
 * many. What is found depends on the texts alone, not on how the work was cut.
 *
 * @param entries see `BandEntries`, of meanings; all entries of the bucket, in any order
 * @param cosine from which on both turns must be near, 0..1
 */
export function matchMeanings(entries: Uint32Array, cosine: number): Paraphrased {
  const [high, low, refs] = [columnOf(entries, 0), columnOf(entries, 1), columnOf(entries, 2)];
  const comparison = new Comparison(entries, cosine);
  const byKey = sortedBy(low, high);
  // Of texts in one group the best comes first; by their places in this order they are sorted soonest.
  const place = new Uint32Array(byKey.length);
  const bestFirst = sortedBy(refs, descending(new Float32Array(columnOf(entries, 3).buffer)));
  for (const [at, entry] of bestFirst.entries()) place[entry] = at;

  const sorted = (group: Uint32Array, kind: number) =>
    group.filter((entry) => kindOf(comparison.ref(entry)) === kind).sort((a, b) => (place[a] ?? 0) - (place[b] ?? 0));
  const compare = {
    paired(group: Uint32Array) {
      comparison.pair(sorted(group, kinds.learned));
      comparison.pair(sorted(group, kinds.heldOut));
    },
    held(group: Uint32Array) {
      const heldOutTexts = sorted(group, kinds.heldOutText);
      if (heldOutTexts.length === 0) return;
      comparison.hold(sorted(group, kinds.learned), heldOutTexts);
      comparison.hold(sorted(group, kinds.rated), heldOutTexts);
    },
  };

  /** Those from `start` to before `end` in the order of the keys, which agree in all bits above `bit`. */
  const split = (how: keyof typeof mostTogether, start: number, end: number, bit: number): void => {
    const group = byKey.subarray(start, end);
    // Texts that were held out come from each partition anew: how many there are says how the work was cut. What was
    // said of replies must not change which examples are found to be alike.
    const isCounted = (kind: number) => kind === kinds.learned || kind === kinds.heldOut;
    const size = group.reduce((sum, entry) => sum + (isCounted(kindOf(comparison.ref(entry))) ? 1 : 0), 0);
    if (end - start < 2) return;
    if (size <= mostTogether[how] || bit < 0) {
      compare[how](group);
      return;
    }
    let middle = start;
    while (middle < end && (((low[byKey[middle] ?? 0] ?? 0) >>> bit) & 1) === 0) middle++;
    split(how, start, middle, bit - 1);
    split(how, middle, end, bit - 1);
  };

  let start = 0;
  for (let i = 1; i <= byKey.length; i++) {
    if (i < byKey.length && high[byKey[i] ?? 0] === high[byKey[start] ?? 0]) continue;
    split('paired', start, i, 31);
    split('held', start, i, 31);
    start = i;
  }
  const { pairs, heldOut, compared } = comparison;
  return { pairs: pairs.all.slice(), heldOut: heldOut.all.slice(), compared };
}
