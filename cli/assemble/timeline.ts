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

/** The messages of a conversation in order, each once; a message without an id is known by its text. */
function messagesOf(pieces: readonly Piece[]): Message[] {
  const sorted = pieces.toSorted(compare);
  const different = sorted.filter((piece, i) => JSON.stringify(piece) !== JSON.stringify(sorted[i - 1]));
  const occurrences = new Map<string, number>();
  const messages = new Map<string, Message>();
  for (const { conversation, id: given, createdAt, place: _, ...piece } of different) {
    const name = digest(`${piece.sender}\0${piece.text}`);
    const occurrence = (occurrences.get(name) ?? 0) + 1;
    occurrences.set(name, occurrence);
    const id = given ?? `${name}-${occurrence}`;
    if (messages.has(id)) continue;
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
  return [...messages.values()];
}

/** A conversation as the collector knows it: every reply new, and everything said of it. */
export function timelineOf(pieces: readonly Piece[]): Timeline {
  const messages = messagesOf(pieces);
  const fresh = new Map<number, Origin>();
  const told = new Map<number, readonly Told[]>();
  for (const [place, message] of messages.entries()) {
    if (message.sender !== 'ai') continue;
    const origin = { version, pointer: { eventId: 'file' }, at: message.createdAt };
    fresh.set(place, origin);
    const facts = lateFacts(message, null).map((fact) => ({ fact, origin }));
    if (facts.length > 0) told.set(place, facts);
  }
  return { messages, fresh, told, consentChanged: new Map() };
}
