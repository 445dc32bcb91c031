import * as z from 'zod';
import { TerminalError } from '../errors.ts';
import { signalPrefix } from '../signals/signal.ts';
import type { ObjectStore, StoredObject } from './object-store.ts';
import { type Cut, cutFor } from './ranges.ts';
import { listWithdrawn } from './withdrawn.ts';

const count = z.int().min(0);

/** The shards that one child of Curate partitions reads: an item of the plan. */
export const partitionSchema = z.object({
  index: count,
  shards: z.array(z.object({ key: z.string(), etag: z.string(), size: count })).readonly(),
});
export type Partition = Readonly<z.infer<typeof partitionSchema>>;

/** Where what is joined lies, besides signals: exchanges of the app, examples that people and machines wrote. */
export const exchangeFolder = 'exchanges/v=1/';
export const exampleFolder = 'examples/v=1/';

/** There is nothing to learn from yet. */
export class NoShards extends TerminalError {
  override name = 'NoShards';

  constructor(prefix: string) {
    super(
      `There are no shards under "${prefix}" in the lake, so there is nothing to train on. ` +
        'Check that the app writes messages with consent to the table and that the Collect function runs, then start again.',
    );
  }
}

export interface PartitionLimits {
  /** Compressed bytes of a partition; one larger shard makes a partition of its own. */
  readonly bytes: number;
  /** Keeps an item of the plan under Step Functions' 256 KiB. */
  readonly shards: number;
}

/** 16 MiB of gzip are some 50,000 to 80,000 exchanges: about ten seconds for one child. */
export const partitionLimits: PartitionLimits = { bytes: 16 * 1024 * 1024, shards: 500 };

/** What a run is going to read, and how the work is shared out. */
export interface Plan extends Cut {
  /** The key of the JSON array of partitions, an item for each child of Curate partitions; the others likewise. */
  readonly key: string;
  readonly partitions: number;
  readonly rangesKey: string;
  readonly bucketsKey: string;
  readonly shards: number;
  readonly bytes: number;
  /** Users whose tombstones the run knows. */
  readonly erased: number;
}

/** Where the pieces end; given by whoever wants smaller ones than the size of the shards asks for. */
export interface PlanLimits extends Partial<Cut> {
  readonly partition?: PartitionLimits;
}

/**
 * Lists the shards and shares them out. All of them: a shard's folder says when its exchanges were collected, not
 * when they were written, so that only reading tells which are within the run's dates. Writes down, too, whose
 * exchanges must not take part.
 *
 * @throws NoShards
 */
export async function planRun(store: ObjectStore, runId: string, limits: PlanLimits = {}): Promise<Plan> {
  const shards: StoredObject[] = [];
  for (const folder of [exchangeFolder, exampleFolder, signalPrefix]) {
    for await (const object of store.list(folder)) if (object.key.endsWith('.jsonl.gz')) shards.push(object);
  }
  if (shards.every(({ key }) => key.startsWith(signalPrefix))) throw new NoShards(exchangeFolder);
  const erased = await listWithdrawn(store, runId);
  const bytes = shards.reduce((sum, { size }) => sum + size, 0);
  const { ranges, buckets } = { ...cutFor(bytes), ...limits };
  const partitions = partitionsOf(shards, limits.partition);
  const write = async (name: string, items: readonly unknown[]) => {
    const key = `runs/${runId}/${name}.json`;
    await store.put(key, JSON.stringify(items), 'application/json');
    return key;
  };
  const indexes = (length: number) => Array.from({ length }, (_, index) => ({ index }));
  return {
    key: await write('plan', partitions),
    partitions: partitions.length,
    ranges,
    rangesKey: await write('ranges', indexes(ranges)),
    buckets,
    bucketsKey: await write('buckets', indexes(buckets)),
    shards: shards.length,
    bytes,
    erased,
  };
}

/** Shares the shards out, in the order of their keys, into partitions that a child can read within its time. */
export function partitionsOf(shards: readonly StoredObject[], limits: PartitionLimits = partitionLimits): Partition[] {
  const partitions: { index: number; shards: StoredObject[] }[] = [];
  let room = { bytes: 0, shards: 0 };
  for (const { key, etag, size } of shards.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    if (room.shards < 1 || room.bytes < size) {
      partitions.push({ index: partitions.length, shards: [] });
      room = { ...limits };
    }
    partitions.at(-1)?.shards.push({ key, etag, size });
    room = { bytes: room.bytes - size, shards: room.shards - 1 };
  }
  return partitions;
}
