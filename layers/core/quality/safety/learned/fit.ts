import type { Sender } from '../../../conversation/message.ts';
import { type Rows, regress } from '../../calibrate/logistic-regression.ts';
import type { SafetyCategory } from '../../judgement.ts';
import type { corpusLabels } from '../corpus.ts';
import { featureBuckets } from './features.ts';
import { type CategoryWeights, categoryBuckets, type MeaningWeights, shareOf, type Weights } from './weights.ts';

/** A line of the corpus as numbers. */
export interface Example {
  readonly sender: Sender;
  readonly label: (typeof corpusLabels)[number];
  /** Lines of one template are no news to one another. */
  readonly template: number;
  /** See `bucketsOf`, of all its pieces; some more than once. */
  readonly buckets: readonly number[];
  readonly words: number;
  /** What it means, where that is learned too. */
  readonly vector?: Float32Array;
}

const senders: readonly Sender[] = ['user', 'ai'];

/** How far a weight may go before a line was seen (the root of what cross-validation likes best as inverse strength). */
const trust = Math.SQRT1_2;
/** How much a number of a vector counts beside a word. */
const vectorTrust = 4;
/** A bucket that fewer templates fill says nothing. */
const fewestTemplates = 2;

/** By bucket: the column it is learned in, or -1; and what a word of it counts, more the rarer it is. */
interface Columns {
  readonly columns: Int32Array;
  readonly count: number;
  readonly rarity: Float64Array;
}

function columnsOf(examples: readonly Example[], buckets: number): Columns {
  const templates = new Int32Array(buckets);
  const last = new Int32Array(buckets).fill(-1);
  const rows = new Int32Array(buckets);
  const lastRow = new Int32Array(buckets).fill(-1);
  examples.forEach(({ buckets: own, template }, row) => {
    for (const raw of own) {
      const bucket = raw & (buckets - 1);
      if (last[bucket] !== template) templates[bucket] = (templates[bucket] ?? 0) + 1;
      if (lastRow[bucket] !== row) rows[bucket] = (rows[bucket] ?? 0) + 1;
      last[bucket] = template;
      lastRow[bucket] = row;
    }
  });
  const columns = new Int32Array(buckets).fill(-1);
  const rarity = new Float64Array(buckets);
  let count = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    if ((templates[bucket] ?? 0) < fewestTemplates) continue;
    columns[bucket] = count++;
    rarity[bucket] = Math.log(examples.length / (rows[bucket] ?? 1)) / 5;
  }
  return { columns, count, rarity };
}

/** What else than buckets a row has: columns from 0 on, after those of the buckets. */
type Dense = (example: Example) => readonly (readonly [number, number])[];

function rowsOf(examples: readonly Example[], { columns, count, rarity }: Columns, dense: Dense, width: number): Rows {
  const starts = new Int32Array(examples.length + 1);
  const at: number[] = [];
  const values: number[] = [];
  examples.forEach((example, row) => {
    const share = shareOf(example.words) * trust;
    const held = new Map<number, number>();
    for (const raw of example.buckets) {
      const bucket = raw & (columns.length - 1);
      const column = columns[bucket] ?? -1;
      if (column >= 0) held.set(column, (held.get(column) ?? 0) + share * (rarity[bucket] ?? 0));
    }
    for (const [column, value] of held) {
      at.push(column);
      values.push(value);
    }
    for (const [column, value] of dense(example)) {
      at.push(count + column);
      values.push(value);
    }
    starts[row + 1] = at.length;
  });
  return { starts, columns: Int32Array.from(at), values: Float64Array.from(values), width: count + width };
}

/** Weights by bucket as signed bytes, and what one unit of them is worth. */
function inBytes(weights: Float64Array, { columns, rarity }: Columns): { bytes: Int8Array; unit: number } {
  const real = Float64Array.from(columns, (column, bucket) =>
    column < 0 ? 0 : (weights[column] ?? 0) * (rarity[bucket] ?? 0) * trust,
  );
  const unit = real.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9) / 127;
  return { bytes: Int8Array.from(real, (weight) => Math.round(weight / unit)), unit };
}

const rounded = (value: number, to: number): number => Math.round(value * to) / to;

/**
 * Learns to tell harm from none, by logistic regression on words. Deterministic: the same lines in the same order give the
 * same weights.
 */
export function fitWords(examples: readonly Example[]): Weights {
  const columns = columnsOf(examples, featureBuckets);
  const rows = rowsOf(examples, columns, ({ sender }) => [[senders.indexOf(sender), 1]], senders.length);
  const labels = examples.map(({ label }) => (label === 'none' ? 0 : 1));
  const weights = regress(rows, [...labels.keys()], labels);
  const { bytes, unit } = inBytes(weights, columns);
  return { buckets: bytes, unit, bias: biasOf(weights, columns.count, () => 0) };
}

function biasOf(weights: Float64Array, from: number, less: (sender: Sender) => number): Weights['bias'] {
  const common = weights.at(-1) ?? 0;
  const of = (sender: Sender) => rounded(common + (weights[from + senders.indexOf(sender)] ?? 0) - less(sender), 1e4);
  return { user: of('user'), ai: of('ai') };
}

/** Learns the same from words and what a text means; every example needs a vector. @param embedder whose vectors they are */
export function fitMeaning(examples: readonly Example[], embedder: string): MeaningWeights {
  const columns = columnsOf(examples, featureBuckets);
  const size = examples[0]?.vector?.length ?? 0;
  const means = senders.map((sender) =>
    meanOf(
      examples.filter((example) => example.sender === sender),
      size,
    ),
  );
  const dense: Dense = ({ sender, vector }) => {
    const own = senders.indexOf(sender);
    const values = Array.from(vector ?? [], (value, i) => {
      const column = senders.length + own * size + i;
      return [column, vectorTrust * trust * (value - (means[own]?.[i] ?? 0))] as const;
    });
    return [[own, 1], ...values];
  };
  const rows = rowsOf(examples, columns, dense, senders.length * (size + 1));
  const labels = examples.map(({ label }) => (label === 'none' ? 0 : 1));
  const weights = regress(rows, [...labels.keys()], labels);
  const { bytes, unit } = inBytes(weights, columns);
  const from = columns.count;
  const directionOf = (own: number): Float32Array =>
    Float32Array.from({ length: size }, (_, i) =>
      rounded((weights[from + senders.length + own * size + i] ?? 0) * vectorTrust * trust, 1e3),
    );
  const direction = { user: directionOf(0), ai: directionOf(1) };
  const ofMean = (sender: Sender) =>
    direction[sender].reduce((sum, weight, i) => sum + weight * (means[senders.indexOf(sender)]?.[i] ?? 0), 0);
  return { buckets: bytes, unit, bias: biasOf(weights, from, ofMean), embedder, direction };
}

function meanOf(examples: readonly Example[], size: number): Float64Array {
  const mean = new Float64Array(size);
  for (const { vector } of examples)
    vector?.forEach((value, i) => {
      mean[i] = (mean[i] ?? 0) + value / examples.length;
    });
  return mean;
}

/** Learns to tell the kinds of harm apart, one against the others each. */
export function fitCategories(examples: readonly Example[]): CategoryWeights {
  const harmful = examples.filter(({ label }) => label !== 'none');
  const names = [...new Set(harmful.flatMap(({ label }) => (label === 'none' ? [] : [label])))].sort();
  const columns = columnsOf(harmful, categoryBuckets);
  const rows = rowsOf(harmful, columns, () => [], 0);
  const learned = names.map((name: SafetyCategory) => {
    const labels = harmful.map(({ label }) => (label === name ? 1 : 0));
    return regress(rows, [...labels.keys()], labels);
  });
  // One unit for all: they are compared.
  const all = learned.map((weights) => inBytes(weights, columns));
  const unit = Math.max(...all.map((one) => one.unit));
  const buckets = new Int8Array(names.length * categoryBuckets);
  all.forEach(({ bytes, unit: own }, name) => {
    buckets.set(
      bytes.map((weight) => Math.round((weight * own) / unit)),
      name * categoryBuckets,
    );
  });
  return { names, buckets };
}
