import type { Dialogue } from './exchange.ts';
import type { Message } from './message.ts';

/** A user turn and the reply directly after it, as they were written. */
export interface Pair {
  readonly asked: Message;
  readonly reply: Message;
  readonly dialogue: Dialogue;
}

/** A place in a conversation: a message, or null for one that could not be read but stood there. */
export type Slot = Message | null;

/** How many replies in a row may replace each other: one that replaces a still earlier one answers nobody. */
export const mostReplaced = 4;

/**
 * Where the turn that a reply answers stands: directly before the reply, or before the replies that it replaces. All
 * of a run of replies must be there, or none: then it is nothing to a reply how much more a batch holds.
 */
function askedPlace(messages: readonly Slot[], index: number): number {
  const named = messages[index]?.regenerates;
  if (named === undefined) return index - 1;
  let found = false;
  for (let place = index - 1; place >= 0 && place >= index - 1 - mostReplaced; place--) {
    const message = messages[place];
    if (message?.sender !== 'ai') return found ? place : index - 1;
    found ||= message.id === named;
  }
  return index - 1;
}

/**
 * Of turns before an exchange, those that go with its user: what another person in the conversation said is theirs, and
 * so is what was replied to it. It would outlive their erasure in a line that is not theirs.
 */
function ownContext(before: readonly Slot[], { userId }: Message): readonly Slot[] {
  const last = before.findLastIndex((message) => message?.sender === 'user' && message.userId !== userId);
  if (last < 0) return before;
  const after = before.slice(last + 1);
  const own = after.findIndex((message) => message?.sender === 'user');
  return own < 0 ? [] : after.slice(own);
}

/**
 * Whether a reply may hold what was said so many places before it, as question or context: it pairs with the turn
 * directly before it, or before the replies that it replaces.
 */
export const mayHold = (reply: Slot | undefined, places: number, contextTurns: number): reply is Message =>
  reply != null &&
  reply.sender !== 'user' &&
  places <= contextTurns + 1 + (reply.regenerates === undefined ? 0 : mostReplaced);

const says = (message: Slot | undefined): message is Message => Boolean(message?.text.trim());

/** Whether a message may stand in what is collected: it says something, and may train. */
export const mayTrain = (message: Slot | undefined): boolean => says(message) && message.consent;

/**
 * What the message at a place ends. Who is whose neighbour is judged over all messages; what a message without
 * consent says is then left out, so that it neither trains nor lets a reply pair with an earlier user turn. A reply
 * that was replaced is not part of what was said before.
 *
 * @param messages one conversation, oldest first
 * @param contextTurns how many places before the user's turn to look at for context (0 or more)
 * @returns the pair; `no_consent` when only consent is missing; `empty` when one of the two says nothing (yet, or any
 *   more); `none` when it answers nobody
 */
export function pairAt(
  messages: readonly Slot[],
  index: number,
  contextTurns: number,
): Pair | 'no_consent' | 'empty' | 'none' {
  const reply = messages[index];
  const place = askedPlace(messages, index);
  const asked = messages[place];
  if (reply?.sender !== 'ai' || asked?.sender !== 'user') return 'none';
  if (!says(reply) || !says(asked)) return 'empty';
  if (!reply.consent || !asked.consent) return 'no_consent';
  const before = messages.slice(Math.max(0, place - contextTurns), place);
  const replaced = new Set(before.map((message) => message?.regenerates));
  const context = ownContext(before, asked)
    .filter((message) => says(message))
    .filter(({ consent, id }) => consent && !replaced.has(id))
    .flatMap(({ sender, text }) => (sender === 'unknown' ? [] : [{ sender, text }]));
  return { asked, reply, dialogue: { user: asked.text, assistant: reply.text, context } };
}
