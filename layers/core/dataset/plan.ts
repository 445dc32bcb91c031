import * as z from 'zod';
import { TerminalError } from '../errors.ts';
import type { StoredObject } from './object-store.ts';

const count = z.int().min(0);

/** The shards that one child of Curate partitions reads: an item of the plan. */
export const partitionSchema = z.object({
  index: count,
  shards: z.array(z.object({ key: z.string(), etag: z.string(), size: count })).readonly(),
});
export type Partition = Readonly<z.infer<typeof partitionSchema>>;

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
