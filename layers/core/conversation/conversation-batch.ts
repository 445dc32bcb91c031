import { type Changes, changesOf, matters, originOf, together } from './entry.ts';
import { type Gathered, type Timeline, timelineOf } from './gathered.ts';
import { type Image, mapsIn, readMessage, scalar, type UnreadableReason } from './image.ts';
import type { MessageMapping } from './mapping.ts';
import { mayHold, mostReplaced, type Slot } from './pairing.ts';
import type { Quarantined } from './quarantine.ts';
import type { StreamRecord } from './stream-record.ts';

type Listed = { readonly messages: Slot[]; readonly faults: Map<number, UnreadableReason> };

/** The list of messages in an item; undefined when there is none. */
function listed(image: Image, mapping: MessageMapping): Listed | undefined {
  const entries = mapsIn(image, mapping.attributes.messages);
  if (entries === undefined) return undefined;
  const faults = new Map<number, UnreadableReason>();
  const messages = entries.flatMap((entry, place): Slot[] => {
    const read = entry === undefined ? 'unreadable_messages' : readMessage(entry, image, mapping, String(place));
    if (typeof read === 'object') return [read];
    if (read === 'ignored') return [];
    faults.set(place, read);
    return [null];
  });
  return { messages, faults };
}

interface Conversation {
  /** As the latest record has them. */
  messages: readonly Slot[];
  version: string;
  /** By the messages' ids. */
  readonly changes: Map<string, Changes>;
}

/** Adds what a record says of each message; a change of consent also concerns the exchanges it is context of. */
function note(conversation: Conversation, now: Listed, before: Listed | undefined, turns: number, of: StreamRecord) {
  const known = new Map(before?.messages.map((message) => [message?.id, message]));
  const add = (id: string, changes: Changes) =>
    conversation.changes.set(id, together(conversation.changes.get(id) ?? { told: [] }, changes));
  let unreadable = 0;
  for (const [place, message] of now.messages.entries()) {
    if (message === null) continue;
    const changes = changesOf(message, known.get(message.id), originOf(of));
    if (changes.unreadable) unreadable++;
    if (matters(changes) || changes.consentChanged) add(message.id, changes);
    const { consentChanged } = changes;
    if (!consentChanged) continue;
    for (const [index, reply] of now.messages.slice(place + 1, place + 2 + turns + mostReplaced).entries()) {
      if (mayHold(reply, index + 1, turns)) add(reply.id, { fresh: consentChanged, consentChanged, told: [] });
    }
  }
  return unreadable;
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
    const now = listed(newImage, mapping);
    const id = scalar(newImage, mapping.attributes.conversationId);
    if (now === undefined || !id) {
      unreadable.push({ reason: now ? 'unreadable_conversationId' : 'unreadable_messages', pointer });
      continue;
    }
    const before = oldImage && listed(oldImage, mapping);
    for (const [place, reason] of now.faults) {
      if (before?.faults.get(place) !== reason) unreadable.push({ reason, pointer: { ...pointer, place } });
    }
    const conversation = latest.get(id) ?? { messages: [], version: '', changes: new Map<string, Changes>() };
    const ratings = note(conversation, now, before, contextTurns, record);
    if (ratings > 0) unreadable.push({ reason: 'unreadable_rating', pointer });
    if (conversation.version < version) Object.assign(conversation, { messages: now.messages, version });
    latest.set(id, conversation);
  }
  return { timelines: [...latest.values()].map(timeline), unreadable };
}

const timeline = ({ messages, changes }: Conversation): Timeline =>
  timelineOf(messages.map((message) => ({ message, ...(changes.get(message?.id ?? '') ?? { told: [] }) })));
