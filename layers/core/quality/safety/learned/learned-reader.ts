import type { Sender } from '../../../conversation/message.ts';
import type { SafetyCategory } from '../../judgement.ts';
import type { Reading } from '../reading.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { Features } from './features.ts';
import { type CategoryWeights, categoryBuckets, shareOf, type Weights } from './weights.ts';

/** The most sentences that are weighed as one. */
export const longestRun = 3;

/** What of a text weighs most: log-odds of harm, and the words, `from` up to before `to`, with those of its pieces. */
export interface Heaviest {
  logOdds: number;
  from: number;
  to: number;
}

/**
 * Weighs a text by what was learned from the corpus: each run of up to three sentences by itself, and the heaviest counts. So what
 * stands before and behind can add to a text's weight and never take any from it.
 */
export class LearnedReader {
  readonly heaviest: Heaviest = { logOdds: 0, from: 0, to: 0 };
  readonly #features: Features;
  #sums = new Int32Array(64);

  constructor(vocabulary: Vocabulary) {
    this.#features = new Features(vocabulary);
  }

  /**
   * Finds the heaviest run of sentences of what was read last; `heaviest` until the next call.
   *
   * @returns its log-odds of harm; those of no words at all for an empty text
   */
  weigh(reading: Reading, sender: Sender, { buckets, unit, bias }: Weights): number {
    const features = this.#features;
    features.cut(reading);
    if (this.#sums.length < features.pieces) this.#sums = new Int32Array(features.pieces * 2);
    const sums = this.#sums;
    for (let piece = 0; piece < features.pieces; piece++) {
      features.read(reading, piece, sender);
      sums[piece] = this.#sum(buckets);
    }
    const { heaviest } = this;
    let most = Number.NEGATIVE_INFINITY;
    for (let piece = 0; piece < features.pieces; piece++) {
      const from = features.pieceFrom[piece] ?? 0;
      let sum = 0;
      for (let last = piece; last < Math.min(features.pieces, piece + longestRun); last++) {
        sum += sums[last] ?? 0;
        const to = features.pieceFrom[last + 1] ?? 0;
        const weight = sum * shareOf(to - from);
        if (weight <= most) continue;
        most = weight;
        heaviest.from = from;
        heaviest.to = to;
      }
    }
    if (features.pieces === 0) [most, heaviest.from, heaviest.to] = [0, 0, 0];
    heaviest.logOdds = most * unit + bias[sender];
    return heaviest.logOdds;
  }

  /** The kind of harm that the heaviest words are most like. Call it after `weigh`, with the same reading. */
  category(reading: Reading, sender: Sender, { names, buckets }: CategoryWeights): SafetyCategory {
    const features = this.#features;
    const sums = new Int32Array(names.length);
    for (let piece = 0; piece < features.pieces; piece++) {
      const from = features.pieceFrom[piece] ?? 0;
      if (from < this.heaviest.from || from >= this.heaviest.to) continue;
      features.read(reading, piece, sender);
      for (let name = 0; name < names.length; name++) {
        const own = buckets.subarray(name * categoryBuckets, (name + 1) * categoryBuckets);
        sums[name] = (sums[name] ?? 0) + this.#sum(own);
      }
    }
    let best = 0;
    for (let name = 1; name < names.length; name++) if ((sums[name] ?? 0) > (sums[best] ?? 0)) best = name;
    return names[best] ?? 'other_harm';
  }

  /** The weight of the piece that was read last: single words count twice. The number of `buckets` is a power of two. */
  #sum(buckets: Int8Array): number {
    const { buckets: own, words, count } = this.#features;
    const mask = buckets.length - 1;
    let sum = 0;
    for (let at = 0; at < words; at++) sum += 2 * (buckets[(own[at] ?? 0) & mask] ?? 0);
    for (let at = words; at < count; at++) sum += buckets[(own[at] ?? 0) & mask] ?? 0;
    return sum;
  }
}
