import { mapBounded } from '../bounded.ts';
import { lateFacts } from '../conversation/freshness.ts';
import { type Seen, type Timeline, timelineOf } from '../conversation/gathered.ts';
import { type Image, keyValue, mapsIn, readMessage, scalar } from '../conversation/image.ts';
import { passesFilter } from '../conversation/item-filter.ts';
import type { MessageMapping } from '../conversation/mapping.ts';
import type { Quarantined } from '../conversation/quarantine.ts';
import type { Pointer } from '../conversation/stream-record.ts';
import type { Segment, TableScan } from './table-scan.ts';

/** Of everything that was there before the stream: whatever the stream tells is newer. */
const version = '0'.repeat(40);

/** Enough to hide the table's answering time. */
const readAtOnce = 16;

/** A whole conversation as it is now. */
export interface Conversation {
  readonly id: string;
  readonly timeline: Timeline;
  readonly unreadable: readonly Quarantined[];
}

/** All conversations of a share of the table, but for what the filter holds back; one may come twice. Memory: sixteen conversations. */
export async function* conversationsIn(
  table: TableScan,
  segment: Segment,
  mapping: MessageMapping,
): AsyncGenerator<Conversation> {
  const name = mapping.attributes.conversationId;
  let last = '';
  for await (const page of table.pages(segment)) {
    if (mapping.shape === 'conversation') {
      for (const item of page) {
        if (!passesFilter(item, mapping)) continue;
        const entries = mapsIn(item, mapping.attributes.messages);
        const unreadable = { reason: 'unreadable_messages', pointer: pointerTo(item, [name]) };
        yield entries === undefined
          ? { id: scalar(item, name) ?? '', timeline: timelineOf([]), unreadable: [unreadable] }
          : read(item, entries, mapping);
      }
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
      for (const [item = {}, ...items] of some) yield read(item, [item, ...items], mapping);
    }
  }
}

/** @param names of the table's keys */
const pointerTo = (item: Image, names: readonly string[]): Pointer => ({
  eventId: 'backfill',
  keys: Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]]))),
});

/** Every reply of a conversation as if it had just been written. */
function read(item: Image, entries: readonly (Image | undefined)[], mapping: MessageMapping): Conversation {
  const { conversationId, sortKey } = mapping.attributes;
  const inList = mapping.shape === 'conversation';
  const places: Seen[] = [];
  const unreadable: Quarantined[] = [];
  for (const [place, entry] of entries.entries()) {
    const own = inList ? item : (entry ?? {});
    const names = inList ? [conversationId] : [conversationId, sortKey];
    const pointer = { ...pointerTo(own, names), ...(inList && { place }) };
    const message = entry
      ? readMessage(entry, own, mapping, inList ? String(place) : undefined)
      : 'unreadable_messages';
    const heldBack = !passesFilter(own, mapping);
    if (message === 'ignored' || (heldBack && typeof message === 'string')) continue;
    if (typeof message === 'string') {
      unreadable.push({ reason: message, pointer });
      places.push({ message: null, told: [] });
      continue;
    }
    const origin = { version, pointer, at: message.createdAt };
    const told = heldBack ? [] : lateFacts(message).map((fact) => ({ fact, origin }));
    places.push({ message, told, ...(message.sender === 'ai' && !heldBack && { fresh: origin }) });
  }
  return { id: scalar(item, conversationId) ?? '', timeline: timelineOf(places), unreadable };
}
