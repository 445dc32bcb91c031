import { total } from './histogram.ts';
import type { Statistics } from './statistics.ts';

/** How two distributions over the same classes differ. */
interface Difference {
  /**
   * Population stability index: Σ (a − b) · ln(a / b) over the classes' shares, each count raised by a half so that
   * an empty class has a logarithm. 0 = the same.
   *
   * @see Siddiqi, "Credit Risk Scorecards", 2006: up to 0.1 little, up to 0.25 some, above that much has changed
   */
  readonly stabilityIndex: number;
  /**
   * Jensen–Shannon divergence with logarithms to base 2: ½ KL(a ‖ m) + ½ KL(b ‖ m), m = ½ (a + b). 0..1.
   *
   * @see Lin, "Divergence measures based on the Shannon entropy", IEEE Transactions on Information Theory 37(1), 1991
   */
  readonly divergence: number;
  /**
   * What the index would stay below in 95 of 100 cases had nothing changed: χ² of classes − 1 times (1/n + 1/m).
   *
   * @see Yurdakul and Naranjo, "Statistical properties of the population stability index", 2020
   */
  readonly byChance: number;
}

/** The 95 % point of χ². @see Wilson and Hilferty, "The distribution of chi-square", PNAS 17, 1931 */
const chiSquared95 = (freedom: number): number =>
  freedom * (1 - 2 / (9 * freedom) + 1.6449 * Math.sqrt(2 / (9 * freedom))) ** 3;

const entropyPart = (share: number, middle: number): number => (share === 0 ? 0 : share * Math.log2(share / middle));

/** @returns undefined where one of the two is empty, or both have one class alone */
export function difference(before: readonly number[], now: readonly number[]): Difference | undefined {
  const [n, m] = [total(before), total(now)];
  const pairs = Array.from({ length: Math.max(before.length, now.length) }, (_, i) => ({
    a: before[i] ?? 0,
    b: now[i] ?? 0,
  })).filter(({ a, b }) => a + b > 0);
  if (n === 0 || m === 0 || pairs.length < 2) return undefined;
  const half = pairs.length / 2;
  let [stabilityIndex, divergence] = [0, 0];
  for (const { a, b } of pairs) {
    const [smoothA, smoothB] = [(a + 0.5) / (n + half), (b + 0.5) / (m + half)];
    stabilityIndex += (smoothB - smoothA) * Math.log(smoothB / smoothA);
    const middle = (a / n + b / m) / 2;
    divergence += (entropyPart(a / n, middle) + entropyPart(b / m, middle)) / 2;
  }
  return { stabilityIndex, divergence, byChance: chiSquared95(pairs.length - 1) * (1 / n + 1 / m) };
}

export type Verdict = 'no more than by chance' | 'little' | 'some' | 'much';

/** How much has changed, in a word. */
export function verdictOf({ stabilityIndex, byChance }: Difference): Verdict {
  if (stabilityIndex <= byChance) return 'no more than by chance';
  if (stabilityIndex < 0.1) return 'little';
  return stabilityIndex < 0.25 ? 'some' : 'much';
}

export interface Drift extends Difference {
  /** What was compared. */
  readonly of: string;
  readonly verdict: Verdict;
}

type Counts = Readonly<Record<string, number>>;

/** Pairs of neighbouring classes as one: twenty classes need more examples than small datasets have. */
const inPairs = (counts: readonly number[]): number[] =>
  Array.from({ length: Math.ceil(counts.length / 2) }, (_, i) => (counts[2 * i] ?? 0) + (counts[2 * i + 1] ?? 0));

function byName(before: Counts, now: Counts): [number[], number[]] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return [names.map((name) => before[name] ?? 0), names.map((name) => now[name] ?? 0)];
}

/** Compares a dataset with an earlier one. What either did not record is left out. */
export function driftOf(before: Statistics, now: Statistics): Drift[] {
  const scores = Object.keys(now.scores).map((name): [string, number[], number[]] => [
    `score: ${name}`,
    inPairs(before.scores[name]?.counts ?? []),
    inPairs(now.scores[name]?.counts ?? []),
  ]);
  const all: readonly (readonly [string, readonly number[], readonly number[]])[] = [
    ...scores,
    ['length of the message', before.lengths.user.counts, now.lengths.user.counts],
    ['length of the reply', before.lengths.assistant.counts, now.lengths.assistant.counts],
    ['turns of context', before.lengths.context.counts, now.lengths.context.counts],
    ['tokens', before.tokens?.perExample.counts ?? [], now.tokens?.perExample.counts ?? []],
    ['domains', ...byName(before.domains, now.domains)],
    ['categories', ...byName(before.categories, now.categories)],
    ['sources', ...byName(before.sources, now.sources)],
    ['examples per user', before.users?.perUser.counts ?? [], now.users?.perUser.counts ?? []],
  ];
  return all.flatMap(([of, was, is]) => {
    const found = difference(was, is);
    return found === undefined ? [] : [{ of, ...found, verdict: verdictOf(found) }];
  });
}
