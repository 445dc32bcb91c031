import { mapBounded } from '../bounded.ts';
import { type Changes, changesOf, lookedAnew, matters, originOf, together } from './entry.ts';
import { standing } from './freshness.ts';
import { type Gathered, timelineOf } from './gathered.ts';
import { allows, compareKeys, type KeyValue, keyValue, outlineOf, readMessage } from './image.ts';
import type { MessageMapping } from './mapping.ts';
import type { Message } from './message.ts';
import type { MessageTable } from './message-table.ts';
import { neighbours } from './neighbours.ts';
import { mayHold, mostReplaced, type Slot } from './pairing.ts';
import type { Quarantined } from './quarantine.ts';
import type { StreamRecord } from './stream-record.ts';

/** Enough to hide the table's answering time, few enough to stay far from its limits. */
const queriesAtOnce = 16;

interface Entry extends Changes {
  readonly position: KeyValue;
  /** The message as this batch last saw it; null when it never could be read. */
  readonly message: Slot;
  readonly version: string;
  /** True when the batch saw it written, so that it knows its neighbours. */
  readonly created: boolean;
}
type Conversation = { readonly key: KeyValue; readonly entries: Map<string, Entry> };

/**
 * Shape `message`: one item per message.
 *
 * @param contextTurns how many places before a user's turn the pairing will look at
 * @param table asked once for each conversation whose first new reply has fewer messages before it in the batch
 *   than that, once for each old reply that was edited or rated, and for what follows a message whose consent changed
 */
export async function gatherMessages(
  records: readonly StreamRecord[],
  mapping: MessageMapping,
  contextTurns: number,
  table: MessageTable,
): Promise<Gathered> {
  const { conversations, unreadable } = sort(records, mapping);
  const beside = neighbours(mapping, table);

  const changed = conversations.flatMap(({ key, entries }) =>
    [...entries.values()].flatMap(({ position, consentChanged, takenBack }) =>
      consentChanged ? [{ key, entries, position, consentChanged, takenBack }] : [],
    ),
  );
  await mapBounded(changed, queriesAtOnce, async ({ key, entries, position, consentChanged, takenBack }) => {
    const after = await beside('after', key, position, contextTurns + 1 + mostReplaced);
    for (const [index, found] of after.entries()) {
      const message = found.message ?? (takenBack ? found.outline : null);
      if (found.heldBack || !mayHold(message, index + 1, contextTurns)) continue;
      lookAnew(entries, { position: found.position, message }, lookedAnew(message, consentChanged, takenBack));
    }
  });

  const withReplies = conversations.filter(({ entries }) => [...entries.values()].some(matters));
  const gaps = withReplies.flatMap(({ key, entries }) => missing(key, entries, contextTurns + 1));
  await mapBounded(gaps, queriesAtOnce, async ({ key, entries, position, need }) => {
    for (const found of await beside('before', key, position, need)) {
      const name = found.position.value;
      const known = entries.get(name);
      // The table was asked later than the batch was written: what it says of consent is newer.
      // Only a reply that this batch reports stays as reported, for its version goes with its text.
      if (known?.fresh) continue;
      const { position } = found;
      const message = standing(found.message, known?.message);
      entries.set(name, { told: [], ...known, position, message, version: '', created: false });
    }
  });
  return { timelines: withReplies.map(({ entries }) => timelineOf(inOrder(entries))), unreadable };
}

/** A reply whose exchange holds a message that was given or lost its consent: it is collected as it now is. */
function lookAnew(entries: Map<string, Entry>, found: Pick<Entry, 'position' | 'message'>, changes: Changes): void {
  const name = found.position.value;
  const known = entries.get(name);
  const reported = known?.fresh && changes.fresh && known.fresh.version >= changes.fresh.version;
  const sight = reported ? known : { ...known, ...found, version: '', created: known?.created ?? false };
  entries.set(name, { ...sight, ...together(known ?? { told: [] }, changes) });
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
    const was = oldImage && readable(readMessage(oldImage, oldImage, mapping));
    const takenBack = oldImage && !allows(newImage, newImage, mapping);
    if (read === 'ignored' && !(was && takenBack)) continue;
    const reason = typeof read === 'string' ? read : key && !position ? 'unreadable_sortKey' : 'none';
    // Of one that could not be read before, either, this change may be all that tells of the withdrawal.
    const outline =
      takenBack && !was && allows(oldImage, oldImage, mapping) ? outlineOf(newImage, newImage, mapping) : undefined;
    if (reason.startsWith('unreadable') && (!takenBack || outline === null)) unreadable.push({ reason, pointer });
    if (!position || !key) continue;

    const conversation = conversations.get(key.value) ?? { key, entries: new Map<string, Entry>() };
    conversations.set(key.value, conversation);
    const message = takenBack ? (standing(readable(read), was) ?? outline ?? null) : readable(read);
    const nameless = oldImage !== undefined && !was && outlineOf(oldImage, oldImage, mapping) === null;
    const changes = message && changesOf(message, was, nameless, originOf(record));
    if (changes?.unreadable) unreadable.push({ reason: 'unreadable_rating', pointer });
    const earlier = conversation.entries.get(position.value);
    conversation.entries.set(
      position.value,
      merge(earlier, { position, message, version, created: record.created, ...together(changes ?? none, none) }),
    );
  }
  return { conversations: [...conversations.values()], unreadable };
}

const none: Changes = { told: [] };

const readable = (read: Message | string): Slot => (typeof read === 'string' ? null : read);

/** Two sights of one message: the later image stands, and of each change the later one. */
function merge(earlier: Entry | undefined, seen: Entry): Entry {
  if (!earlier) return seen;
  const [latest, other] = earlier.version > seen.version ? [earlier, seen] : [seen, earlier];
  const message = standing(latest.message, other.message);
  return { ...latest, message, created: seen.created || earlier.created, ...together(earlier, seen) };
}

/** The positions before which the table must be asked, so that each reply that matters has enough messages before it. */
function missing(key: KeyValue, entries: Map<string, Entry>, usual: number) {
  const all = inOrder(entries);
  const mattering = all.filter(matters);
  // Between the question and a reply that replaces others these stand.
  const need = mattering.some(({ message }) => message?.regenerates) ? usual + mostReplaced : usual;
  const edited = mattering.filter(({ created }) => !created);
  const written = all.filter(({ created }) => created);
  const first = written.findIndex(matters);
  const asked = first >= 0 && first < need ? written.slice(first, first + 1) : [];
  return [...asked, ...edited].map(({ position }) => ({ key, entries, position, need }));
}

const inOrder = (entries: ReadonlyMap<string, Entry>): Entry[] =>
  [...entries.values()].sort((a, b) => compareKeys(a.position, b.position));
