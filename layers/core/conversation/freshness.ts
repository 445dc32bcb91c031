import type { Message } from './message.ts';
import { mayTrain, type Slot } from './pairing.ts';

/**
 * Whether a change makes a reply one to collect: it is new, says something else than before, or has been
 * allowed since. Any other change, such as a rating, leaves the exchange as it was collected.
 *
 * @param before the same message before the change; null when it could not be read, undefined when there was none
 */
export const isFreshReply = (now: Message, before: Slot | undefined): boolean =>
  now.sender === 'ai' && (before?.sender !== 'ai' || before.text !== now.text || (now.consent && !before.consent));

/** Something that was learned of a reply after it was written. */
export type LateFact =
  | { readonly kind: 'rating'; readonly value: number }
  | { readonly kind: 'edit'; readonly assistant: string | undefined };

/**
 * What a change says of a reply. A rating that is taken back becomes 0, a correction that is taken back has no text: the
 * reply of that moment would be believed a person's words once the app writes another.
 *
 * @param before as for `isFreshReply`; of one that could not be read nobody knows what had been told
 * @param anew whether the reply is collected anew: what it says already may never have been told, for nothing is while
 *   consent is missing
 */
export function lateFacts({ sender, rating, editedText }: Message, before?: Slot, anew = false): LateFact[] {
  if (sender === 'user') return [];
  const facts: LateFact[] = [];
  const tells = (is: unknown, was: unknown) => before === null || is !== was || (anew && is !== undefined);
  if (rating !== 'unreadable' && tells(rating, before?.rating)) facts.push({ kind: 'rating', value: rating ?? 0 });
  if (tells(editedText, before?.editedText)) facts.push({ kind: 'edit', assistant: editedText });
  return facts;
}

export const isTakenBack = (fact: LateFact): boolean =>
  fact.kind === 'rating' ? fact.value === 0 : fact.assistant === undefined;

/**
 * What stands in the place of a message that went with its consent, or that the table cannot tell: the message as it
 * was, without consent. Whose it was is remembered of one that names nobody any more, for a withdrawal is theirs.
 */
export function standing(now: Slot, before: Slot | undefined): Slot {
  if (!before || now?.userId) return now;
  return now ? { ...now, userId: before.userId } : { ...before, consent: false };
}

/**
 * Whether a change gives a message's consent or takes it back: its own exchange and those that it is context of change.
 * To empty it is to take it back. A reply that was empty is only being written, and nothing waits for it.
 */
export function changesConsent(now: Message, before: Slot | undefined): boolean {
  if (before === undefined) return false;
  if (before?.consent !== now.consent) return true;
  return mayTrain(before) ? !mayTrain(now) : mayTrain(now) && before.sender !== 'ai';
}

/** Whether a change rates a reply in a way that means neither good nor bad. */
export const isUnreadableRating = (now: Message, before: Slot | undefined): boolean =>
  now.sender === 'ai' && now.rating === 'unreadable' && before?.rating !== 'unreadable';
