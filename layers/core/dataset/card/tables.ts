import { putTogether } from '../file-part.ts';
import type { Manifest } from '../manifest.ts';
import type { ObjectStore, Part } from '../object-store.ts';
import type { Example } from './example.ts';

/**
 * What may be asked in SQL of datasets, apart from the exchanges themselves. No text, and nobody's id or pseudonym:
 * these rows stay when a user is erased, for they tell of nobody.
 */
const folder = 'tables/';

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

/**
 * A row for the dataset, one for each reason why exchanges fell out of it, and one for each example.
 *
 * @param examples as `exampleRow` gives them, part by part; copied inside the store
 */
export async function putTables(store: ObjectStore, manifest: Manifest, examples: readonly Part[]): Promise<void> {
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
  await putTogether(store, examples, `${folder}examples/dataset=${dataset}/examples.jsonl`);
}
