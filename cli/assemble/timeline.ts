import { digest } from '../../layers/adapters/input/messages.ts';
import { lateFacts } from '../../layers/core/conversation/freshness.ts';
import type { Origin, Timeline, Told } from '../../layers/core/conversation/gathered.ts';
import type { Message } from '../../layers/core/conversation/message.ts';
import type { Piece } from './pieces.ts';

/** Files know no versions: whatever a stream told would be newer. */
const version = '0'.repeat(40);

/** Where a message without a time is put: the same conversation always gets the same times, long past. */
const timeOf = (place: number): string => new Date(Date.UTC(2020, 0, 1) + place * 1000).toISOString();

/** A message without the number of its row, which depends on the order of the files. */
type Said = Omit<Piece, 'row'>;

const order = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0);

/** Where two messages stand, and nothing else. */
function byPlace(a: Said, b: Said): number {
  for (const [at, mine] of a.place.entries()) {
    const other = b.place[at] ?? mine;
    if (mine !== other) return mine < other ? -1 : 1;
  }
  return 0;
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
  factNames.some((name) => {
    const both = [one[name], other[name]];
    return one[name] !== other[name] && !both.includes(undefined) && !both.includes('unreadable');
  });

/** What the first of two copies says counts, but for a rating that means nothing. */
function joined(first: Facts, second: Facts) {
  const { rating, ...others } = factsOf(first);
  const isReadable = typeof rating === 'number' || typeof second.rating !== 'number';
  return { ...factsOf(second), ...others, ...(isReadable && rating !== undefined && { rating }) };
}

/** A name for each beginning of a row: of its first message, its first two, and so on. */
function beginningsOf(row: readonly Said[]): string[] {
  let name = '';
  return row.map(({ sender, text, id, createdAt }) => {
    name = digest(JSON.stringify([name, sender, text, id, createdAt]));
    return name;
  });
}

/** The rows of a conversation: the longest first, and else by what they say, for the order of the files is nothing. */
function rowsOf(pieces: readonly Piece[]): Said[][] {
  return [...Map.groupBy(pieces, ({ row }) => row).values()]
    .map((row) => row.map(({ row: _, ...said }) => said))
    .map((row) => ({ row, said: JSON.stringify(row.map(({ place: _, ...said }) => said)) }))
    .toSorted((one, other) => {
      const [[a], [b]] = [one.row, other.row];
      return other.row.length - one.row.length || order(one.said, other.said) || (a && b ? byPlace(a, b) : 0);
    })
    .map(({ row }) => row);
}

interface Rows {
  readonly messages: readonly Said[];
  readonly contradictions: number;
}

/**
 * A conversation that was written out again, as it was or longer by now, counts once: of rows of several turns, or with
 * times, those go that another row begins with, and what they say of a message stays. A message by itself without a time
 * may well be said twice. In proportion to the rows, however many.
 */
function withoutRepeats(pieces: readonly Piece[]): Rows {
  const byBeginning = new Map<string, Said[]>();
  const kept: Said[][] = [];
  let contradictions = 0;
  for (const row of rowsOf(pieces)) {
    const beginnings = beginningsOf(row);
    const mayRepeat = row.length > 1 || row[0]?.createdAt !== undefined;
    const known = mayRepeat ? byBeginning.get(beginnings.at(-1) ?? '') : undefined;
    if (known === undefined) {
      kept.push(row);
      for (const beginning of beginnings) if (!byBeginning.has(beginning)) byBeginning.set(beginning, row);
      continue;
    }
    for (const [at, piece] of row.entries()) {
      const same = known[at] ?? piece;
      if (contradict(same, piece)) contradictions++;
      known[at] = { ...same, ...joined(same, piece) };
    }
  }
  // Rows that stand on the same line of two files follow one another, and do not mix.
  const inOrder = kept.toSorted(([a], [b]) => (a && b ? byPlace(a, b) : 0));
  return { messages: inOrder.flat(), contradictions };
}

/** The messages of a conversation in order, each once; a message without an id is known by its text. */
function messagesOf(all: readonly Piece[]): { messages: Message[]; contradictions: number } {
  const { messages: said, contradictions: inRows } = withoutRepeats(all);
  let contradictions = inRows;
  const different = said.filter((piece, i) => JSON.stringify(piece) !== JSON.stringify(said[i - 1]));
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
      if (!isOther) messages.set(id, { ...known, ...joined(known, piece) });
      continue;
    }
    const { rating: _rating, editedText: _edited, regenerates: _regenerates, ...rest } = piece;
    messages.set(id, {
      ...rest,
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
