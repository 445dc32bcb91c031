import type { Manifest } from '../manifest.ts';
import type { ObjectStore } from '../object-store.ts';
import { createSink, type LineSink } from '../sink.ts';
import type { Example } from './example.ts';

/**
 * What may be asked in SQL of datasets, apart from the exchanges themselves. No text, and nobody's id or pseudonym:
 * these rows stay when a user is erased, for they tell of nobody.
 */
const folder = 'tables/';

/** Examples of a dataset as rows, while they are read. */
export const exampleRows = (store: ObjectStore, id: string): LineSink =>
  createSink(store.writer(`${folder}examples/dataset=${id}/examples.jsonl`, 'application/jsonl'));

/** What is measured of an example. */
export const exampleRow = (example: Example): string =>
  JSON.stringify({
    day: example.createdAt?.slice(0, 10) ?? null,
    model: example.model ?? null,
    split: example.split,
    tier: example.tier,
    source: example.source ?? null,
    category: example.category ?? null,
    domain: example.domain ?? [],
    overall: example.quality_score,
    empathy: example.scores?.empathy ?? null,
    question: example.scores?.question ?? null,
    relevance: example.scores?.relevance ?? null,
    context_awareness: example.scores?.context_awareness ?? null,
    tone: example.scores?.tone ?? null,
    user_length: example.user.length,
    assistant_length: example.assistant.length,
    context_turns: example.context.length,
  });

/** A row for the dataset, and one for each reason why exchanges fell out of it. */
export async function putDatasetRows(store: ObjectStore, manifest: Manifest): Promise<void> {
  const { id: dataset, policy, code, parent, window, counts, files, rejected } = manifest;
  const row = {
    dataset,
    policy,
    code,
    parent,
    ...window,
    seen: counts.seen,
    exchanges: counts.exchanges,
    kept: counts.kept,
    dropped: counts.dropped,
    train: files.train.lines,
    validation: files.validation.lines,
    holdout: files.holdout.lines,
  };
  const reasons = Object.entries(rejected).map(([reason, count]) => ({ dataset, reason, count }));
  const lines = (rows: readonly object[]) => rows.map((each) => `${JSON.stringify(each)}\n`).join('');
  await store.put(`${folder}datasets/${dataset}.jsonl`, lines([row]), 'application/jsonl');
  await store.put(`${folder}fell_out/${dataset}.jsonl`, lines(reasons), 'application/jsonl');
}
