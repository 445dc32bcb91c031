import { type FittedTarget, unitsPerLogOdds } from '../scores/fitted-file.ts';
import { logistic } from '../scores/linear.ts';
import { gramBuckets } from '../text/grams.ts';
import type { Examples } from './examples.ts';
import { auc as aucOf, figuresOf } from './figures.ts';
import { logOddsOf, type Rows, regress } from './logistic-regression.ts';

/**
 * How far from 0 a weight may go, before labels are seen: of the grams, and of the hand-made features (in standard
 * deviations). The latter is tried by cross-validation.
 */
const gramTrust = 0.3;
const denseTrusts = [0.1, 0.17];
/** The scores set by hand say most of what there is to know: their weights may go further. */
const scoreTrust = 4;
const scoresByHand: ReadonlySet<string> = new Set(['empathy', 'understanding', 'question', 'two_of_three', 'overall']);

/**
 * A feature that hardly varies among the rows is not blown up beyond this: on other rows it may be far away, and would
 * decide alone.
 */
const leastDeviation = 0.05;

interface Scale {
  readonly mean: Float64Array;
  /** What a standard deviation is multiplied with; 0 for a feature that never varies. */
  readonly factor: Float64Array;
}

function scaleOf({ dense, names }: Examples, chosen: readonly number[], trust: number): Scale {
  const mean = new Float64Array(names.length);
  const factor = new Float64Array(names.length);
  for (let column = 0; column < names.length; column++) {
    let [sum, squares] = [0, 0];
    for (const row of chosen) {
      const value = dense[row]?.[column] ?? 0;
      sum += value;
      squares += value * value;
    }
    const average = sum / chosen.length;
    const deviation = Math.sqrt(Math.max(0, squares / chosen.length - average * average));
    mean[column] = average;
    const own = scoresByHand.has(names[column] ?? '') ? trust * scoreTrust : trust;
    factor[column] = deviation < 1e-6 ? 0 : own / Math.max(deviation, leastDeviation);
  }
  return { mean, factor };
}

/** The examples as rows: first the hand-made features, scaled, then the grams that occur. */
function rowsOf(examples: Examples, scale: Scale): Rows {
  const { dense, grams, names, gramColumns } = examples;
  const width = names.length + gramColumns.length;
  const starts = new Int32Array(dense.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  dense.forEach((features, row) => {
    features.forEach((value, column) => {
      const scaled = (value - (scale.mean[column] ?? 0)) * (scale.factor[column] ?? 0);
      if (scaled !== 0) {
        columns.push(column);
        values.push(scaled);
      }
    });
    for (const [column, value] of grams[row] ?? []) {
      columns.push(names.length + column);
      values.push(value * gramTrust);
    }
    starts[row + 1] = columns.length;
  });
  return { starts, columns: Int32Array.from(columns), values: Float64Array.from(values), width };
}

/** A model as it was learned: what it says of each row, and how it is written down. */
export interface Learned {
  probability(row: number): number;
  target(): FittedTarget;
}

/** Learns from the rows chosen. @param trust one of `denseTrusts` */
export function learn(
  examples: Examples,
  chosen: readonly number[],
  labels: readonly number[],
  trust: number,
): Learned {
  const scale = scaleOf(examples, chosen, trust);
  const rows = rowsOf(examples, scale);
  const weights = regress(rows, chosen, labels);
  return {
    probability: (row) => logistic(logOddsOf(rows, row, weights)),
    target: () => writtenDown(examples, scale, weights),
  };
}

/** In whole numbers: thousandths of log-odds, and signed bytes for the grams. */
function writtenDown({ names, gramColumns }: Examples, { mean, factor }: Scale, weights: Float64Array): FittedTarget {
  let bias = weights[names.length + gramColumns.length] ?? 0;
  const dense: Record<string, number> = {};
  names.forEach((name, column) => {
    const weight = (weights[column] ?? 0) * (factor[column] ?? 0);
    bias -= weight * (mean[column] ?? 0);
    const units = Math.round(weight * unitsPerLogOdds);
    if (units !== 0) dense[name] = units;
  });
  const byGram = new Float64Array(gramBuckets);
  gramColumns.forEach((bucket, column) => {
    byGram[bucket] = (weights[names.length + column] ?? 0) * gramTrust;
  });
  const largest = byGram.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9);
  const gramUnit = largest / 127;
  const bytes = Array.from(byGram, (weight) => String.fromCharCode(Math.round(weight / gramUnit) & 255));
  return { bias: Math.round(bias * unitsPerLogOdds), weights: dense, grams: btoa(bytes.join('')), gramUnit };
}

/**
 * Cross-validation: the best trust, how each fold went, and what was foretold of each row, fold by fold.
 *
 * @param folds rows that answer one text of a user are in one fold, whoever wrote it: see `groups` of `Examples`
 */
export function crossValidate(examples: Examples, folds: readonly (readonly number[])[], labels: readonly number[]) {
  const results = denseTrusts.map((trust) => {
    const probabilities: number[] = [];
    const truths: number[] = [];
    const aucs = folds.map((fold) => {
      const rest = folds.filter((other) => other !== fold).flat();
      const learned = learn(examples, rest, labels, trust);
      const foretold = fold.map((row) => learned.probability(row));
      const found = fold.map((row) => labels[row] ?? 0);
      for (const probability of foretold) probabilities.push(probability);
      for (const truth of found) truths.push(truth);
      return aucOf(found, foretold);
    });
    const mean = aucs.reduce((sum, auc) => sum + auc, 0) / aucs.length;
    return { trust, aucs, mean, probabilities, figures: figuresOf(truths, probabilities) };
  });
  return results.reduce((best, result) => (result.mean > best.mean ? result : best));
}
