import { type Changes, changesOf, lookedAnew, matters, originOf, together } from './entry.ts';
import { standing } from './freshness.ts';
import { type Gathered, type Timeline, timelineOf } from './gathered.ts';
import {
  allows,
  consents,
  type Image,
  mapsIn,
  outlineOf,
  readMessage,
  scalar,
  type UnreadableReason,
} from './image.ts';
import type { MessageMapping } from './mapping.ts';
import { mayHold, mostReplaced, type Slot } from './pairing.ts';
import type { Quarantined } from './quarantine.ts';
import type { Pointer, StreamRecord } from './stream-record.ts';

/** An entry of the list that has its place in the conversation. */
interface Entry {
  readonly id: string;
  /** Null when it cannot be read. */
  readonly message: Slot;
  /** Why it cannot, and where it stands in the item's list. */
  readonly fault?: {
    readonly reason: UnreadableReason;
    readonly place: number;
    readonly allows: boolean;
    /** What tells which it is. */
    readonly outline: Slot;
  };
}

/** The list of messages in an item; undefined when there is none. */
function listed(image: Image, mapping: MessageMapping): readonly Entry[] | undefined {
  return mapsIn(image, mapping.attributes.messages)?.flatMap((own, place): Entry[] => {
    const read = own === undefined ? 'unreadable_messages' : readMessage(own, image, mapping, String(place));
    if (typeof read === 'object') return [{ id: read.id, message: read }];
    if (read === 'ignored') return [];
    const id = scalar(own, mapping.attributes.messageId) ?? String(place);
    const outline = own ? outlineOf(own, image, mapping, String(place)) : null;
    return [{ id, message: null, fault: { reason: read, place, allows: allows(own ?? {}, image, mapping), outline } }];
  });
}

interface Conversation {
  /** As the latest record has them; of those that went with their consent, as they were. */
  entries: readonly Entry[];
  version: string;
  /** What went from the list as consent was taken back, as it was. */
  readonly gone: Entry[];
  /** By the messages' ids. */
  readonly changes: Map<string, Changes>;
}

type ById = ReadonlyMap<string, Entry>;
const byId = (entries: readonly Entry[]): ById => new Map(entries.map((entry) => [entry.id, entry]));

function without(entries: readonly Entry[], others: readonly Entry[]): Entry[] {
  const ids = byId(others);
  return entries.filter(({ id }) => !ids.has(id));
}

/** What cannot be read and is not taken back is a mistake, and takes nothing back. */
const standingIn = (now: readonly Entry[], was: ById): Entry[] =>
  now.map((entry) => {
    if (entry.message?.userId || entry.fault?.allows) return entry;
    const { message, fault } = was.get(entry.id) ?? {};
    const lost = fault?.allows ? (entry.fault ?? fault).outline : null;
    return { ...entry, message: standing(entry.message, message) ?? lost };
  });

/** Adds what a record says of each message; a change of consent also concerns the exchanges it is context of. */
function note(noted: Map<string, Changes>, now: readonly Entry[], was: ById, turns: number, of: StreamRecord) {
  const origin = originOf(of);
  const add = (id: string, changes: Changes) => noted.set(id, together(noted.get(id) ?? { told: [] }, changes));
  let unreadable = 0;
  for (const [place, { id, message }] of now.entries()) {
    if (message === null) continue;
    const known = was.get(id);
    const nameless = known?.message === null && !known.fault?.outline;
    const changes = changesOf(message, known?.message, nameless, origin);
    if (changes.unreadable) unreadable++;
    if (matters(changes) || changes.consentChanged) add(id, changes);
    const { consentChanged, takenBack } = changes;
    if (!consentChanged) continue;
    for (const [index, { message, fault }] of now.slice(place + 1, place + 2 + turns + mostReplaced).entries()) {
      const reply = message ?? (takenBack ? fault?.outline : null);
      if (mayHold(reply, index + 1, turns)) add(reply.id, lookedAnew(reply, consentChanged, takenBack));
    }
  }
  return unreadable;
}

const isKnown = (fault: NonNullable<Entry['fault']>, { message, fault: before }: Entry): boolean =>
  fault.allows
    ? before?.reason === fault.reason
    : message !== null || fault.outline !== null || before?.allows === false;

/** What a person should look at: what cannot be read, and was neither like this before nor is taken back. */
function faultsIn(now: readonly Entry[], was: ById, pointer: Pointer): Quarantined[] {
  return now.flatMap(({ id, fault }) => {
    const known = was.get(id);
    if (!fault || (known && isKnown(fault, known))) return [];
    return [{ reason: fault.reason, pointer: { ...pointer, place: fault.place } }];
  });
}

/**
 * Shape `conversation`: one item per conversation, whose list of messages grows. Needs no table.
 *
 * @param contextTurns how many places before a user's turn the pairing will look at
 */
export function gatherConversations(
  records: readonly StreamRecord[],
  mapping: MessageMapping,
  contextTurns: number,
): Gathered {
  const unreadable: Quarantined[] = [];
  const latest = new Map<string, Conversation>();
  for (const record of records) {
    const { newImage, oldImage, pointer, version } = record;
    const known = oldImage && listed(oldImage, mapping);
    const before = known ?? [];
    // A list that is cut short says nothing; one that goes with the item's consent does.
    const takenBack = oldImage && consents({}, oldImage, mapping) && !consents({}, newImage, mapping);
    const noFault = takenBack ? known : oldImage && !known;
    const read = listed(newImage, mapping) ?? (noFault ? [] : undefined);
    const id = scalar(newImage, mapping.attributes.conversationId);
    if (read === undefined || !id) {
      unreadable.push({ reason: read ? 'unreadable_conversationId' : 'unreadable_messages', pointer });
      continue;
    }
    const was = byId(before);
    unreadable.push(...faultsIn(read, was, pointer));
    const conversation: Conversation = latest.get(id) ?? { entries: [], version: '', gone: [], changes: new Map() };
    const now = standingIn(read, was);
    const gone = takenBack
      ? standingIn(
          without(before, read).map(({ id }) => ({ id, message: null })),
          was,
        )
      : [];
    conversation.gone.push(...gone);
    const ratings = note(conversation.changes, [...now, ...gone], was, contextTurns, record);
    if (ratings > 0) unreadable.push({ reason: 'unreadable_rating', pointer });
    if (conversation.version < version) {
      Object.assign(conversation, { entries: standingIn(now, byId(conversation.entries)), version });
    }
    latest.set(id, conversation);
  }
  return { timelines: [...latest.values()].map(timeline), unreadable };
}

const timeline = ({ entries, gone, changes }: Conversation): Timeline =>
  timelineOf(
    [...entries, ...without(gone, entries)].map(({ id, message, fault }) => {
      const seen = changes.get(id) ?? { told: [] };
      return { message: message ?? (seen.takenBack ? (fault?.outline ?? null) : null), ...seen };
    }),
  );
