import { digest, standing } from '../../layers/adapters/input/messages.ts';
import { lateFacts } from '../../layers/core/conversation/freshness.ts';
import type { Origin, Timeline, Told } from '../../layers/core/conversation/gathered.ts';
import type { Message } from '../../layers/core/conversation/message.ts';
import { contradict, factsOf, joined } from './copies.ts';
import type { Piece } from './pieces.ts';
import { inOrder, isPartlyTimed, repeatsOf, withTimes } from './row-order.ts';
import { type Placed, placed, type Said } from './same-time.ts';

/** Files know no versions: whatever a stream told would be newer. */
const version = '0'.repeat(40);

/** Where a message without a time is put: the same conversation always gets the same times, long past. */
const timeOf = (place: number): string => new Date(Date.UTC(2020, 0, 1) + place * 1000).toISOString();

const order = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0);

/** Where two messages stand, and nothing else. */
function byPlace(a: Said, b: Said): number {
  for (const [at, mine] of a.place.entries()) {
    const other = b.place[at] ?? mine;
    if (mine !== other) return mine < other ? -1 : 1;
  }
  return 0;
}

const saidBy = ({ sender, text }: Pick<Message, 'sender' | 'text'>): string => JSON.stringify([sender, text]);

/** A name for each beginning of a row: of its first message, its first two, and so on. */
function beginningsOf(row: readonly Said[]): string[] {
  let name = '';
  return row.map(({ sender, text, id, createdAt }) => {
    name = digest(JSON.stringify([name, sender, text, id, createdAt]));
    return name;
  });
}

/** Messages that come one by one, without times, are one telling of their conversation. */
const tellingOf = ({ row, file, place: [begins] }: Piece): number =>
  file !== undefined && begins === '' ? -file : row;

/** The rows of a conversation: the longest first, and else by what they say, for the order of the files is nothing. */
function rowsOf(pieces: readonly Piece[]): Said[][] {
  return [...Map.groupBy(pieces, tellingOf).values()]
    .map((row) => row.map(({ row: _, ...said }) => said))
    .map((row) => ({ row, said: JSON.stringify(row.map(({ place: _, file: __, ...said }) => said)) }))
    .toSorted((one, other) => {
      const [[a], [b]] = [one.row, other.row];
      return other.row.length - one.row.length || order(one.said, other.said) || (a && b ? byPlace(a, b) : 0);
    })
    .map(({ row }) => row);
}

interface Rows {
  readonly rows: readonly (readonly Said[])[];
  readonly contradictions: number;
}

/**
 * A conversation that was written out again, as it was or longer by now, counts once: of rows of several turns those go
 * that another row begins with, and what they say of a message stays. A message by itself may well be said twice. In
 * proportion to the rows, however many.
 */
function withoutRepeats(pieces: readonly Piece[]): Rows {
  const byBeginning = new Map<string, Said[]>();
  const kept: Said[][] = [];
  let contradictions = 0;
  for (const row of rowsOf(pieces)) {
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
      known[at] = { ...same, ...joined(same, piece) };
    }
  }
  return { rows: inOrder(kept), contradictions };
}

/**
 * What a message without an id is called. Of a conversation with a name: by its text, and its time or which of its kind
 * it is. Of one without: by all that was said up to it, so that two that begin alike share no more than that.
 */
function namesOf(said: readonly Said[]): string[] {
  if (said[0]?.isUnnamed) return beginningsOf(said);
  const occurrences = new Map<string, number>();
  return said.map(({ sender, text, createdAt }) => {
    const name = digest(`${sender}\0${text}`);
    if (createdAt !== undefined) return `${name}-${createdAt}`;
    const occurrence = (occurrences.get(name) ?? 0) + 1;
    occurrences.set(name, occurrence);
    return `${name}-${occurrence}`;
  });
}

/** A message of files, which may keep what is deleted, and not tell what was said before it. */
type Kept = Message & { readonly isDeleted?: true | undefined; readonly isUnplaced?: true | undefined };

/** The messages of a conversation in order, each once. */
function messagesOf(said: readonly Placed[]): { messages: Kept[]; contradictions: number } {
  let contradictions = 0;
  const names = namesOf(said);
  const messages = new Map<string, Kept>();
  for (const [
    at,
    { conversation, isUnnamed: _, id: given, createdAt, place: __, file: ___, ...piece },
  ] of said.entries()) {
    const id = given ?? names[at] ?? '';
    const known = messages.get(id);
    if (known !== undefined) {
      const isOther = known.sender !== piece.sender || known.text !== piece.text;
      const isGone = known.isDeleted || piece.isDeleted;
      if ((isOther && !isGone) || contradict(known, piece)) contradictions++;
      if (!isOther) {
        messages.set(id, { ...known, ...joined(known, piece) });
        continue;
      }
    }
    const { rating: _rating, editedText: _edited, regenerates: _regenerates, ...rest } = piece;
    const message = {
      ...rest,
      ...factsOf(piece),
      conversationId: conversation,
      id,
      createdAt: createdAt ?? known?.createdAt ?? timeOf(messages.size),
    };
    // Of two that say different things under one id the same one counts, whichever comes first.
    const one = known && order(saidBy(known), saidBy(message)) < 0 ? known : message;
    messages.set(id, {
      ...one,
      consent: one.consent && (known?.consent ?? true) && message.consent,
      ...((known?.isDeleted || message.isDeleted) && { isDeleted: true }),
    });
  }
  return { messages: called(said, names, [...messages.values()]), contradictions };
}

/**
 * Ids of a conversation without a name may be those of others that begin alike, such as 1, 2 and 3: its messages go by
 * the names that tell these apart.
 */
function called(said: readonly Said[], names: readonly string[], messages: readonly Kept[]): Kept[] {
  if (!said[0]?.isUnnamed) return [...messages];
  const own = new Map(said.map(({ id }, at) => [id, names[at]]));
  return messages.map((message) => ({
    ...message,
    id: own.get(message.id) ?? message.id,
    ...(message.regenerates && { regenerates: own.get(message.regenerates) ?? message.regenerates }),
  }));
}

/** What a conversation's rows say that cannot be used. */
interface Unused {
  /** Ratings that are neither thumbs nor stars. */
  readonly unreadableRatings: number;
  /** Copies of a message that say something else, or otherwise of it, under the same id: one counts. */
  readonly contradictions: number;
  /** Conversations of which only some messages have a time. */
  readonly partlyTimed: number;
  readonly repeats: number;
  /** Messages that somebody deleted. */
  readonly deleted: number;
  /** Messages of the same time as others, of which nobody knows in which order they were said. */
  readonly unplaced: number;
}

/** A conversation as the collector knows it: every reply new, and everything said of it. */
function timelineOf(kept: readonly Kept[]): Timeline {
  // What is null stood there, and is nobody's neighbour.
  const messages = standing(kept).map((message) => (message.isUnplaced ? null : message));
  const fresh = new Map<number, Origin>();
  const told = new Map<number, readonly Told[]>();
  for (const [place, message] of messages.entries()) {
    if (message?.sender !== 'ai') continue;
    const origin = { version, pointer: { eventId: 'file' }, at: message.createdAt };
    fresh.set(place, origin);
    const facts = lateFacts(message).map((fact) => ({ fact, origin }));
    if (facts.length > 0) told.set(place, facts);
  }
  return { messages, fresh, told, takenBack: new Map() };
}

/**
 * The conversations of some pieces: one where they have a name, and where not, as many as go on differently.
 *
 * @param shuffled files whose lines are not in the order of time
 */
export function timelinesOf(
  pieces: readonly Piece[],
  shuffled: ReadonlySet<number> = new Set(),
): { timelines: readonly Timeline[]; unused: Unused } {
  const { rows, contradictions } = withoutRepeats(withTimes(pieces));
  const conversations = (pieces[0]?.isUnnamed ? rows : [placed(rows.flat(), shuffled)]).map(messagesOf);
  const all = conversations.flatMap(({ messages }) => messages);
  return {
    timelines: conversations.map(({ messages }) => timelineOf(messages)),
    unused: {
      unreadableRatings: all.filter(({ rating }) => rating === 'unreadable').length,
      deleted: all.filter(({ isDeleted }) => isDeleted).length,
      unplaced: all.filter(({ isUnplaced }) => isUnplaced).length,
      partlyTimed: !pieces[0]?.isUnnamed && isPartlyTimed(pieces) ? 1 : 0,
      repeats: repeatsOf(pieces),
      contradictions: conversations.reduce((sum, each) => sum + each.contradictions, contradictions),
    },
  };
}
