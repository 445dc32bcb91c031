import type { Sender } from '../../../conversation/message.ts';
import { unknownWord, type Vocabulary } from '../vocabulary.ts';
import type { Words } from '../words.ts';
import { both, bucketOf, edge, kind, salts } from './features.ts';

const { word: ofWord, form: ofForm, pair: ofPair, gap: ofGap, wideGap: ofWideGap } = kind;

/** What is kept of a word: the sums of single words, pairs, gaps and wide gaps up to it, and the word. */
const rowInts = 5;

/** The weights of a text laid out, so that those of any words in a row are found without walking over them again. */
export class LaidWeights {
  readonly #hashes: Int32Array;
  /** A row before the first word and one for each. */
  #laid = new Int32Array(512 * rowInts);
  #salt = 0;
  #weights: Int8Array = new Int8Array(1);

  constructor(vocabulary: Vocabulary) {
    this.#hashes = vocabulary.hashes();
  }

  /**
   * @param weights by bucket; their number is a power of two
   * @param first the first word that will be asked for; @param end the one behind the last
   */
  lay({ ids, families, count }: Words, sender: Sender, weights: Int8Array, first = 0, end = count): void {
    if (this.#laid.length < (end + 1) * rowInts) this.#laid = new Int32Array((end + 1) * rowInts * 2);
    this.#salt = salts[sender];
    this.#weights = weights;
    const hashes = this.#hashes;
    const [laid, salt, last] = [this.#laid, this.#salt, weights.length - 1];
    laid.fill(0, first * rowInts, (first + 1) * rowInts);
    let [sum, pairs, gaps, wideGaps] = [0, 0, 0, 0];
    let [back3, back2, back1] = [0, 0, 0];
    for (let at = first; at < end; at++) {
      const id = ids[at] ?? unknownWord;
      const family = families[at] ?? id;
      const word = hashes[family] ?? 0;
      sum += 2 * (weights[bucketOf(word ^ salt ^ ofWord) & last] ?? 0);
      if (family !== id) sum += weights[bucketOf((hashes[id] ?? 0) ^ salt ^ ofForm) & last] ?? 0;
      if (at > first) pairs += weights[bucketOf(both(back1, word) ^ salt ^ ofPair) & last] ?? 0;
      if (at > first + 1) gaps += weights[bucketOf(both(back2, word) ^ salt ^ ofGap) & last] ?? 0;
      if (at > first + 2) wideGaps += weights[bucketOf(both(back3, word) ^ salt ^ ofWideGap) & last] ?? 0;
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

  /** The weight of the words from `from` up to before `to`, as a piece by themselves: `bucketsOf`, single words twice. */
  of(from: number, to: number): number {
    const laid = this.#laid;
    const [start, end] = [from * rowInts, to * rowInts];
    let sum = (laid[end] ?? 0) - (laid[start] ?? 0);
    // Within the piece; and with the edges before and behind it.
    sum += (laid[end + 1] ?? 0) - (laid[start + rowInts + 1] ?? 0);
    sum += this.#edges(laid[start + rowInts + 4] ?? 0, laid[end + 4] ?? 0, ofPair);
    if (to - from === 1) return sum + this.#pair(edge, edge, ofGap);
    sum += (laid[end + 2] ?? 0) - (laid[start + 2 * rowInts + 2] ?? 0);
    sum += this.#edges(laid[start + 2 * rowInts + 4] ?? 0, laid[end - rowInts + 4] ?? 0, ofGap);
    if (to - from === 2) return sum + this.#pair(edge, edge, ofWideGap);
    sum += (laid[end + 3] ?? 0) - (laid[start + 3 * rowInts + 3] ?? 0);
    return sum + this.#edges(laid[start + 3 * rowInts + 4] ?? 0, laid[end - 2 * rowInts + 4] ?? 0, ofWideGap);
  }

  #edges(first: number, last: number, gap: number): number {
    return this.#pair(edge, first, gap) + this.#pair(last, edge, gap);
  }

  #pair(first: number, second: number, gap: number): number {
    const bucket = bucketOf(both(first, second) ^ this.#salt ^ gap);
    return this.#weights[bucket & (this.#weights.length - 1)] ?? 0;
  }
}
