import * as z from 'zod';
import { dialogueSchema, givenContext } from '../../conversation/exchange.ts';
import type { Scores } from '../judgement.ts';
import { type Learnable, learnable } from '../scores/fitted-file.ts';
import { featureValue, isFeature } from '../scores/linear.ts';
import type { Measure } from '../scores/measure.ts';
import { eachGram, gramBuckets } from '../text/grams.ts';

/** As a person writes it, a checkbox exports it, or nobody answered. */
const label = z
  .literal([1, 0, true, false, null], '1 or 0 is wanted (true, false and null, for not labelled, do as well)')
  .transform((said): 0 | 1 | undefined => (said === null ? undefined : said ? 1 : 0))
  .optional();

/** What a reviewer said of a reply. */
export const labelsSchema = z.object({ empathy: label, question: label, overall: label });

/** One exchange with its labels. Other columns are passed over. */
export const labelledSchema = dialogueSchema.extend({
  context: givenContext,
  labels: labelsSchema.nullish().transform((labels) => labels ?? {}),
});
export type Labelled = Readonly<z.infer<typeof labelledSchema>>;

/** Labelled exchanges as numbers. */
export interface Examples {
  /** The hand-made features, and per row their values. */
  readonly names: readonly string[];
  readonly dense: readonly Float64Array[];
  /** Per row the grams it holds: column and value; and per column its bucket. */
  readonly grams: readonly (readonly (readonly [number, number])[])[];
  readonly gramColumns: readonly number[];
  /** What must stay on one side of a split: rows that answer the same turn of the user. */
  readonly groups: readonly string[];
  /** Per row as set by hand. */
  readonly scores: readonly Scores[];
  /** By score: 0 or 1 per row, or -1 where nobody said. */
  readonly labels: Readonly<Record<Learnable, readonly number[]>>;
}

/** Reads each exchange once, with the measures set by hand. */
export function examplesOf(rows: readonly Labelled[], measure: Measure): Examples {
  const names = measure.features.names();
  const features = names.map(measure.features.lookup).filter(isFeature);
  const columnOf = new Int32Array(gramBuckets).fill(-1);
  const gramColumns: number[] = [];
  const dense: Float64Array[] = [];
  const scores: Scores[] = [];
  const grams = rows.map((row) => {
    scores.push(measure.read(row).scores);
    dense.push(Float64Array.from(features, featureValue));
    const held = new Map<number, number>();
    eachGram(row.assistant, measure.reading.reply.tokens, (bucket, value) => {
      const known = columnOf[bucket] ?? -1;
      const column = known < 0 ? gramColumns.push(bucket) - 1 : known;
      columnOf[bucket] = column;
      held.set(column, (held.get(column) ?? 0) + value);
    });
    return [...held];
  });
  const labelsOf = (name: Learnable) => rows.map(({ labels }) => labels[name] ?? -1);
  const [empathy, question, overall] = learnable.map(labelsOf);
  return {
    names,
    dense,
    grams,
    gramColumns,
    groups: rows.map(({ user }) => user),
    scores,
    labels: { empathy: empathy ?? [], question: question ?? [], overall: overall ?? [] },
  };
}
