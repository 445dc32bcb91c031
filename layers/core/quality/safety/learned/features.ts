import type { Sender } from '../../../conversation/message.ts';
import type { Reading } from '../reading.ts';
import { unknownWord, type Vocabulary } from '../vocabulary.ts';

/** What is counted is counted in 2^17 buckets; two that share one share their weight. */
export const featureBuckets = 2 ** 17;
const mask = featureBuckets - 1;

/** How many buckets a word fills at the utmost, and the end of a piece. */
const [bucketsOfWord, bucketsOfEnd] = [5, 3];

/** A sentence without an end is cut: at a comma after so many words, anywhere after so many. */
const [cutAtPause, cutAnywhere] = [24, 32];

const salts: Readonly<Record<Sender, number>> = { user: 0x2545f491, ai: 0x71c6a5b3 };
const [wordKind, formKind, pairKind, gapKind, wideGapKind] = [
  0x9e3779b1, 0x3c6ef362, 0xdaa66d13, 0x78dde6c4, 0x17156075,
];
/** What `lay` keeps of a word: the sums of single words, pairs, gaps and wide gaps up to it, and the word. */
const rowInts = 5;
/** Stands before the first and behind the last word of a piece. */
const edge = 0x5bd1e995;

const bucketOf = (hash: number): number => {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x45d9f3b);
  return (mixed ^ (mixed >>> 16)) & mask;
};
const both = (first: number, second: number): number => Math.imul(first, 31) ^ Math.imul(second, 0x27d4eb2f);

/**
 * What the learned reader counts in a text: its words, as the safety reader sees through their disguises, by family and by form,
 * and two of them in a row, one apart and two apart. The text is read in pieces, a sentence each.
 */
export class Features {
  /** How many pieces the text has; `pieceFrom[pieces]` ends the last. */
  pieces = 0;
  pieceFrom = new Int32Array(64);
  /** What those words hold that were read last. */
  words = 0;
  count = 0;
  buckets = new Int32Array(512);

  readonly #hashes: Int32Array;
  /** A row before the first word and one for each. */
  #laid = new Int32Array(512 * rowInts);
  #salt = 0;
  #weights: Int8Array = new Int8Array(1);

  constructor(vocabulary: Vocabulary) {
    this.#hashes = vocabulary.hashes();
  }

  /** Finds where sentences begin. A beginning that is put before a text moves none of its own, if it ends as a sentence does. */
  cut({ count, first }: Reading): void {
    this.pieces = 0;
    let from = 0;
    for (let at = 0; at < count; at++) {
      const length = at - from;
      if (length === 0 || (first[at] !== 1 && (length < cutAtPause || first[at] !== 2) && length < cutAnywhere))
        continue;
      this.#piece(from);
      from = at;
    }
    if (from < count) this.#piece(from);
    this.pieceFrom[this.pieces] = count;
  }

  /** Reads the words from `from` up to before `to` into `buckets`: first `words` of single words, then the others up to `count`. */
  read({ ids, families }: Reading, from: number, to: number, sender: Sender): void {
    if (this.buckets.length < (to - from) * bucketsOfWord + bucketsOfEnd) {
      this.buckets = new Int32Array((to - from) * bucketsOfWord * 2 + bucketsOfEnd);
    }
    const hashes = this.#hashes;
    const salt = salts[sender];
    const { buckets } = this;
    this.words = to - from;
    let written = this.words;
    // The words before this one: the third, the second, the last. 0 is none.
    let [third, second, last] = [0, 0, edge];
    for (let at = from; at <= to; at++) {
      const id = ids[at] ?? unknownWord;
      const family = families[at] ?? id;
      const word = at === to ? edge : (hashes[family] ?? 0);
      if (at < to) {
        buckets[at - from] = bucketOf(word ^ salt ^ wordKind);
        if (family !== id) buckets[written++] = bucketOf((hashes[id] ?? 0) ^ salt ^ formKind);
      }
      buckets[written++] = bucketOf(both(last, word) ^ salt ^ pairKind);
      if (second !== 0) buckets[written++] = bucketOf(both(second, word) ^ salt ^ gapKind);
      if (third !== 0) buckets[written++] = bucketOf(both(third, word) ^ salt ^ wideGapKind);
      third = second;
      second = last;
      last = word;
    }
    this.count = written;
  }

  /**
   * Lays the weights of a text out, so that `weightOf` need not walk over its words again.
   *
   * @param weights by bucket; their number is a power of two
   */
  lay({ ids, families, count }: Reading, sender: Sender, weights: Int8Array): void {
    if (this.#laid.length < (count + 1) * rowInts) this.#laid = new Int32Array((count + 1) * rowInts * 2);
    this.#salt = salts[sender];
    this.#weights = weights;
    const hashes = this.#hashes;
    const [laid, salt, last] = [this.#laid, salts[sender], weights.length - 1];
    laid.fill(0, 0, rowInts);
    let [sum, pairs, gaps, wideGaps] = [0, 0, 0, 0];
    let [back3, back2, back1] = [0, 0, 0];
    for (let at = 0; at < count; at++) {
      const id = ids[at] ?? unknownWord;
      const family = families[at] ?? id;
      const word = hashes[family] ?? 0;
      sum += 2 * (weights[bucketOf(word ^ salt ^ wordKind) & last] ?? 0);
      if (family !== id) sum += weights[bucketOf((hashes[id] ?? 0) ^ salt ^ formKind) & last] ?? 0;
      if (at > 0) pairs += weights[bucketOf(both(back1, word) ^ salt ^ pairKind) & last] ?? 0;
      if (at > 1) gaps += weights[bucketOf(both(back2, word) ^ salt ^ gapKind) & last] ?? 0;
      if (at > 2) wideGaps += weights[bucketOf(both(back3, word) ^ salt ^ wideGapKind) & last] ?? 0;
      const row = (at + 1) * rowInts;
      laid[row] = sum;
      laid[row + 1] = pairs;
      laid[row + 2] = gaps;
      laid[row + 3] = wideGaps;
      laid[row + 4] = word;
      back3 = back2;
      back2 = back1;
      back1 = word;
    }
  }

  /** The weight of the words from `from` up to before `to`, as a piece by themselves. Call it after `lay`. */
  weightOf(from: number, to: number): number {
    const laid = this.#laid;
    const [start, end] = [from * rowInts, to * rowInts];
    let sum = (laid[end] ?? 0) - (laid[start] ?? 0);
    // Within the piece; and with the edges before and behind it.
    sum += (laid[end + 1] ?? 0) - (laid[start + rowInts + 1] ?? 0);
    sum += this.#edges(laid[start + rowInts + 4] ?? 0, laid[end + 4] ?? 0, pairKind);
    if (to - from === 1) return sum + this.#pair(edge, edge, gapKind);
    sum += (laid[end + 2] ?? 0) - (laid[start + 2 * rowInts + 2] ?? 0);
    sum += this.#edges(laid[start + 2 * rowInts + 4] ?? 0, laid[end - rowInts + 4] ?? 0, gapKind);
    if (to - from === 2) return sum + this.#pair(edge, edge, wideGapKind);
    sum += (laid[end + 3] ?? 0) - (laid[start + 3 * rowInts + 3] ?? 0);
    return sum + this.#edges(laid[start + 3 * rowInts + 4] ?? 0, laid[end - 2 * rowInts + 4] ?? 0, wideGapKind);
  }

  #edges(first: number, last: number, kind: number): number {
    return this.#pair(edge, first, kind) + this.#pair(last, edge, kind);
  }

  #pair(first: number, second: number, kind: number): number {
    const bucket = bucketOf(both(first, second) ^ this.#salt ^ kind);
    return this.#weights[bucket & (this.#weights.length - 1)] ?? 0;
  }

  #piece(from: number): void {
    if (this.pieces + 2 > this.pieceFrom.length) {
      const more = new Int32Array(this.pieceFrom.length * 2);
      more.set(this.pieceFrom);
      this.pieceFrom = more;
    }
    this.pieceFrom[this.pieces++] = from;
  }
}
