import * as z from 'zod';
import { joinCountsKey, joinCountsSchema } from '../joined.ts';
import type { ObjectStore } from '../object-store.ts';
import { countsKey, countsSchema } from '../partition-papers.ts';
import { readWords, type Slice, sliceSchema, writeWords } from '../words.ts';
import { readEach, workPrefix } from '../work.ts';
import type { EntryFile } from './band-entries.ts';
import { matchEntries } from './match.ts';
import { matchMeanings } from './match-meanings.ts';
import type { MeaningFiles } from './meaning-entries.ts';

interface MatchWork {
  readonly store: ObjectStore;
  readonly runId: string;
  readonly partitions: number;
  readonly ranges: number;
  readonly bucket: number;
}

/** What was found in a bucket: where `Matches` stand, and `Paraphrased` where meanings are compared. */
const matchCountsSchema = z.object({
  same: sliceSchema,
  pairs: sliceSchema,
  heldOut: sliceSchema,
  paraphrases: z.object({ pairs: sliceSchema, heldOut: sliceSchema }).nullable(),
});
export type MatchCounts = z.infer<typeof matchCountsSchema>;

const matchedPrefix = (runId: string, bucket: number) => `${workPrefix(runId)}matched/${bucket}`;
const matchCountsKey = (runId: string, bucket: number) => `${matchedPrefix(runId, bucket)}.counts.json`;

const filesOf = {
  curated: countsSchema.pick({ heldOut: true, heldOutMeanings: true }),
  joined: joinCountsSchema.pick({ entries: true, meanings: true }),
};

interface BucketFiles {
  readonly signatures: readonly EntryFile[];
  readonly meanings: readonly MeaningFiles[];
}

/** The files that hold entries of every bucket. */
async function entryFiles({ store, runId, partitions, ranges }: MatchWork): Promise<BucketFiles> {
  const curated = await readEach({ store, runId, children: partitions }, countsKey, filesOf.curated);
  const joined = await readEach({ store, runId, children: ranges }, joinCountsKey, filesOf.joined);
  return {
    signatures: [...curated.map(({ heldOut }) => heldOut), ...joined.map(({ entries }) => entries)],
    meanings: [
      ...curated.flatMap(({ heldOutMeanings }) => heldOutMeanings ?? []),
      ...joined.flatMap(({ meanings }) => meanings ?? []),
    ],
  };
}

const sliceOf =
  (bucket: number) =>
  ({ key, offsets }: EntryFile): Slice => ({ key, start: offsets[bucket] ?? 0, end: offsets[bucket + 1] ?? 0 });

/**
 * Finds the near-duplicates among the texts of one bucket of band keys, and those that may be paraphrases. Memory: the
 * entries of the bucket, 80 bytes each, of which every text has fourteen, and thirty-two where meanings are compared;
 * shared out over all buckets.
 *
 * @throws WorkMissing; RetryableError when the store does not answer
 */
export async function matchBucket(work: MatchWork): Promise<{ pairs: number; heldOut: number; paraphrases: number }> {
  const { store, runId, bucket } = work;
  const { signatures, meanings } = await entryFiles(work);
  const prefix = matchedPrefix(runId, bucket);
  const { same, pairs, heldOut } = matchEntries(await readWords(store, signatures.map(sliceOf(bucket))));
  const [first] = meanings;
  const entries = meanings.map((files) => sliceOf(bucket)(files.entries));
  const paraphrased = first && matchMeanings(await readWords(store, entries), first.atLeast);
  const counts: MatchCounts = {
    same: await writeWords(store, `${prefix}.same`, [same]),
    pairs: await writeWords(store, `${prefix}.pairs`, [pairs]),
    heldOut: await writeWords(store, `${prefix}.heldout`, [heldOut]),
    paraphrases: paraphrased
      ? {
          pairs: await writeWords(store, `${prefix}.paraphrases`, [paraphrased.pairs]),
          heldOut: await writeWords(store, `${prefix}.paraphrases.heldout`, [paraphrased.heldOut]),
        }
      : null,
  };
  await store.put(matchCountsKey(runId, bucket), JSON.stringify(counts), 'application/json');
  const paraphrases = ((paraphrased?.pairs.length ?? 0) + (paraphrased?.heldOut.length ?? 0)) / 2;
  return { pairs: pairs.length / 2, heldOut: heldOut.length, paraphrases };
}

/** What was found in all buckets. @throws WorkMissing */
export const readMatchCounts = (store: ObjectStore, runId: string, buckets: number): Promise<MatchCounts[]> =>
  readEach({ store, runId, children: buckets }, matchCountsKey, matchCountsSchema);
