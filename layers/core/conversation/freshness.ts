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
