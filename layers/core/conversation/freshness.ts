import type { Message } from './message.ts';
import type { Slot } from './pairing.ts';

/**
 * Whether a change makes a reply one to collect: it is new, says something else than before, or has been
 * allowed since. Any other change, such as a rating, leaves the exchange as it was collected.
 *
 * @param before the same message before the change; null or undefined when there was none that could be read
 */
export const isFreshReply = (now: Message, before: Slot | undefined): boolean =>
  now.sender === 'ai' && (before?.sender !== 'ai' || before.text !== now.text || (now.consent && !before.consent));

/** Something that was learned of a reply after it was written. */
export type LateFact =
  | { readonly kind: 'rating'; readonly value: number }
  | { readonly kind: 'edit'; readonly assistant: string };

/**
 * What a change says of a reply. A rating that is taken back becomes 0, a correction that is taken back the reply itself.
 *
 * @param before as for `isFreshReply`
 */
export function lateFacts(now: Message, before: Slot | undefined): LateFact[] {
  if (now.sender !== 'ai') return [];
  const facts: LateFact[] = [];
  if (now.rating !== before?.rating && now.rating !== 'unreadable') {
    facts.push({ kind: 'rating', value: now.rating ?? 0 });
  }
  if (now.editedText !== before?.editedText) facts.push({ kind: 'edit', assistant: now.editedText ?? now.text });
  return facts;
}

/** Whether a change gives or takes a message's consent: its own exchange and those that it is context of change. */
export const changesConsent = (now: Message, before: Slot | undefined): boolean =>
  Boolean(before) && before?.consent !== now.consent;

/** Whether a change rates a reply in a way that means neither good nor bad. */
export const isUnreadableRating = (now: Message, before: Slot | undefined): boolean =>
  now.sender === 'ai' && now.rating === 'unreadable' && before?.rating !== 'unreadable';
