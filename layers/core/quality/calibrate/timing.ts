import type { Policy } from '../policy.ts';
import { Measure } from '../scores/measure.ts';
import type { ScoringData } from '../scoring.ts';
import type { Labelled } from './examples.ts';

/** How long a reply takes to score, in microseconds: in all, and what of that the learned scores take. */
export interface Timing {
  readonly all: number;
  readonly learned: number;
}

/** Long enough, in milliseconds, for the engine to have compiled what is measured. */
const warmUp = 200;
/** Rows are timed some at a time, and of so many times the fastest counts: the others were disturbed. */
const [atOnce, times] = [20, 15];
const mostRows = 400;

/**
 * Scores rows with and without what was learned, on this computer.
 *
 * @param scoring with `fitted`
 * @param now milliseconds, from any start
 */
export function timeReplies(
  rows: readonly Labelled[],
  { scoring, policy }: { readonly scoring: ScoringData; readonly policy: Policy },
  now: () => number,
): Timing {
  const some = rows.slice(0, mostRows);
  const parts = Array.from({ length: Math.ceil(some.length / atOnce) }, (_, part) =>
    some.slice(part * atOnce, (part + 1) * atOnce),
  );
  const { fitted: _, ...byHand } = scoring;
  const fastest = (data: ScoringData): number => {
    const measure = new Measure(data, policy.rules.questionMarkOnly);
    const timed = (part: readonly Labelled[]): number => {
      const from = now();
      for (const row of part) measure.read(row);
      return now() - from;
    };
    for (let spent = 0; spent < warmUp; ) for (const part of parts) spent += Math.max(0.1, timed(part));
    return parts.reduce((sum, part) => sum + Math.min(...Array.from({ length: times }, () => timed(part))), 0);
  };
  const [all, without] = [fastest(scoring), fastest(byHand)];
  const each = (milliseconds: number) => (1000 * milliseconds) / Math.max(1, some.length);
  return { all: each(all), learned: Math.max(0, each(all - without)) };
}
