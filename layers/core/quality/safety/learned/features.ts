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
  /** What the piece holds that was read last. */
  words = 0;
  count = 0;
  buckets = new Int32Array(512);

  readonly #hashes: Int32Array;

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

  /** Reads the words of one piece into `buckets`: first `words` of single words, then the others up to `count`. */
  read({ ids, families }: Reading, piece: number, sender: Sender): void {
    const from = this.pieceFrom[piece] ?? 0;
    const to = this.pieceFrom[piece + 1] ?? from;
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

  #piece(from: number): void {
    if (this.pieces + 2 > this.pieceFrom.length) {
      const more = new Int32Array(this.pieceFrom.length * 2);
      more.set(this.pieceFrom);
      this.pieceFrom = more;
    }
    this.pieceFrom[this.pieces++] = from;
  }
}
