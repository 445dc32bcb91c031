import type { Sender } from '../../../conversation/message.ts';
import type { SafetyCategory } from '../../judgement.ts';

/** What a learned reader weighs a text by, in log-odds of harm. */
export interface Weights {
  /** By bucket, see features.ts: so many `unit`s. */
  readonly buckets: Int8Array;
  readonly unit: number;
  readonly bias: Readonly<Record<Sender, number>>;
}

/** The same, with what a text means beside its words. */
export interface MeaningWeights extends Weights {
  /** Whose vectors `direction` is for: those of another embedder mean something else. */
  readonly embedder: string;
  /** By who speaks: what each number of a text's vector adds, in log-odds. */
  readonly direction: Readonly<Record<Sender, Float32Array>>;
}

/** How many buckets the kinds of harm are told apart by. */
export const categoryBuckets = 2 ** 11;

/** What tells one kind of harm from another. */
export interface CategoryWeights {
  readonly names: readonly SafetyCategory[];
  /** By name and then by bucket. */
  readonly buckets: Int8Array;
}

/** All that was learned from the corpus. Without `meaning` texts are weighed by their words alone. */
export interface LearnedWeights {
  readonly words: Weights;
  readonly meaning?: MeaningWeights;
  readonly categories: CategoryWeights;
  /** What patterns of rules saw in harmless lines too often to be believed whatever the words weigh. */
  readonly doubted: ReadonlySet<number>;
}

/** Longer texts say more of everything: a sum over so many words is divided by their root. */
export const shareOf = (words: number): number => 1 / Math.sqrt(Math.max(1, words));
