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

/** What people said of a message; a copy of it may say what another does not. */
type Facts = Pick<Piece, 'rating' | 'editedText' | 'regenerates'>;
const factNames = ['rating', 'editedText', 'regenerates'] as const;

const factsOf = ({ rating, editedText, regenerates }: Facts) => ({
  ...(rating !== undefined && { rating }),
  ...(editedText !== undefined && { editedText }),
  ...(regenerates !== undefined && { regenerates }),
});

const contradict = (one: Facts, other: Facts): boolean =>
  factNames.some((name) => one[name] !== undefined && other[name] !== undefined && one[name] !== other[name]);

/** A name for each beginning of a row: of its first message, its first two, and so on. */
function beginningsOf(row: readonly Piece[]): string[] {
  let name = '';
  return row.map(({ sender, text, id, createdAt }) => {
    name = digest(JSON.stringify([name, sender, text, id, createdAt]));
    return name;
  });
}

interface Rows {
  readonly pieces: readonly Piece[];
  readonly contradictions: number;
}

/**
 * A conversation that was written out again, as it was or longer by now, counts once: of rows of several turns those go
 * that another row begins with, and what they say of a message stays. In proportion to the rows, however many.
 */
function withoutRepeats(pieces: readonly Piece[]): Rows {
  const rows = [...Map.groupBy(pieces, ({ place: [begins, line] }) => `${begins}/${line}`).values()]
    .map((row) => row.toSorted(compare))
    .toSorted((one, other) => {
      const [[a], [b]] = [one, other];
      return other.length - one.length || (a && b ? compare(a, b) : 0);
    });
  const byBeginning = new Map<string, Piece[]>();
  const kept: Piece[][] = [];
  let contradictions = 0;
  for (const row of rows) {
    const beginnings = beginningsOf(row);
    const known = row.length > 1 ? byBeginning.get(beginnings.at(-1) ?? '') : undefined;
    if (known === undefined) {
      kept.push(row);
      for (const beginning of beginnings) if (!byBeginning.has(beginning)) byBeginning.set(beginning, row);
      continue;
    }
    for (const [at, piece] of row.entries()) {
      const same = known[at] ?? piece;
      if (contradict(same, piece)) contradictions++;
      known[at] = { ...same, ...factsOf(piece), ...factsOf(same) };
    }
  }
  return { pieces: kept.flat(), contradictions };
}

/** The messages of a conversation in order, each once; a message without an id is known by its text. */
function messagesOf(all: readonly Piece[]): { messages: Message[]; contradictions: number } {
  const { pieces, contradictions: inRows } = withoutRepeats(all);
  let contradictions = inRows;
  const sorted = pieces.toSorted(compare);
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
      const isOther = known.sender !== piece.sender || known.text !== piece.text;
      if (isOther || contradict(known, piece)) contradictions++;
      if (!isOther) messages.set(id, { ...known, ...factsOf(piece), ...factsOf(known) });
      continue;
    }
    const { rating: _rating, editedText: _edited, regenerates: _regenerates, ...said } = piece;
    messages.set(id, {
      ...said,
      ...factsOf(piece),
      conversationId: conversation,
      id,
      createdAt: createdAt ?? timeOf(messages.size),
    });
  }
  return { messages: [...messages.values()], contradictions };
}

/** What a conversation's rows say that cannot be used. */
interface Unused {
  /** Ratings that are neither thumbs nor stars. */
  readonly unreadableRatings: number;
  /** Copies of a message that say something else, or otherwise of it, under the same id: the one that comes first counts. */
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
