import type { Linear } from '../scoring.ts';

/** 0..1 from log-odds. */
export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
/** Log-odds from 0..1, kept within ±5. */
export const logit = (p: number): number =>
  Math.max(-5, Math.min(5, Math.log(Math.max(p, 1e-9) / Math.max(1 - p, 1e-9))));

/** Repeating oneself adds less each time: 0, 1, 1.5, 1.75 … up to 2. */
export const saturated = (count: number): number => (count === 0 ? 0 : 2 - 2 ** (1 - count));

/** A named number of what is being judged, found once by name and then by place. */
export type Lookup = (name: string) => (() => number) | undefined;

export interface Model {
  /** The log-odds of what was read last. */
  logOdds(): number;
  /** The features with a weight, in the order of the file. */
  readonly names: readonly string[];
}

/** A model over features that are looked up by name. @throws Error for a name that no feature has */
export function compile(what: string, { bias, weights }: Linear, lookup: Lookup): Model {
  const terms = Object.entries(weights).map(([name, weight]) => {
    const value = lookup(name);
    if (!value) throw new Error(`the weights of ${what} name an unknown feature "${name}"`);
    return { weight, value };
  });
  return {
    names: Object.keys(weights),
    logOdds: () => {
      let sum = bias;
      for (const { weight, value } of terms) sum += weight * value();
      return sum;
    },
  };
}
