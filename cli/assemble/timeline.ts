import { digest } from '../../layers/adapters/input/messages.ts';
import { lateFacts } from '../../layers/core/conversation/freshness.ts';
import type { Origin, Timeline, Told } from '../../layers/core/conversation/gathered.ts';
import type { Message } from '../../layers/core/conversation/message.ts';
import type { Piece } from './pieces.ts';

/** Files know no versions: whatever a stream told would be newer. */
const version = '0'.repeat(40);

/** Where a message without a time is put: the same conversation always gets the same times, long past. */
const timeOf = (place: number): string => new Date(Date.UTC(2020, 0, 1) + place * 1000).toISOString();

function compare(a: Piece, b: Piece): number {
  for (const [at, mine] of a.place.entries()) {
    const other = b.place[at] ?? mine;
    if (mine !== other) return mine < other ? -1 : 1;
  }
  const [x, y] = [JSON.stringify(a), JSON.stringify(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

const saidIn = (row: readonly Piece[]): string => row.map(({ sender, text }) => JSON.stringify([sender, text])).join();

/**
 * A conversation that was written out again, as it was or longer by now, counts once: of rows of several turns those go
 * that another row begins with. Rows with times need no care: their repeats are alike in everything.
 */
function withoutRepeats(pieces: readonly Piece[]): Piece[] {
  const rows = [...Map.groupBy(pieces, ({ place: [begins, line] }) => `${begins}/${line}`).values()].map((row) => ({
    row,
    said: saidIn(row.toSorted(compare)),
  }));
  // Whatever begins with a row comes right before it in this order.
  rows.sort((one, other) => (one.said < other.said ? 1 : -1));
  let longer = '';
  return rows.flatMap(({ row, said }) => {
    if (row.length === 1) return row;
    const isRepeat = longer.startsWith(said);
    longer = said;
    return isRepeat ? [] : row;
  });
}

/** The messages of a conversation in order, each once; a message without an id is known by its text. */
function messagesOf(pieces: readonly Piece[]): { messages: Message[]; contradictions: number } {
  let contradictions = 0;
  const sorted = withoutRepeats(pieces).toSorted(compare);
  const different = sorted.filter((piece, i) => JSON.stringify(piece) !== JSON.stringify(sorted[i - 1]));
  const occurrences = new Map<string, number>();
  const messages = new Map<string, Message>();
  for (const { conversation, id: given, createdAt, place: _, ...piece } of different) {
    const name = digest(`${piece.sender}\0${piece.text}`);
    const occurrence = (occurrences.get(name) ?? 0) + 1;
    occurrences.set(name, occurrence);
    const id = given ?? `${name}-${occurrence}`;
    const known = messages.get(id);
    if (known !== undefined) {
      if (known.sender !== piece.sender || known.text !== piece.text) contradictions++;
      continue;
    }
    const { rating, editedText, regenerates, ...said } = piece;
    messages.set(id, {
      ...said,
      conversationId: conversation,
      id,
      createdAt: createdAt ?? timeOf(messages.size),
      ...(rating !== undefined && { rating }),
      ...(editedText !== undefined && { editedText }),
      ...(regenerates !== undefined && { regenerates }),
    });
  }
  return { messages: [...messages.values()], contradictions };
}

/** What a conversation's rows say that cannot be used. */
interface Unused {
  /** Ratings that are neither thumbs nor stars. */
  readonly unreadableRatings: number;
  /** Messages left out because another one of the same id says something else: the one that comes first counts. */
  readonly contradictions: number;
}

/** A conversation as the collector knows it: every reply new, and everything said of it. */
export function timelineOf(pieces: readonly Piece[]): { timeline: Timeline; unused: Unused } {
  const { messages, contradictions } = messagesOf(pieces);
  const unreadableRatings = messages.filter(({ rating }) => rating === 'unreadable').length;
  const fresh = new Map<number, Origin>();
  const told = new Map<number, readonly Told[]>();
  for (const [place, message] of messages.entries()) {
    if (message.sender !== 'ai') continue;
    const origin = { version, pointer: { eventId: 'file' }, at: message.createdAt };
    fresh.set(place, origin);
    const facts = lateFacts(message, null).map((fact) => ({ fact, origin }));
    if (facts.length > 0) told.set(place, facts);
  }
  const timeline = { messages, fresh, told, consentChanged: new Map() };
  return { timeline, unused: { unreadableRatings, contradictions } };
}
