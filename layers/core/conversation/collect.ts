import type { Tier } from '../quality/judgement.ts';
import type { Signal } from '../signals/signal.ts';
import { gatherConversations } from './conversation-batch.ts';
import type { Exchange } from './exchange.ts';
import type { Gathered } from './gathered.ts';
import type { MessageMapping } from './mapping.ts';
import { gatherMessages } from './message-batch.ts';
import type { MessageTable } from './message-table.ts';
import { quarantineKey, shardKey } from './names.ts';
import type { Quarantined } from './quarantine.ts';
import type { ShardStore } from './shard-store.ts';
import { readRecord, type StreamRecord } from './stream-record.ts';
import { type LineParts, toLines } from './to-lines.ts';

interface CollectorParts extends LineParts {
  readonly mapping: MessageMapping;
  readonly table: MessageTable;
  readonly shards: ShardStore<Exchange>;
  readonly signals: ShardStore<Signal>;
  readonly quarantine: ShardStore<Quarantined>;
  /** Pseudonyms of the users who were erased: of whom nothing is collected any more. */
  readonly erased: () => Promise<ReadonlySet<string>>;
}

/** What became of a batch, in counts. */
export interface Collected {
  readonly records: number;
  readonly exchanges: number;
  /** The exchanges by what the collector's policy makes of them; the policy of a run may decide otherwise. */
  readonly tiers: Readonly<Record<Tier, number>>;
  readonly withoutConsent: number;
  readonly quarantined: number;
  /** Ratings, edits and withdrawals of older exchanges. */
  readonly signals: number;
  /** The shard written or found, null when the batch held no exchange. */
  readonly shard: string | null;
}

/**
 * Makes the function that turns a batch of stream records into one shard. Whatever is wrong with a record is
 * quarantined and the rest goes on, so the batch's success never hangs on a good record's neighbour.
 *
 * The function throws RetryableError only, and only when reading the table or writing to the lake failed; the
 * same records may be given again, in the same or another batch, and change nothing.
 */
export function createCollector(parts: CollectorParts): (records: readonly unknown[]) => Promise<Collected> {
  const { mapping, judge, table, shards, quarantine } = parts;
  const contextTurns = judge.policy.contextTurns;
  return async (given) => {
    const { records, faults } = readRecords(given);
    const whole = records.filter(saysWhatWas);
    const gathered: Gathered =
      mapping.shape === 'message'
        ? await gatherMessages(whole, mapping, contextTurns, table)
        : gatherConversations(whole, mapping, contextTurns);
    faults.push(...gathered.unreadable);

    const {
      exchanges,
      signals,
      withoutConsent,
      faults: failed,
    } = toLines(parts, gathered.timelines, await parts.erased());
    faults.push(...failed);
    const tiers = { gold: 0, accepted: 0, review: 0, rejected: 0 };
    for (const { judgement } of exchanges) tiers[judge.decide(judgement).tier]++;

    if (faults.length > 0) await quarantine.write(quarantineKey(records, faults), faults);
    const shard = exchanges.length > 0 ? shardKey('exchanges', records) : null;
    if (shard !== null) await shards.write(shard, exchanges);
    if (signals.length > 0) await parts.signals.write(shardKey('signals', records), signals);
    return {
      records: given.length,
      exchanges: exchanges.length,
      tiers,
      withoutConsent,
      signals: signals.length,
      quarantined: faults.length,
      shard,
    };
  };
}

/** Without the item as it was (stream view NEW_AND_OLD_IMAGES) nobody sees that a change withdrew consent. */
const saysWhatWas = ({ created, oldImage }: StreamRecord) => created || oldImage !== undefined;

function readRecords(given: readonly unknown[]) {
  const records: StreamRecord[] = [];
  const faults: Quarantined[] = [];
  for (const item of given) {
    const read = readRecord(item);
    if (read === 'removal') continue;
    if ('version' in read) records.push(read);
    else faults.push({ reason: 'unreadable_record', pointer: read });
    if ('version' in read && !saysWhatWas(read)) faults.push({ reason: 'unreadable_old_image', pointer: read.pointer });
  }
  return { records, faults };
}
