import * as z from 'zod';
import type { Exchange } from '../conversation/exchange.ts';
import { policyId } from '../quality/policy.ts';
import { createCurator, type Judging, textKey, type Window } from './curated.ts';
import type { ObjectStore } from './object-store.ts';
import type { Partition } from './plan.ts';
import { BrokenShard, shardLines } from './shard.ts';
import { createSink } from './sink.ts';
import { SortedRuns } from './sorted-runs.ts';
import { isHeldOut } from './split.ts';

const count = z.int().min(0);

/**
 * Where a run keeps what it sorts and merges. Apart from its papers (`runs/`), because it holds text: the lake
 * removes it by itself when no run can need it any more.
 */
export const workPrefix = (runId: string) => `work/${runId}/`;
export const countsSuffix = '.counts.json';

/** What became of a partition: the merge starts from these files, and the manifest adds them up. */
export const countsSchema = z.object({
  index: count,
  policy: z.string(),
  /** What compared meanings; null: words alone did. */
  embedder: z.string().nullable(),
  /** Lines seen, lines handed on as kept, and lines that could not be read. */
  read: count,
  kept: count,
  unreadable: count,
  shards: z.array(
    z.object({
      key: z.string(),
      /** Of the object that was read; `null` when it was gone. */
      etag: z.string().nullable(),
      planned: z.string(),
      lines: count,
      broken: z.enum(['missing', 'cut_off', 'not_gzip']).optional(),
    }),
  ),
  /** Where the unreadable lines stand; the first thousand. */
  unreadableLines: z.array(z.object({ key: z.string(), line: z.int().min(1), reason: z.string() })),
  runs: z.array(z.object({ key: z.string(), bytes: count })),
  /** The text keys of everything that held-out users wrote, one a line. */
  heldOut: z.object({ key: z.string(), bytes: count }),
});
export type Counts = z.infer<typeof countsSchema>;

/** More places than this nobody looks up one by one. */
const placesKept = 1000;

export interface CurateWork extends Judging {
  readonly store: ObjectStore;
  readonly runId: string;
  readonly window: Window;
  readonly partition: Partition;
  /** Characters sorted in memory at once; default 32 MiB. */
  readonly limit?: number;
}

type ShardCounts = Counts['shards'][number];

/** Hands on the exchanges of a shard, some at a time, and counts what else is in it. */
async function readShard(
  store: ObjectStore,
  { key, etag: planned }: Partition['shards'][number],
  counts: Counts,
  take: (exchanges: readonly Exchange[]) => Promise<void>,
): Promise<ShardCounts> {
  const object = await store.open(key);
  if (object === undefined) return { key, etag: null, planned, lines: 0, broken: 'missing' };
  const shard: ShardCounts = { key, etag: object.etag, planned, lines: 0 };
  try {
    for await (const lines of shardLines(object.body)) {
      shard.lines += lines.length;
      for (const line of lines) {
        if ('exchange' in line) continue;
        counts.unreadable++;
        const place = { key, line: line.number, reason: line.unreadable };
        if (counts.unreadableLines.length < placesKept) counts.unreadableLines.push(place);
      }
      await take(lines.flatMap((line) => ('exchange' in line ? [line.exchange] : [])));
    }
  } catch (error) {
    if (!(error instanceof BrokenShard)) throw error;
    shard.broken = error.reason;
  }
  return shard;
}

/**
 * Reads the shards of a partition, decides on each exchange, and writes what was decided as sorted runs.
 *
 * A shard that somebody deleted since the plan was made counts as `missing`: what was erased must not train. One
 * that was written anew is read as it is now, and the manifest names the ETag that was read. A damaged one gives
 * the lines before the damage and counts as `cut_off` or `not_gzip`. Lines that cannot be read are counted with
 * their place. None of this stops a run; failing to read or write does.
 *
 * @throws RetryableError when the store does not answer
 */
export async function curatePartition(work: CurateWork): Promise<Counts> {
  const { store, judge, embedder, runId, window, partition, limit } = work;
  const prefix = `${workPrefix(runId)}curated/${partition.index}`;
  const heldOutKey = `${prefix}.heldout.txt`;
  const heldOut = createSink(store.writer(heldOutKey, 'text/plain'));
  const runs = new SortedRuns(store, (run) => `${prefix}${run === 0 ? '' : `-${run}`}.jsonl`, limit);
  const curate = createCurator({ judge, embedder }, window);
  const counts: Counts = {
    index: partition.index,
    policy: policyId(judge.policy),
    embedder: embedder?.name ?? null,
    read: 0,
    kept: 0,
    unreadable: 0,
    shards: [],
    unreadableLines: [],
    runs: [],
    heldOut: { key: heldOutKey, bytes: 0 },
  };

  const take = async (exchanges: readonly Exchange[]) => {
    for (const each of exchanges) if (isHeldOut(each.pseudonym)) await heldOut.add(textKey(each));
    for (const curated of await curate(exchanges)) {
      if (!('reasons' in curated)) counts.kept++;
      await runs.add({ id: curated.id, version: curated.version, line: JSON.stringify(curated) });
    }
  };

  try {
    for (const planned of partition.shards) {
      const shard = await readShard(store, planned, counts, take);
      counts.shards.push(shard);
      counts.read += shard.lines;
    }
    counts.heldOut.bytes = (await heldOut.close()).bytes;
    counts.runs.push(...(await runs.close()));
  } catch (error) {
    await heldOut.abort();
    throw error;
  }
  // Last, for it says that the partition is complete.
  await store.put(`${prefix}${countsSuffix}`, JSON.stringify(counts, null, 2), 'application/json');
  return counts;
}
