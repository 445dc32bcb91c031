import type { Judge } from '../quality/judge.ts';
import type { Tier } from '../quality/judgement.ts';
import { gatherConversations } from './conversation-batch.ts';
import type { Dialogue, Exchange } from './exchange.ts';
import type { Gathered, Origin } from './gathered.ts';
import type { MessageMapping } from './mapping.ts';
import { gatherMessages } from './message-batch.ts';
import type { MessageTable } from './message-table.ts';
import { quarantineKey, shardKey } from './names.ts';
import { type Pair, pairAt } from './pairing.ts';
import type { Pseudonyms } from './pseudonym.ts';
import type { Quarantine, Quarantined } from './quarantine.ts';
import type { ShardStore } from './shard-store.ts';
import { readRecord, type StreamRecord } from './stream-record.ts';

/** Takes the personal data out of a dialogue; `name` is the stand-in for the user's name, where there is one. */
export type Redact = (dialogue: Dialogue, pseudonym: string) => { readonly dialogue: Dialogue; readonly name?: string };

export interface CollectorParts {
  readonly mapping: MessageMapping;
  readonly pseudonyms: Pseudonyms;
  readonly redact: Redact;
  readonly judge: Judge;
  readonly table: MessageTable;
  readonly shards: ShardStore;
  readonly quarantine: Quarantine;
}

/** What became of a batch, in counts. */
export interface Collected {
  readonly records: number;
  readonly exchanges: number;
  /** The exchanges by what the collector's policy makes of them; the policy of a run may decide otherwise. */
  readonly tiers: Readonly<Record<Tier, number>>;
  readonly withoutConsent: number;
  readonly quarantined: number;
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
    const gathered: Gathered =
      mapping.shape === 'message'
        ? await gatherMessages(records, mapping, contextTurns, table)
        : gatherConversations(records, mapping);
    faults.push(...gathered.unreadable);

    const exchanges: Exchange[] = [];
    const tiers = { gold: 0, accepted: 0, review: 0, rejected: 0 };
    let withoutConsent = 0;
    for (const { messages, fresh } of gathered.timelines) {
      for (const [place, origin] of fresh) {
        const pair = pairAt(messages, place, contextTurns);
        if (pair === 'no_consent') withoutConsent++;
        if (typeof pair === 'string') continue;
        try {
          const exchange = toExchange(parts, pair, origin);
          tiers[judge.decide(exchange.judgement).tier]++;
          exchanges.push(exchange);
        } catch (error) {
          // One text that a rule stumbles over must not hold up the thousand around it for a day.
          faults.push({ reason: `failed_${error instanceof Error ? error.name : 'unknown'}`, pointer: origin.pointer });
        }
      }
    }

    if (faults.length > 0) await quarantine.write(quarantineKey(records, faults), faults);
    const shard = exchanges.length > 0 ? shardKey(records) : null;
    if (shard !== null) await shards.write(shard, exchanges);
    return {
      records: given.length,
      exchanges: exchanges.length,
      tiers,
      withoutConsent,
      quarantined: faults.length,
      shard,
    };
  };
}

function readRecords(given: readonly unknown[]) {
  const records: StreamRecord[] = [];
  const faults: Quarantined[] = [];
  for (const item of given) {
    const read = readRecord(item);
    if (read === 'removal') continue;
    if ('version' in read) records.push(read);
    else faults.push({ reason: 'unreadable_record', pointer: read });
  }
  return { records, faults };
}

function toExchange({ pseudonyms, redact, judge }: CollectorParts, { asked, reply, dialogue }: Pair, origin: Origin) {
  const pseudonym = pseudonyms.user(asked.userId);
  const redacted = redact(dialogue, pseudonym);
  const { user, assistant, context } = redacted.dialogue;
  return {
    schema: 1,
    id: pseudonyms.exchange(reply.conversationId, reply.id),
    version: origin.version,
    conversation: pseudonyms.conversation(reply.conversationId),
    pseudonym,
    createdAt: reply.createdAt,
    ...(redacted.name !== undefined && { name: redacted.name }),
    ...(reply.model !== undefined && { model: reply.model }),
    ...(reply.variant !== undefined && { variant: reply.variant }),
    user,
    assistant,
    context,
    judgement: judge.judge(redacted.dialogue),
  } satisfies Exchange;
}
