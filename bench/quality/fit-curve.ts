import { type Rows, regress } from '../../layers/core/quality/calibrate/logistic-regression.ts';
import type { Curve } from '../../layers/core/quality/scoring.ts';

/** Scores are written with four decimals: a chance of 0 or 1 has no logarithm. */
const within = (chance: number): number => Math.max(1e-4, Math.min(1 - 1e-4, chance));

/**
 * The curve of `scoring.json` that makes chances of scores: of how many that have a score a person said so. Left out is a
 * score of 0, which says that there is nothing to judge.
 *
 * @param labels 0 or 1
 */
export function fitCurve(labels: readonly number[], scores: readonly number[]): Curve {
  const chosen = [...scores.keys()].filter((at) => (scores[at] ?? 0) > 0);
  const rows: Rows = {
    starts: Int32Array.from({ length: scores.length + 1 }, (_, at) => 2 * at),
    columns: Int32Array.from({ length: 2 * scores.length }, (_, at) => at % 2),
    values: Float64Array.from(scores.flatMap((score) => [Math.log(within(score)), -Math.log(1 - within(score))])),
    width: 2,
  };
  const [low = 1, high = 1, shift = 0] = regress(rows, chosen, labels);
  return { low, high, shift };
}

/** A score on a curve; 0 stays. */
export function onCurve(score: number, { low, high, shift }: Curve): number {
  if (score === 0) return 0;
  const chance = within(score);
  return 1 / (1 + Math.exp(-(low * Math.log(chance) - high * Math.log(1 - chance) + shift)));
}
