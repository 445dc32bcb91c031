import type { MessageMapping } from '../conversation/mapping.ts';
import { lastDayOf } from '../conversation/names.ts';
import { pairAt } from '../conversation/pairing.ts';
import type { Pseudonyms } from '../conversation/pseudonym.ts';
import type { ObjectStore } from '../dataset/object-store.ts';
import { BrokenShard, shardLines } from '../dataset/shard.ts';
import { conversationsIn } from './conversations.ts';
import type { Segment, TableScan } from './table-scan.ts';

/** From the beginning of `since` to before `until`; ISO 8601, UTC. */
export interface Span {
  readonly since: string;
  readonly until: string;
}

export interface ReconcileParts {
  readonly mapping: MessageMapping;
  readonly pseudonyms: Pseudonyms;
  readonly table: TableScan;
  readonly store: Pick<ObjectStore, 'list' | 'open'>;
  readonly erased: ReadonlySet<string>;
}

/** What was compared. `missingIds`: of exchanges that should have been collected, the first thousand. */
export interface Reconciled {
  readonly conversations: number;
  readonly eligible: number;
  readonly found: number;
  readonly missing: number;
  readonly missingIds: readonly string[];
  /** Shards, of those that were looked through, that could not be read to their end: what they hold may count as missing. */
  readonly broken: number;
}

const idsKept = 1000;
const day = 24 * 60 * 60 * 1000;

/** The days that exchanges of the span may be of, by the shard's key or their own: clocks of app and table may differ. */
const daysAround = ({ since, until }: Span) => ({
  first: new Date(Date.parse(since) - day).toISOString().slice(0, 10),
  last: new Date(Date.parse(until) + day).toISOString().slice(0, 10),
});

const shards = 'exchanges/v=1/';

/** The keys of shards that may hold exchanges of a day or later: those of its folder and later ones first. */
async function* shardsSince({ store }: ReconcileParts, day: string): AsyncGenerator<string> {
  const from = `${shards}dt=${day}`;
  for await (const { key } of store.list(shards, from)) yield key;
  // A backfilled shard lies in the folder of its first day. The listing of all time comes last: mostly nothing is left
  // to look for by then.
  for await (const { key } of store.list(shards)) {
    if (key > from) return;
    if ((lastDayOf(key) ?? day) >= day) yield key;
  }
}

/**
 * Takes those ids away that are in shards of the span and a day on either side, and of later days, for consent may be
 * given late. Lists and reads no further when none is left, so that a span of long ago costs no more for what came
 * after it, nor one of yesterday for the years before.
 *
 * @returns how many shards were damaged
 */
async function takeCollected(parts: ReconcileParts, span: Span, ids: Set<string>): Promise<number> {
  const { first, last } = daysAround(span);
  let broken = 0;
  if (ids.size === 0) return broken;
  for await (const key of shardsSince(parts, first)) {
    const object = await parts.store.open(key);
    if (object === undefined) continue;
    try {
      for await (const lines of shardLines(object.body)) {
        for (const line of lines) {
          if (!('exchange' in line)) continue;
          const { id, createdAt } = line.exchange;
          const date = createdAt.slice(0, 10);
          if (date >= first && date <= last) ids.delete(id);
        }
      }
    } catch (error) {
      if (!(error instanceof BrokenShard)) throw error;
      broken++;
    }
    if (ids.size === 0) break;
  }
  return broken;
}

/**
 * Compares a share of the table with what was collected: every exchange that may train, by what the table says now,
 * must be in a shard. Nothing is redacted or judged, only paired, so this costs a tenth of collecting. Memory: some 100
 * bytes for each exchange of the share, however large the lake is.
 *
 * @throws RetryableError when the table or the lake does not answer
 */
export async function reconcileSegment(parts: ReconcileParts, segment: Segment, span: Span): Promise<Reconciled> {
  const { mapping, pseudonyms, table, erased } = parts;
  const ids = new Set<string>();
  let conversations = 0;
  for await (const { timeline, heldBack } of conversationsIn(table, segment, mapping)) {
    if (!heldBack) conversations++;
    for (const place of timeline.fresh.keys()) {
      const pair = pairAt(timeline.messages, place, 0);
      if (typeof pair === 'string' || pair.reply.createdAt < span.since || pair.reply.createdAt >= span.until) continue;
      if (erased.has(pseudonyms.user(pair.asked.userId))) continue;
      ids.add(pseudonyms.exchange(pair.reply.conversationId, pair.reply.id));
    }
  }
  const eligible = ids.size;
  const broken = await takeCollected(parts, span, ids);
  const [missing, missingIds] = [ids.size, [...ids].slice(0, idsKept).sort()];
  return { conversations, eligible, found: eligible - missing, missing, missingIds, broken };
}
