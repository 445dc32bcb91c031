import { nearest, nearestFirst } from '../../nearest.ts';
import type { Curve, Linear } from '../scoring.ts';

/** A name with more mistakes is no misspelling of another. */
const mostMistakes = 2;

/** There are hundreds of names, and a message is read by people. */
const fewNames = 5;

/** 0..1 from log-odds. */
export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
/** Log-odds from 0..1, kept within ±5. */
export const logit = (p: number): number =>
  Math.max(-5, Math.min(5, Math.log(Math.max(p, 1e-9) / Math.max(1 - p, 1e-9))));

/** 0 up to `from`, 1 from `to` on. */
export const within = (from: number, to: number, value: number): number =>
  Math.max(0, Math.min(1, (value - from) / (to - from)));

/** ln(1 + e^x), for any x. */
const softplus = (x: number): number => (x > 30 ? x : Math.log1p(Math.exp(x)));
/** Minus the logarithm of a chance, from its log-odds: 0 for what is certain. */
export const surprise = (logOdds: number): number => softplus(-logOdds);

/** Log-odds on the curve. */
const curved = (logOdds: number, { low, high, shift }: Curve): number =>
  high * softplus(logOdds) - low * softplus(-logOdds) + shift;

/** Repeating oneself adds less each time: 0, 1, 1.5, 1.75 … up to 2; straight lines between. */
export function saturated(count: number): number {
  // An array asked for a fraction is slow.
  const whole = Math.floor(count);
  const from = saturations[whole] ?? 2;
  return count === whole ? from : from + (count - whole) * ((saturations[whole + 1] ?? 2) - from);
}
const saturations = Float64Array.from({ length: 64 }, (_, count) => (count === 0 ? 0 : 2 - 2 ** (1 - count)));

/** Where a named number of what is being judged stands, and what is made of it. */
export interface Feature {
  readonly values: Float64Array;
  readonly at: number;
  /** As it is; saturated; or 1 for any count but 0. */
  readonly shape: 'plain' | 'saturated' | 'any';
}

/** What a feature is now. */
export function featureValue({ values, at, shape }: Feature): number {
  const value = values[at] ?? 0;
  if (value === 0 || shape === 'plain') return value;
  return shape === 'any' ? Math.min(1, value) : saturated(value);
}

/** A feature, found once by name and then by place; where none is called so, the names that there are, without prefixes. */
export type Lookup = (name: string) => Feature | readonly string[];

export const isFeature = (found: Feature | readonly string[]): found is Feature => 'shape' in found;

/** @throws Error for a name that no feature has, with the one that was meant, or the nearest and where all stand */
export function featureNamed(what: string, name: string, lookup: Lookup): Feature {
  const found = lookup(name);
  if (isFeature(found)) return found;
  const [prefix = ''] = /^(any\.)?(user\.|addressed\.)?/.exec(name) ?? [];
  const bare = name.slice(prefix.length);
  const meant = nearest(bare, found, mostMistakes);
  const near = nearestFirst(bare, found).slice(0, fewNames).join(', ');
  const advice =
    meant === undefined
      ? `the nearest are ${near}; all stand in features.ts and question-features.ts of layers/core/quality/scores`
      : `is "${prefix}${meant}" meant?`;
  throw new Error(`${what} an unknown feature "${name}" (${advice})`);
}

export interface Model {
  /** The log-odds of what was read last. */
  logOdds(): number;
  readonly bias: number;
  /** Each feature that is not 0 now, with what it is and what it adds in log-odds; what a curve makes of their sum is not told. */
  terms(): { readonly name: string; readonly value: number; readonly logOdds: number }[];
  /** The features with a weight, in the order of the file. */
  readonly names: readonly string[];
}

/** What is made only after something else was: whoever read it too early would read that of the exchange before. */
export function refuseLater(what: string, name: string, later: readonly string[]): void {
  if (later.includes(name))
    throw new Error(`${what} may not use "${name}": it is made later, and would be that of the exchange before`);
}

/**
 * A model over features that are looked up by name.
 *
 * @param later features that are not there yet when this model is asked
 * @throws Error for a name that no feature has, and for one of `later`
 */
export function compile(
  what: string,
  { bias, weights, curve }: Linear,
  lookup: Lookup,
  later: readonly string[] = [],
): Model {
  const features = Object.keys(weights).map((name) => {
    refuseLater(`the weights of ${what}`, name, later);
    return featureNamed(`the weights of ${what} name`, name, lookup);
  });
  const factors = Float64Array.from(Object.values(weights));
  const names = Object.keys(weights);
  return {
    names,
    bias,
    terms: () =>
      features.flatMap((feature, term) => {
        const value = featureValue(feature);
        return value === 0 ? [] : [{ name: names[term] ?? '', value, logOdds: value * (factors[term] ?? 0) }];
      }),
    logOdds: () => {
      let sum = bias;
      for (let term = 0; term < features.length; term++) {
        const feature = features[term];
        // Most classes are not there: that spares the rest.
        if (feature === undefined || feature.values[feature.at] === 0) continue;
        sum += (factors[term] ?? 0) * featureValue(feature);
      }
      return curve ? curved(sum, curve) : sum;
    },
  };
}
