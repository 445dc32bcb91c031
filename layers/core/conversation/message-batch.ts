import { mapBounded } from '../bounded.ts';
import { isFreshReply } from './freshness.ts';
import type { Gathered, Origin, Timeline } from './gathered.ts';
import { compareKeys, type Image, type KeyValue, keyValue, readMessage, type UnreadableReason } from './image.ts';
import type { MessageMapping } from './mapping.ts';
import type { MessageTable } from './message-table.ts';
import type { Slot } from './pairing.ts';
import type { Quarantined } from './quarantine.ts';
import type { StreamRecord } from './stream-record.ts';

/** Enough to hide the table's answering time, few enough to stay far from its limits. */
const queriesAtOnce = 16;

interface Entry {
  readonly position: KeyValue;
  /** The message as this batch last saw it; null when unreadable. */
  readonly message: Slot;
  readonly version: string;
  /** True when the batch saw it written, so that it knows its neighbours. */
  readonly created: boolean;
  readonly fresh?: Origin;
}
type Conversation = { readonly key: KeyValue; readonly entries: Map<string, Entry> };

/**
 * Shape `message`: one item per message.
 *
 * @param contextTurns how many places before a user's turn the pairing will look at
 * @param table asked once for each conversation whose first new reply has fewer messages before it in the batch
 *   than that, and once for each old reply that was edited
 */
export async function gatherMessages(
  records: readonly StreamRecord[],
  mapping: MessageMapping,
  contextTurns: number,
  table: MessageTable,
): Promise<Gathered> {
  const { conversations, unreadable } = sort(records, mapping);
  const withReplies = conversations.filter(({ entries }) => [...entries.values()].some(({ fresh }) => fresh));
  const gaps = withReplies.flatMap(({ key, entries }) =>
    missing([...entries.values()], contextTurns + 1).map((position) => ({ key, entries, position })),
  );
  await mapBounded(gaps, queriesAtOnce, async ({ key, entries, position }) => {
    for (const found of await windowBefore(key, position, contextTurns + 1, mapping, table)) {
      const name = found.position.value;
      // The table was asked later than the batch was written: what it says of consent is newer.
      // Only a reply that this batch reports stays as reported, for its version goes with its text.
      if (!entries.get(name)?.fresh) entries.set(name, { ...found, version: '', created: false });
    }
  });
  return { timelines: withReplies.map(timeline), unreadable };
}

/** The batch by conversation, each message as it was last seen. */
function sort(records: readonly StreamRecord[], mapping: MessageMapping) {
  const unreadable: Quarantined[] = [];
  const conversations = new Map<string, Conversation>();
  for (const record of records) {
    const { newImage, oldImage, pointer, version } = record;
    const position = keyValue(newImage, mapping.attributes.sortKey);
    const key = keyValue(newImage, mapping.attributes.conversationId);
    const read = readMessage(newImage, newImage, mapping);
    if (read === 'ignored') continue;
    const reason: UnreadableReason | undefined =
      typeof read === 'string' ? read : key && !position ? 'unreadable_sortKey' : undefined;
    if (reason) unreadable.push({ reason, pointer });
    if (!position || !key) continue;

    const conversation = conversations.get(key.value) ?? { key, entries: new Map<string, Entry>() };
    conversations.set(key.value, conversation);
    const message = typeof read === 'string' ? null : read;
    const before = oldImage && readMessage(oldImage, oldImage, mapping);
    const fresh =
      message && isFreshReply(message, typeof before === 'object' ? before : null) ? { version, pointer } : undefined;
    const earlier = conversation.entries.get(position.value);
    conversation.entries.set(
      position.value,
      merge(earlier, { position, message, version, created: record.created }, fresh),
    );
  }
  return { conversations: [...conversations.values()], unreadable };
}

/** Two sights of one message: the later image stands, and the later of what made it new. */
function merge(earlier: Entry | undefined, seen: Entry, fresh: Origin | undefined): Entry {
  const latest = earlier && earlier.version > seen.version ? earlier : seen;
  const origin = !fresh || (earlier?.fresh && earlier.fresh.version > fresh.version) ? earlier?.fresh : fresh;
  return { ...latest, created: seen.created || (earlier?.created ?? false), ...(origin && { fresh: origin }) };
}

/** The positions before which the table must be asked, so that each new reply has `need` messages before it. */
function missing(entries: readonly Entry[], need: number): KeyValue[] {
  const inOrder = entries.toSorted((a, b) => compareKeys(a.position, b.position));
  const edited = inOrder.filter(({ fresh, created }) => fresh && !created);
  const written = inOrder.filter(({ created }) => created);
  const first = written.findIndex(({ fresh }) => fresh);
  const asked = first >= 0 && first < need ? written.slice(first, first + 1) : [];
  return [...asked, ...edited].map(({ position }) => position);
}

/** Up to `need` messages before a position; what is ignored does not count. */
async function windowBefore(
  key: KeyValue,
  position: KeyValue,
  need: number,
  mapping: MessageMapping,
  table: MessageTable,
): Promise<{ position: KeyValue; message: Slot }[]> {
  const found: { position: KeyValue; message: Slot }[] = [];
  let from = position;
  while (found.length < need) {
    const limit = need - found.length;
    const page: readonly Image[] = await table.before(key, from, limit);
    for (const image of page) {
      const at = keyValue(image, mapping.attributes.sortKey);
      if (at === undefined) return found;
      from = at;
      const read = readMessage(image, image, mapping);
      if (read !== 'ignored') found.push({ position: at, message: typeof read === 'string' ? null : read });
    }
    if (page.length < limit) break;
  }
  return found;
}

function timeline({ entries }: Conversation): Timeline {
  const inOrder = [...entries.values()].sort((a, b) => compareKeys(a.position, b.position));
  const fresh = inOrder.flatMap(({ fresh }, place): [number, Origin][] => (fresh ? [[place, fresh]] : []));
  return { messages: inOrder.map(({ message }) => message), fresh: new Map(fresh) };
}
