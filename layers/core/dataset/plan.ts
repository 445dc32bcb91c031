import * as z from 'zod';
import { TerminalError } from '../errors.ts';
import { signalPrefix } from '../signals/signal.ts';
import { lazy } from './lazy-writer.ts';
import type { ObjectStore, StoredObject } from './object-store.ts';
import { type Cut, cutFor } from './ranges.ts';
import { createSink } from './sink.ts';
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

/** In the order of the keys, in which the store lists each: the list of a dataset's shards is in it too. */
const folders = [exampleFolder, exchangeFolder, signalPrefix];

const planKey = (runId: string) => `runs/${runId}/plan.json`;

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

interface PartitionLimits {
  /** Compressed bytes of a partition; one larger shard makes a partition of its own. */
  readonly bytes: number;
  /** Keeps an item of the plan under Step Functions' 256 KiB. */
  readonly shards: number;
}

/** 16 MiB of gzip are some 50,000 to 80,000 exchanges: about ten seconds for one child. */
const partitionLimits: PartitionLimits = { bytes: 16 * 1024 * 1024, shards: 500 };

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
 * exchanges must not take part. Memory: the shards of some partitions, however many there are.
 *
 * @throws NoShards; RetryableError when the store does not answer
 */
export async function planRun(store: ObjectStore, runId: string, limits: PlanLimits = {}): Promise<Plan> {
  const key = planKey(runId);
  let [shards, exchanges, bytes] = [0, 0, 0];
  const listed = async function* () {
    for (const folder of folders) {
      for await (const object of store.list(folder)) {
        if (!object.key.endsWith('.jsonl.gz')) continue;
        shards++;
        if (folder !== signalPrefix) exchanges++;
        bytes += object.size;
        yield object;
      }
    }
    if (exchanges === 0) throw new NoShards(exchangeFolder);
  };
  const partitions = await writePartitions(store, key, listed(), limits.partition);
  const erased = await listWithdrawn(store, runId);
  const { ranges, buckets } = { ...cutFor(bytes), ...limits };
  const writeList = async (name: string, items: readonly unknown[]) => {
    const list = `runs/${runId}/${name}.json`;
    await store.put(list, JSON.stringify(items), 'application/json');
    return list;
  };
  const indexes = (length: number) => Array.from({ length }, (_, index) => ({ index }));
  return {
    key,
    partitions,
    ranges,
    rangesKey: await writeList('ranges', indexes(ranges)),
    buckets,
    bucketsKey: await writeList('buckets', indexes(buckets)),
    shards,
    bytes,
    erased,
  };
}

/** Fills one partition after the other with shards, in the order in which they come. */
function createDealer(limits: PartitionLimits = partitionLimits) {
  let [current, room]: [StoredObject[], PartitionLimits] = [[], limits];
  let index = 0;
  const take = (): Partition | undefined => {
    const shards = current;
    [current, room] = [[], limits];
    return shards.length === 0 ? undefined : { index: index++, shards };
  };
  return {
    /** @returns a partition that is full, when there is one: the shard is the first of the next */
    add({ key, etag, size }: StoredObject): Partition | undefined {
      const full = room.shards < 1 || room.bytes < size ? take() : undefined;
      current.push({ key, etag, size });
      room = { bytes: room.bytes - size, shards: room.shards - 1 };
      return full;
    },
    /** The last partition, if a shard is left. */
    rest: take,
  };
}

/**
 * Shares shards out, in the order in which they come, into partitions that a child can read within its time, and
 * writes these as a JSON array. Memory: the shards of some partitions, however many there are.
 *
 * @returns how many partitions there are
 */
export async function writePartitions(
  store: Pick<ObjectStore, 'writer'>,
  key: string,
  shards: AsyncIterable<StoredObject>,
  limits?: PartitionLimits,
): Promise<number> {
  const sink = createSink(lazy(() => store.writer(key, 'application/json')));
  const dealer = createDealer(limits);
  let partitions = 0;
  const write = (partition: Partition) => sink.add(`${partitions++ === 0 ? '[' : ','}${JSON.stringify(partition)}`);
  try {
    for await (const shard of shards) {
      const full = dealer.add(shard);
      if (full !== undefined) await write(full);
    }
    const last = dealer.rest();
    if (last !== undefined) await write(last);
    await sink.add(partitions === 0 ? '[]' : ']');
    await sink.close();
  } catch (error) {
    await sink.abort();
    throw error;
  }
  return partitions;
}
