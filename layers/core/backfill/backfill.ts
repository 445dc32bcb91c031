import type { Exchange } from '../conversation/exchange.ts';
import type { MessageMapping } from '../conversation/mapping.ts';
import { quarantineKey, settledKey } from '../conversation/names.ts';
import type { Quarantined } from '../conversation/quarantine.ts';
import type { ShardStore } from '../conversation/shard-store.ts';
import { type LineParts, toLines } from '../conversation/to-lines.ts';
import type { Signal } from '../signals/signal.ts';
import { conversationsIn } from './conversations.ts';
import { createListing } from './listing.ts';
import type { NotAllowedList } from './lists.ts';
import type { Segment, TableScan } from './table-scan.ts';

export interface BackfillParts extends LineParts {
  readonly mapping: MessageMapping;
  readonly table: TableScan;
  readonly shards: ShardStore<Exchange>;
  readonly signals: ShardStore<Signal>;
  readonly quarantine: ShardStore<Quarantined>;
  /** Users who were erased: nothing of them comes back. */
  readonly erased: ReadonlySet<string>;
}

/** What a share of the table came to. `shards` counts those written now, not those that were there already. */
export interface Backfilled {
  readonly conversations: number;
  readonly exchanges: number;
  readonly withoutConsent: number;
  readonly signals: number;
  readonly quarantined: number;
  readonly shards: number;
  /** What may not train, collected or not. */
  readonly notAllowed: NotAllowedList;
}

/** A shard ends after a conversation whose keyed hash ends in these digits: every 256th on average. */
const lastOfShard = '00';
/** Or when it has so many exchanges. */
const mostExchanges = 2000;

/**
 * Collects the conversations of a share of the table as the collector would have, had it been there. Where a shard
 * ends depends on the conversations in it, and its name on its exchanges and their last day: the same table gives the
 * same shards, and a conversation that was added changes the one shard that it falls into. What the stream has
 * collected too, it has with a higher version.
 *
 * @throws RetryableError when the table or the lake does not answer; the same share may be given again
 */
export async function backfillSegment(parts: BackfillParts, segment: Segment): Promise<Backfilled> {
  const { mapping, table, shards, signals, quarantine, pseudonyms, erased } = parts;
  const done = { conversations: 0, exchanges: 0, withoutConsent: 0, signals: 0, quarantined: 0, shards: 0 };
  const listing = createListing(pseudonyms);
  let pending: { exchanges: Exchange[]; signals: Signal[]; faults: Quarantined[] } = empty();

  const flush = async () => {
    const { exchanges, signals: late, faults } = pending;
    pending = empty();
    if (faults.length > 0) await quarantine.write(quarantineKey([], faults), faults);
    if (exchanges.length > 0) {
      const key = settledKey(
        'exchanges',
        exchanges.map(({ id, createdAt }) => ({ name: id, at: createdAt })),
      );
      if (await shards.write(key, exchanges)) done.shards++;
    }
    if (late.length > 0) {
      await signals.write(
        settledKey(
          'signals',
          late.map((each) => ({ name: JSON.stringify(each), at: each.at })),
        ),
        late,
      );
    }
    done.exchanges += exchanges.length;
    done.signals += late.length;
    done.quarantined += faults.length;
  };

  for await (const conversation of conversationsIn(table, segment, mapping)) {
    const { id, timeline, unreadable, heldBack } = conversation;
    const lines = toLines(parts, [timeline], erased);
    if (!heldBack) done.conversations++;
    done.withoutConsent += lines.withoutConsent;
    listing.add(conversation, lines.exchanges);
    pending.exchanges.push(...lines.exchanges);
    pending.signals.push(...lines.signals);
    pending.faults.push(...unreadable, ...lines.faults);
    const ends = pseudonyms.conversation(id).endsWith(lastOfShard);
    if (ends || pending.exchanges.length + pending.faults.length >= mostExchanges) await flush();
  }
  await flush();
  return { ...done, notAllowed: listing.list };
}

const empty = () => ({ exchanges: [], signals: [], faults: [] });
