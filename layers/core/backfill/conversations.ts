import { mapBounded } from '../bounded.ts';
import { lateFacts } from '../conversation/freshness.ts';
import { type Seen, type Timeline, timelineOf } from '../conversation/gathered.ts';
import { consents, type Image, keyValue, mapsIn, readMessage, scalar } from '../conversation/image.ts';
import { passesFilter } from '../conversation/item-filter.ts';
import type { MessageMapping } from '../conversation/mapping.ts';
import type { Quarantined } from '../conversation/quarantine.ts';
import type { Pointer } from '../conversation/stream-record.ts';
import { type Standing, standingOf } from './not-allowed.ts';
import type { Segment, TableScan } from './table-scan.ts';

/** Of everything that was there before the stream: whatever the stream tells is newer. */
const version = '0'.repeat(40);

/** Enough to hide the table's answering time. */
const readAtOnce = 16;

/**
 * - `yes`: it consents, or something in it does.
 * - `no`: it does not, nor does anything that is left in it.
 * - `no more`: it has neither messages nor consent. It may have lost both, or be another kind of item.
 * - `nothing`: what its messages say counts for them alone.
 */
type Says = 'yes' | 'no' | 'no more' | 'nothing';

/** A whole conversation as it is now. */
export interface Conversation {
  readonly id: string;
  /** Without what the filter holds back. */
  readonly timeline: Timeline;
  readonly unreadable: readonly Quarantined[];
  /** All that it holds, whoever collects that or not. */
  readonly standing: readonly Standing[];
  /** What its item says of all that was ever collected of it; an item of another kind may have the same id. */
  readonly says: Says;
  /** Whether the filter holds back all of it. */
  readonly heldBack: boolean;
}

/** All conversations of a share of the table; one may come twice. Memory: sixteen conversations. */
export async function* conversationsIn(
  table: TableScan,
  segment: Segment,
  mapping: MessageMapping,
): AsyncGenerator<Conversation> {
  const name = mapping.attributes.conversationId;
  let last = '';
  for await (const page of table.pages(segment)) {
    if (mapping.shape === 'conversation') {
      for (const item of page) yield readItem(item, mapping);
      continue;
    }
    // The items of a conversation come together, and where they do not, the conversation comes twice: no harm.
    const keys = page.flatMap((item) => {
      const key = keyValue(item, name);
      if (key === undefined || key.value === last) return [];
      last = key.value;
      return [key];
    });
    for (let from = 0; from < keys.length; from += readAtOnce) {
      const some = await mapBounded(keys.slice(from, from + readAtOnce), readAtOnce, (key) => table.conversation(key));
      for (const [item = {}, ...items] of some)
        yield { ...read(item, [item, ...items], mapping), says: 'nothing', heldBack: false };
    }
  }
}

/** @param names of the table's keys */
const pointerTo = (item: Image, names: readonly string[]): Pointer => ({
  eventId: 'backfill',
  keys: Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]]))),
});

/** A conversation that is one item. */
function readItem(item: Image, mapping: MessageMapping): Conversation {
  const { conversationId, messages } = mapping.attributes;
  const entries = mapsIn(item, messages);
  const heldBack = !passesFilter(item, mapping);
  const conversation = read(item, entries ?? [], mapping);
  const pointer = pointerTo(item, [conversationId]);
  return {
    ...conversation,
    ...(entries === undefined && !heldBack && { unreadable: [{ reason: 'unreadable_messages', pointer }] }),
    says: saysOf(item, entries === undefined, conversation.standing, mapping),
    heldBack,
  };
}

function saysOf(item: Image, isBare: boolean, standing: readonly Standing[], mapping: MessageMapping): Says {
  const saysItself = mapping.attributes.consent in item;
  const agrees = consents({}, item, mapping);
  if (standing.some(({ allows, passedOver }) => allows && !passedOver) || (saysItself && agrees)) return 'yes';
  if (agrees || standing.some(({ allows }) => allows)) return 'nothing';
  if (saysItself) return 'no';
  return isBare ? 'no more' : 'nothing';
}

/** Every reply of a conversation as if it had just been written, and how all of it stands. */
function read(item: Image, entries: readonly (Image | undefined)[], mapping: MessageMapping) {
  const { conversationId, sortKey } = mapping.attributes;
  const inList = mapping.shape === 'conversation';
  const places: Seen[] = [];
  const unreadable: Quarantined[] = [];
  const standing: Standing[] = [];
  for (const [place, entry] of entries.entries()) {
    const own = inList ? item : (entry ?? {});
    const names = inList ? [conversationId] : [conversationId, sortKey];
    const pointer = { ...pointerTo(own, names), ...(inList && { place }) };
    const name = inList ? String(place) : undefined;
    const message = entry ? readMessage(entry, own, mapping, name) : 'unreadable_messages';
    const heldBack = !passesFilter(own, mapping);
    const passedOver = message === 'ignored' || (heldBack && typeof message === 'string');
    standing.push(standingOf(message, { own: entry ?? {}, around: own, place: name }, passedOver, mapping));
    if (passedOver) continue;
    if (typeof message === 'string') {
      unreadable.push({ reason: message, pointer });
      places.push({ message: null, told: [] });
      continue;
    }
    const origin = { version, pointer, at: message.createdAt };
    const told = heldBack ? [] : lateFacts(message).map((fact) => ({ fact, origin }));
    places.push({ message, told, ...(message.sender === 'ai' && !heldBack && { fresh: origin }) });
  }
  const id = scalar(item, conversationId) ?? '';
  return { id, timeline: timelineOf(places), unreadable, standing };
}
