import { isFreshReply } from './freshness.ts';
import type { Gathered, Origin, Timeline } from './gathered.ts';
import { type Image, mapsIn, readMessage, scalar, type UnreadableReason } from './image.ts';
import type { MessageMapping } from './mapping.ts';
import type { Slot } from './pairing.ts';
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

/** Shape `conversation`: one item per conversation, whose list of messages grows. Needs no table. */
export function gatherConversations(records: readonly StreamRecord[], mapping: MessageMapping): Gathered {
  const unreadable: Quarantined[] = [];
  const latest = new Map<string, { messages: readonly Slot[]; version: string; fresh: Map<string, Origin> }>();
  for (const { newImage, oldImage, pointer, version } of records) {
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
    const known = new Map(before?.messages.map((message) => [message?.id, message]));
    const conversation = latest.get(id) ?? { messages: [], version: '', fresh: new Map<string, Origin>() };
    for (const message of now.messages) {
      if (message === null || !isFreshReply(message, known.get(message.id))) continue;
      if ((conversation.fresh.get(message.id)?.version ?? '') < version) {
        conversation.fresh.set(message.id, { version, pointer });
      }
    }
    if (conversation.version < version) Object.assign(conversation, { messages: now.messages, version });
    latest.set(id, conversation);
  }
  const timelines = [...latest.values()].map(({ messages, fresh }): Timeline => {
    const places = messages.flatMap((message, place): [number, Origin][] => {
      const origin = message && fresh.get(message.id);
      return origin ? [[place, origin]] : [];
    });
    return { messages, fresh: new Map(places) };
  });
  return { timelines, unreadable };
}
