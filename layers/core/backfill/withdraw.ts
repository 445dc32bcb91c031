import type { Exchange } from '../conversation/exchange.ts';
import { settledKey } from '../conversation/names.ts';
import type { ShardStore } from '../conversation/shard-store.ts';
import type { ObjectStore } from '../dataset/object-store.ts';
import { BrokenShard, shardLines } from '../dataset/shard.ts';
import { readErased } from '../signals/people.ts';
import type { Signal } from '../signals/signal.ts';
import { readWithdrawnExchanges } from '../signals/withdrawn-exchanges.ts';
import { digitsOf, readNotAllowed, readShards } from './lists.ts';

interface LookParts {
  readonly store: ObjectStore;
  /** Whether there is time for more shards. Not asked before the first `leastShards`. */
  readonly hasTime: () => boolean;
}

interface BackfillOf {
  readonly runId: string;
  /** When the backfill began: ISO 8601, UTC. */
  readonly startedAt: string;
  /** How many shares of the table were listed. */
  readonly shares: number;
}

/** `after`: the last shard that was looked at, where there was no time for the rest. */
interface Looked {
  readonly after?: string | undefined;
}
/** Exchanges that there are to withdraw, as far as was looked. */
export interface Counted extends Looked {
  readonly found: number;
  /** Of those that are to be withdrawn all versions in the lake. */
  readonly goes: number;
  /** Of those that stay all versions. What was withdrawn before is in neither. */
  readonly stays: number;
  /** Of those that stay the versions of which the table says yes and no. */
  readonly doubted: number;
}

/** What was looked at and was not withdrawn before. */
interface Seen {
  readonly signals: readonly Signal[];
  readonly goes: number;
  readonly stays: number;
  readonly doubted: number;
}
/** Exchanges that were withdrawn so far. */
export interface Withdrawn extends Looked {
  readonly withdrawn: number;
}

const mostSignals = 2000;
/** So many are looked at in any case, in half a minute: to read the lists and all signals may take all the time there is. */
const leastShards = 500;

/**
 * Looks for the exchanges that the lake has and that may not train, by what the table says: what the stream told of it
 * was lost, or it was never listened to. Each up to the highest version that lay in the lake before the table was read:
 * consent that is given after that has a higher one, and holds. What is withdrawn already is left as it is, and of an
 * erased user nothing is found.
 *
 * @param take gets a signal that withdraws each of them; of one with several versions the highest comes last
 * @throws WorkMissing when a list is gone; RetryableError when the lake does not answer
 */
async function lookForNotAllowed(
  { store, hasTime }: LookParts,
  { runId, startedAt, shares }: BackfillOf,
  { after = '' }: Looked,
  take: (seen: Seen) => Promise<void>,
): Promise<Looked> {
  const { out, doubted, unlessAsked } = await readNotAllowed(store, runId, shares);
  if (out.size + doubted.size + unlessAsked.size === 0) return {};
  const inDoubt = ({ id, conversation }: Exchange) => doubted.has(id) || (doubted.has(conversation) && !out.has(id));
  const allowed = ({ id, conversation, user }: Exchange) => {
    if (out.has(id) || out.has(conversation)) return false;
    const digits = unlessAsked.get(id);
    return digits === undefined || digits === digitsOf(user);
  };
  const keys = await readShards(store, runId);
  const withdrawn = await readWithdrawnExchanges(store);
  const known = new Map(withdrawn);
  const erased = await readErased(store);
  let looked = 0;
  let last = after;
  for (const key of keys) {
    if (key <= after) continue;
    if (looked++ >= leastShards && !hasTime()) return { after: last };
    last = key;
    const signals: Signal[] = [];
    const seen = { goes: 0, stays: 0, doubted: 0 };
    for await (const exchange of exchangesIn(store, key)) {
      const { id, pseudonym, version } = exchange;
      if (erased.has(pseudonym) || version <= (withdrawn.get(id) ?? '')) continue;
      if (inDoubt(exchange)) seen.doubted++;
      if (inDoubt(exchange) || allowed(exchange)) {
        seen.stays++;
        continue;
      }
      seen.goes++;
      if (version <= (known.get(id) ?? '')) continue;
      known.set(id, version);
      signals.push({ schema: 1, kind: 'consent', granted: false, exchange: id, pseudonym, version, at: startedAt });
    }
    await take({ signals, ...seen });
  }
  return {};
}

/** Counts what there is to withdraw, and writes nothing. @param before what it came to until it ran out of time */
export async function countNotAllowed(
  parts: LookParts,
  of: BackfillOf,
  before: Counted = { found: 0, goes: 0, stays: 0, doubted: 0 },
): Promise<Counted> {
  const ids = new Set<string>();
  let { goes, stays, doubted } = before;
  const looked = await lookForNotAllowed(parts, of, before, async (seen) => {
    for (const { exchange } of seen.signals) ids.add(exchange);
    goes += seen.goes;
    stays += seen.stays;
    doubted += seen.doubted;
  });
  return { found: before.found + ids.size, goes, stays, doubted, ...looked };
}

/** Withdraws it. @param before what it came to until it ran out of time; it goes on from there */
export async function withdrawNotAllowed(
  { signals, ...parts }: LookParts & { readonly signals: ShardStore<Signal> },
  of: BackfillOf,
  before: Withdrawn = { withdrawn: 0 },
): Promise<Withdrawn> {
  const pending = new Map<string, Signal>();
  let { withdrawn } = before;
  const flush = async () => {
    const lines = [...pending.values()];
    pending.clear();
    if (lines.length === 0) return;
    const named = lines.map((line) => ({ name: JSON.stringify(line), at: line.at }));
    // By their name they can be told from the stream's: see "A wrong mapping" in docs/backfill.md.
    await signals.write(settledKey('signals', named).replace(/[^/]+$/, 'withdrawn-$&'), lines);
    withdrawn += lines.length;
  };
  const looked = await lookForNotAllowed(parts, of, before, async (seen) => {
    for (const signal of seen.signals) pending.set(signal.exchange, signal);
    if (pending.size >= mostSignals) await flush();
  });
  await flush();
  return { withdrawn, ...looked };
}

/** The exchanges of a shard, as far as it can be read. */
async function* exchangesIn(store: Pick<ObjectStore, 'open'>, key: string) {
  const object = await store.open(key);
  if (object === undefined) return;
  try {
    for await (const lines of shardLines(object.body)) {
      for (const line of lines) if ('exchange' in line) yield line.exchange;
    }
  } catch (error) {
    if (!(error instanceof BrokenShard)) throw error;
  }
}
