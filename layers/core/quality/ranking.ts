import * as z from 'zod';

/** `overall` scores are counted in thousandths: the memory does not grow with the exchanges. */
const steps = 1000;
const stepOf = (overall: number): number => Math.min(steps, Math.max(0, Math.floor(overall * steps)));

/** How many exchanges have which `overall`, by thousandth: 1001 counts. Rankings of partitions are added up. */
export const rankingSchema = z.array(z.int().min(0)).length(steps + 1);
export type Ranking = readonly number[];

export const emptyRanking = (): number[] => Array<number>(steps + 1).fill(0);

/** Counts one exchange in. */
export function rank(ranking: number[], overall: number): void {
  const step = stepOf(overall);
  ranking[step] = (ranking[step] ?? 0) + 1;
}

/** The ranking of two lots of exchanges together. */
export const together = (a: Ranking, b: Ranking): number[] =>
  emptyRanking().map((_, step) => (a[step] ?? 0) + (b[step] ?? 0));

/**
 * The lowest `overall` of the best share of exchanges, for a policy's `keepBest`: rank-based selection keeps those
 * at or above it. Exact to a thousandth; of a tie all are kept.
 *
 * @param share 0..1; 1 keeps all
 */
export function bestShareFrom(ranking: Ranking, share: number): number {
  const wanted = share * ranking.reduce((sum, count) => sum + count, 0);
  let kept = 0;
  for (let step = steps; step > 0; step--) {
    kept += ranking[step] ?? 0;
    if (kept >= wanted && kept > 0) return share >= 1 ? 0 : step / steps;
  }
  return 0;
}
