import * as z from 'zod';
import { type Policy, policyId } from '../../quality/policy.ts';
import { Columns } from '../columns.ts';
import { mustBeSame } from '../curated-files.ts';
import { readParents } from '../families.ts';
import { type JoinCounts, readJoinCounts } from '../joined.ts';
import type { ObjectStore } from '../object-store.ts';
import type { Cut } from '../ranges.ts';
import { Tally } from '../tally.ts';
import { readWords, sliceSchema } from '../words.ts';
import { readWork, workPrefix } from '../work.ts';
import { writeBarredFromPairs } from './barred-from-pairs.ts';
import { chooseExamples } from './choose.ts';
import { topicWords } from './differences.ts';
import { MatchFiles, startsOf } from './match-files.ts';
import { outcomeNames } from './outcome.ts';
import { isVariant } from './variants.ts';

interface SelectWork {
  readonly store: ObjectStore;
  readonly runId: string;
  readonly policy: Policy;
  /** How many partitions the plan has. */
  readonly partitions: number;
  readonly cut: Cut;
}

const count = z.int().min(0);

/** What was decided: an `outcome` of one byte for each candidate, range after range. */
const selectedSchema = z.object({
  policy: z.string(),
  candidates: count,
  outcomes: z.record(z.string(), count),
  /** Of these, the variants of examples. */
  variants: z.record(z.string(), count),
  key: z.string(),
  /** The place of each range's first candidate among all. */
  starts: z.array(count),
  /** See barred-from-pairs.ts. */
  barredFromPairs: sliceSchema.nullable(),
});
export type Selected = z.infer<typeof selectedSchema>;

const selectedKey = (runId: string) => `${workPrefix(runId)}selected.json`;

/** The topic sketches of some candidates, of which no more than one range is in memory. */
async function readTopics(
  store: ObjectStore,
  ranges: readonly JoinCounts[],
  candidates: Uint32Array,
): Promise<Uint32Array> {
  const total = ranges.reduce((sum, range) => sum + range.candidates, 0);
  const wanted = new Uint32Array(total);
  for (const [i, candidate] of candidates.entries()) wanted[candidate] = i + 1;
  const topics = new Uint32Array(candidates.length * topicWords);
  let start = 0;
  for (const range of ranges) {
    const words = range.topics === null ? new Uint32Array() : await readWords(store, [range.topics]);
    for (let i = 0; i < range.candidates; i++) {
      const to = wanted[start + i] ?? 0;
      if (to > 0) topics.set(words.subarray(i * topicWords, (i + 1) * topicWords), (to - 1) * topicWords);
    }
    start += range.candidates;
  }
  return topics;
}

/**
 * Chooses among all candidates of a run. It sees numbers alone: some 60 bytes a candidate and 16 a pair, and of those
 * that may be paraphrases some vectors at a time.
 *
 * @throws WorkMissing, PolicyChanged; RetryableError when the store does not answer
 */
export async function selectExamples(work: SelectWork): Promise<Selected> {
  const { store, runId, policy, partitions, cut } = work;
  const ranges = await readJoinCounts(store, runId, cut.ranges);
  for (const range of ranges) mustBeSame(range.policy, policyId(policy));
  const columns = new Columns(
    await readWords(
      store,
      ranges.map((range) => range.columns),
    ),
  );
  const found = await MatchFiles.open({ store, runId, partitions, buckets: cut.buckets }, ranges);
  const near = await found.near();
  const outcomes = await chooseExamples(columns, near, policy, {
    topicsOf: async (candidates) => ({
      by: ranges[0]?.topics?.by ?? 'words',
      sketches: await readTopics(store, ranges, candidates),
    }),
    paraphrasesOf: found.comparesMeanings ? (takesPart) => found.paraphrases(takesPart) : undefined,
    parents: await readParents(store, ranges, columns),
  });
  const key = `${workPrefix(runId)}selected.outcomes`;
  const writer = store.writer(key, 'application/octet-stream');
  await writer.write(outcomes);
  await writer.close();
  const [tally, variants] = [new Tally(), new Tally()];
  for (const [candidate, each] of outcomes.entries()) {
    tally.add(outcomeNames[each] ?? '');
    if (isVariant(columns, candidate)) variants.add(outcomeNames[each] ?? '');
  }
  const selected = {
    policy: policyId(policy),
    candidates: columns.count,
    outcomes: tally.all(),
    variants: variants.all(),
    key,
    starts: startsOf(ranges.map((range) => range.candidates)),
    barredFromPairs: await writeBarredFromPairs(
      store,
      `${workPrefix(runId)}selected.barred`,
      ranges,
      outcomes,
      near.rated,
    ),
  };
  await store.put(selectedKey(runId), JSON.stringify(selected), 'application/json');
  return selected;
}

/** What Select decided. @throws WorkMissing */
export const readSelected = (store: ObjectStore, runId: string): Promise<Selected> =>
  readWork(store, selectedKey(runId), selectedSchema);
