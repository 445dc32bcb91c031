import * as z from 'zod';
import { mapBounded } from '../../bounded.ts';
import { countsKey, countsSchema } from '../curate.ts';
import { joinCountsKey, joinCountsSchema } from '../joined.ts';
import type { ObjectStore } from '../object-store.ts';
import { readWords, type Slice, writeWords } from '../words.ts';
import { readWork, workPrefix } from '../work.ts';
import type { EntryFile } from './band-entries.ts';
import { matchEntries } from './match.ts';

export interface MatchWork {
  readonly store: ObjectStore;
  readonly runId: string;
  readonly partitions: number;
  readonly ranges: number;
  readonly bucket: number;
}

const slice = z.object({ key: z.string(), start: z.int(), end: z.int() });

/** What was found in a bucket: where `Matches` stand. */
export const matchCountsSchema = z.object({ pairs: slice, heldOut: slice });
export type MatchCounts = z.infer<typeof matchCountsSchema>;

const matchedPrefix = (runId: string, bucket: number) => `${workPrefix(runId)}matched/${bucket}`;
const matchCountsKey = (runId: string, bucket: number) => `${matchedPrefix(runId, bucket)}.counts.json`;

const entriesOf = { curated: countsSchema.pick({ heldOut: true }), joined: joinCountsSchema.pick({ entries: true }) };

/** Files read at once: enough to hide the store's answering time. */
const atOnce = 16;

/** The entries of one bucket, wherever they stand. */
async function bucketSlices({ store, runId, partitions, ranges, bucket }: MatchWork): Promise<Slice[]> {
  const sliceOf = ({ key, offsets }: EntryFile): Slice => ({
    key,
    start: offsets[bucket] ?? 0,
    end: offsets[bucket + 1] ?? 0,
  });
  const curated = await mapBounded([...Array(partitions).keys()], atOnce, async (partition) =>
    sliceOf(entriesOf.curated.parse(await readWork(store, countsKey(runId, partition))).heldOut),
  );
  const joined = await mapBounded([...Array(ranges).keys()], atOnce, async (range) =>
    sliceOf(entriesOf.joined.parse(await readWork(store, joinCountsKey(runId, range))).entries),
  );
  return [...curated, ...joined];
}

/**
 * Finds the near-duplicates among the texts of one bucket of band keys. Memory: the entries of the bucket, 80 bytes
 * each, of which every text has fourteen, shared out over all buckets.
 *
 * @throws WorkMissing; RetryableError when the store does not answer
 */
export async function matchBucket(work: MatchWork): Promise<{ pairs: number; heldOut: number }> {
  const { store, runId, bucket } = work;
  const { pairs, heldOut } = matchEntries(await readWords(store, await bucketSlices(work)));
  const prefix = matchedPrefix(runId, bucket);
  const counts: MatchCounts = {
    pairs: await writeWords(store, `${prefix}.pairs`, [pairs]),
    heldOut: await writeWords(store, `${prefix}.heldout`, [heldOut]),
  };
  await store.put(matchCountsKey(runId, bucket), JSON.stringify(counts), 'application/json');
  return { pairs: pairs.length / 2, heldOut: heldOut.length };
}

/** What was found in all buckets. @throws WorkMissing */
export const readMatchCounts = (store: ObjectStore, runId: string, buckets: number): Promise<MatchCounts[]> =>
  mapBounded([...Array(buckets).keys()], atOnce, async (bucket) =>
    matchCountsSchema.parse(await readWork(store, matchCountsKey(runId, bucket))),
  );
