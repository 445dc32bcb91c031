import { allows, type Image, outlineOf, scalar } from '../conversation/image.ts';
import type { MessageMapping } from '../conversation/mapping.ts';
import type { Message } from '../conversation/message.ts';
import { mayHold, mayTrain, mostReplaced, pairAt, type Slot } from '../conversation/pairing.ts';

/** An entry of a conversation as the table has it now, whether or not it can be read. */
export interface Standing {
  /** What tells which it is, at least; null where nothing does. */
  readonly message: Slot;
  /** Whether it may train: by what it says of consent alone, where it cannot be read. */
  readonly allows: boolean;
  /** Whether it has no place among the messages: its sender is ignored, or the filter holds it back and it is none. */
  readonly passedOver: boolean;
}

/** The replies of a conversation whose exchanges may not train, by what the table says. */
export interface NotAllowed {
  readonly out: readonly Message[];
  /**
   * Those that may train if it is still this question which they answer. Something that does not consent stands between
   * the two and has no place there: it never had one, or it was the question.
   */
  readonly unlessAsked: readonly Message[];
}

/** What an entry that has a place there, or none, says. */
export function standingOf(
  read: Message | string,
  { own, around, place }: { readonly own: Image; readonly around: Image; readonly place?: string | undefined },
  passedOver: boolean,
  mapping: MessageMapping,
): Standing {
  if (typeof read !== 'string') return { message: read, allows: mayTrain(read), passedOver };
  const { consent, text } = mapping.attributes;
  // What a system or a tool says mostly tells nothing of consent: it has nothing to take back.
  const isOther = passedOver && !(consent in own) && !(consent in around) && scalar(own, text) !== undefined;
  const may = isOther || allows(own, around, mapping);
  const outline = outlineOf(own, around, mapping, place);
  // What is lost by mistake takes nothing back: it stands as if it could be read.
  return { message: outline && { ...outline, consent: may, text: 'cannot be read' }, allows: may, passedOver };
}

/** An entry with its place, and whether something without one stands before it that does not consent. */
type Placed = Standing & { readonly gap: boolean };

/**
 * Looks for the replies that have lost their consent, or that of the turn they answer, whatever else was lost with it: a
 * message that was deleted softly may have no text, no time, no sender by now, or may be none that is collected.
 *
 * @param entries of one conversation, oldest first
 */
export function notAllowedIn(entries: readonly Standing[]): NotAllowed {
  const out: Message[] = [];
  const unlessAsked: Message[] = [];
  /** Those with a place, as far back as a reply may find its question. */
  let before: Placed[] = [];
  let gap = false;
  for (const entry of entries) {
    const found = { ...entry, gap };
    const { message } = entry;
    if (message && message.sender !== 'user') {
      const verdict = verdictOf(before, found, message);
      if (verdict === 'out') out.push(message);
      if (verdict === 'unless asked') unlessAsked.push(message);
    }
    // Without a name it is no message that was ever collected: most tables with other items have such.
    if (entry.passedOver) gap ||= !entry.allows && entry.message !== null;
    else {
      before = [...before, found].slice(-1 - mostReplaced);
      gap = false;
    }
  }
  return { out, unlessAsked };
}

function verdictOf(before: readonly Placed[], found: Placed, message: Message): 'out' | 'unless asked' | 'stays' {
  if (!found.allows) return 'out';
  // Whoever it is from by now: if it is an exchange's reply, it was the companion's.
  const reply: Message = { ...message, sender: 'ai' };
  const row = [...before, { ...found, message: reply }];
  const last = before.length;
  const messages = row.map((each) => each.message);
  const pair = pairAt(messages, last, 0);
  if (typeof pair === 'object') {
    const since = row.slice(messages.lastIndexOf(pair.asked) + 1);
    return since.some(({ gap }) => gap) ? 'unless asked' : 'stays';
  }
  // What the companion said was no question: that one may have been deleted, which takes nothing back.
  const wasAsked = (other: Placed | undefined) => other && !other.allows && other.message?.sender !== 'ai';
  const lost = row.some((each, place) => mayHold(reply, last - place + 1, 0) && (each.gap || wasAsked(row[place - 1])));
  return lost ? 'out' : 'stays';
}
