import type { Sender } from '../../../conversation/message.ts';
import type { SafetyCategory } from '../../judgement.ts';
import type { Span } from '../matcher.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { Words } from '../words.ts';
import { piecesOf } from './features.ts';
import { LaidWeights } from './laid-weights.ts';
import { type CategoryWeights, categoryBuckets, shareOf, type Weights } from './weights.ts';

/** The most sentences that are weighed as one. */
export const longestRun = 3;
/**
 * Kinds that weigh as much as each other but for so much are both told: of 1,800 lines that no rule holds, left out when the kinds were
 * learned, the heaviest kind is the right one in 32 to 51 % where the next is as near, one of both in 58 to 71 %.
 */
const nearKinds = 30;
/** The most clauses. */
const longestClauses = 8;

/** How many words before and behind a hit are weighed with it. */
const around = 12;

/** What of a text weighs most: log-odds of harm, and the words, `from` up to before `to`, with those of its pieces. */
interface Heaviest {
  logOdds: number;
  from: number;
  to: number;
}

/**
 * Weighs a text by what was learned from the corpus: each run of up to three sentences by itself, and of clauses too, and the
 * heaviest counts. So what stands before and behind can add to a text's weight and never take any from it, on whichever line.
 */
export class LearnedReader {
  readonly heaviest: Heaviest = { logOdds: 0, from: 0, to: 0 };
  readonly #laid: LaidWeights;
  #most = 0;

  constructor(vocabulary: Vocabulary) {
    this.#laid = new LaidWeights(vocabulary);
  }

  /**
   * Finds the heaviest run of sentences or clauses of what was read last; `heaviest` until the next call.
   *
   * @returns its log-odds of harm; those of no words at all for an empty text
   */
  weigh(words: Words, sender: Sender, { buckets, unit, bias }: Weights): number {
    this.#laid.lay(words, sender, buckets);
    const places = piecesOf(words);
    const pieces = places.length - 1;
    this.#most = Number.NEGATIVE_INFINITY;
    if (words.count === 0) this.#take(0, 0, 0);
    for (let piece = 0; piece < pieces; piece++) {
      const from = places[piece] ?? 0;
      let sum = 0;
      let start = from;
      for (let last = piece; last < Math.min(pieces, piece + longestRun); last++) {
        const to = places[last + 1] ?? 0;
        sum += this.#laid.of(start, to);
        this.#take(sum, from, to);
        start = to;
      }
    }
    this.#weighClauses(words);
    this.heaviest.logOdds = this.#most * unit + bias[sender];
    return this.heaviest.logOdds;
  }

  /**
   * How the words around a hit weigh, in log-odds of harm: those from up to `around` before it up to as many behind it, as far as
   * its sentence goes, that weigh most. So what stands beside a harm takes nothing from it, with or without a comma.
   */
  weighAround(words: Words, sender: Sender, { buckets, unit, bias }: Weights, hit: Span): number {
    const { first, count } = words;
    const [start, end] = [Math.max(0, hit.start - around), Math.min(count, hit.end + around)];
    this.#laid.lay(words, sender, buckets, start, end);
    let most = Number.NEGATIVE_INFINITY;
    for (let from = hit.start; from >= start; from--) {
      for (let to = hit.end; to <= end; to++) {
        most = Math.max(most, this.#laid.of(from, to) * shareOf(to - from));
        if (first[to] === 1) break;
      }
      if (first[from] === 1) break;
    }
    return most * unit + bias[sender];
  }

  /** The same for runs of clauses: what stands on the same line, after a comma or a dash, takes nothing either. */
  #weighClauses({ first, count }: Words): void {
    if (!first.subarray(1, count).some((opens) => opens > 1)) return;
    for (let from = 0; from < count; from++) {
      if (from > 0 && first[from] === 0) continue;
      let [sum, start, clauses, sentences] = [0, from, 0, 0];
      for (let to = from + 1; to <= count && clauses < longestClauses && sentences < longestRun; to++) {
        if (to < count && first[to] === 0) continue;
        const weight = sum + this.#laid.of(start, to);
        this.#take(weight, from, to);
        clauses++;
        if (first[to] !== 1) continue;
        sum = weight;
        start = to;
        sentences++;
      }
    }
  }

  #take(sum: number, from: number, to: number): void {
    const weight = sum * shareOf(to - from);
    if (weight <= this.#most) return;
    this.#most = weight;
    this.heaviest.from = from;
    this.heaviest.to = to;
  }

  /** The kind of harm that the heaviest words are most like, and another that is as near. Call it after `weigh`, with the same words. */
  kinds(words: Words, sender: Sender, { names, buckets }: CategoryWeights): SafetyCategory[] {
    const { from, to } = this.heaviest;
    const sums = Array.from(names, (_, name) => {
      this.#laid.lay(words, sender, buckets.subarray(name * categoryBuckets, (name + 1) * categoryBuckets));
      let [sum, start] = [0, from];
      for (let end = from + 1; end <= to; end++) {
        if (end < to && words.first[end] !== 1) continue;
        sum += this.#laid.of(start, end);
        start = end;
      }
      return sum;
    });
    const [best, second] = names.map((name, at) => ({ name, sum: sums[at] ?? 0 })).sort((a, b) => b.sum - a.sum);
    const isNear = best && second && (best.sum - second.sum) * shareOf(to - from) < nearKinds;
    return [best, isNear ? second : undefined].flatMap((kind) => (kind ? [kind.name] : []));
  }
}
