import * as z from 'zod';
import { createPart } from './file-part.ts';
import type { ObjectStore } from './object-store.ts';
import { brokenReasons } from './shard.ts';
import { Tally } from './tally.ts';

const count = z.int().min(0);

/** The list of a dataset's shards, in its folder: a line for each, by key. The lake has more of them every day. */
export const shardListName = 'shards.jsonl';
export const shardListFormat = 'reflectwithin-shards-1';

/** A line of the list. `etag`: of what was read, or null; `planned` where the plan saw another. */
export const listedShardSchema = z.object({
  key: z.string(),
  etag: z.string().nullable(),
  planned: z.string().optional(),
  lines: count,
  /** Why it ended before its end: what came before the break was read all the same. */
  broken: z.enum(brokenReasons).optional(),
});
export type ListedShard = z.infer<typeof listedShardSchema>;

/** What of a list of shards is told where there is no room for the list. */
export const shardCountsSchema = z.object({
  /** Lines of all shards, of signals too. */
  lines: count,
  /** Shards that were not read as the plan saw them, by reason: see `notAsPlanned`. */
  notAsPlanned: z.record(z.string(), count),
  /** The first twenty of each reason, by key. */
  first: z.array(listedShardSchema),
});
type ShardCounts = z.infer<typeof shardCountsSchema>;

/** How a shard differs from what the plan saw: why it is broken, or `written_anew` and read as it is now. */
export const notAsPlanned = ({ broken, planned }: ListedShard): string | undefined =>
  broken ?? (planned === undefined ? undefined : 'written_anew');

/** How many of those that are broken, for whatever reason. */
export const brokenOf = ({ notAsPlanned: reasons }: Pick<ShardCounts, 'notAsPlanned'>): number =>
  brokenReasons.reduce((sum, reason) => sum + (reasons[reason] ?? 0), 0);

/** Enough to see what a reason means. */
const firstOfReason = 20;

/** Counts shards in the order of their keys, or lists of shards that follow one another so. */
export class ShardTally {
  readonly #reasons = new Tally();
  readonly #named = new Tally();
  readonly #first: ListedShard[] = [];
  #lines = 0;

  add(line: ListedShard): void {
    this.#lines += line.lines;
    const reason = notAsPlanned(line);
    if (reason === undefined) return;
    this.#reasons.add(reason);
    this.#name(reason, line);
  }

  addAll({ lines, notAsPlanned: reasons, first }: ShardCounts): void {
    this.#lines += lines;
    this.#reasons.addAll(reasons);
    for (const line of first) this.#name(notAsPlanned(line) ?? '', line);
  }

  #name(reason: string, line: ListedShard): void {
    if (this.#named.of(reason) === firstOfReason) return;
    this.#named.add(reason);
    this.#first.push(line);
  }

  all(): ShardCounts {
    return { lines: this.#lines, notAsPlanned: this.#reasons.all(), first: this.#first };
  }
}

/** Writes a partition's part of the list, and counts it. @param key of the part */
export function createShardList(store: ObjectStore, key: string) {
  const [part, tally] = [createPart(store, key), new ShardTally()];
  return {
    add(line: ListedShard): Promise<void> | undefined {
      tally.add(line);
      return part.add(JSON.stringify(line));
    },
    close: async () => ({ file: await part.close(), counts: tally.all() }),
    abort: () => part.abort(),
  };
}
