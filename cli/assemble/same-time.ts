import { LineOrder } from '../../layers/adapters/input/line-order.ts';
import type { Piece } from './pieces.ts';

/** A message without the number of its row, which depends on the order of the files. */
export type Said = Omit<Piece, 'row'>;

/** A message of which it is not known what was said before it. */
export type Placed = Said & { readonly isUnplaced?: true };

/** Notes in which order the lines of a conversation stand, by their files. */
export function noteOrder(pieces: readonly Piece[], orders: Map<number, LineOrder>): void {
  const last = new Map<number, string>();
  for (const { file, place } of pieces) {
    const [time] = place;
    if (file === undefined || time === '') continue;
    const before = last.get(file);
    const order = orders.get(file) ?? new LineOrder();
    orders.set(file, order);
    if (before !== undefined) order.add(before, time);
    last.set(file, time);
  }
}

const nameOf = ({ id, sender, text }: Said): string => id ?? JSON.stringify([sender, text]);

/** From when to when the messages of each file are. */
function spansOf(said: readonly Said[]): ReadonlyMap<number | undefined, { begin: string; end: string }> {
  const spans = new Map<number | undefined, { begin: string; end: string }>();
  for (const { file, place } of said) {
    const [time] = place;
    const { begin, end } = spans.get(file) ?? { begin: time, end: time };
    spans.set(file, { begin: time < begin ? time : begin, end: time > end ? time : end });
  }
  return spans;
}

/**
 * Whether the lines tell in which order messages of the same time were said: one file in the order of time has all of
 * them, or one such file ends then and the next begins.
 */
function areInOrder(group: readonly Said[], spans: ReturnType<typeof spansOf>, shuffled: ReadonlySet<number>): boolean {
  const byFile = Map.groupBy(group, ({ file }) => file);
  const files = [...byFile.keys()];
  const reliable = files.filter((file) => file === undefined || !shuffled.has(file));
  const all = new Set(group.map(nameOf)).size;
  if (reliable.some((file) => new Set(byFile.get(file)?.map(nameOf)).size === all)) return true;
  if (reliable.length < files.length) return false;
  return files.slice(1).every((file, at) => {
    const [before, after] = [spans.get(files[at]), spans.get(file)];
    return before !== undefined && after !== undefined && before.end <= after.begin;
  });
}

/**
 * A question and an answer of the same time, where a reply before them or a user's message after them leaves one order.
 * Without either the companion may as well have begun.
 */
function asked(
  group: readonly Said[],
  before: Placed | undefined,
  after: readonly Said[],
): readonly Said[] | undefined {
  if (new Set(group.map(nameOf)).size !== 2) return undefined;
  const [users, replies] = ['user', 'ai'].map((sender) => group.filter((one) => one.sender === sender));
  if (!users?.length || !replies?.length) return undefined;
  const follows = before?.isUnplaced ? undefined : before?.sender;
  const senders = new Set(after.map(({ sender }) => sender));
  const next = senders.size === 1 ? [...senders][0] : undefined;
  if (follows === 'user' || next === 'ai') return undefined;
  return follows === 'ai' || next === 'user' ? [...users, ...replies] : undefined;
}

/**
 * The messages of a conversation, those marked that were said at the same time as others where nobody can know in which
 * order: the lines of their file stand otherwise than the times, so that they tell nothing.
 *
 * @param said in order, as far as times and lines tell
 * @param shuffled files whose lines are not in the order of time
 */
export function placed(said: readonly Said[], shuffled: ReadonlySet<number>): readonly Placed[] {
  const groups: Said[][] = [];
  for (const one of said) {
    const group = groups.at(-1);
    const isSame = one.place[0] !== '' && group?.[0]?.place[0] === one.place[0] && one.file !== undefined;
    if (isSame) group?.push(one);
    else groups.push([one]);
  }
  const spans = spansOf(said);
  const done: Placed[] = [];
  for (const [at, group] of groups.entries()) {
    const isOne = new Set(group.map(nameOf)).size === 1;
    const known = isOne || areInOrder(group, spans, shuffled) ? group : asked(group, done.at(-1), groups[at + 1] ?? []);
    done.push(...(known ?? group.map((one): Placed => ({ ...one, isUnplaced: true }))));
  }
  return done;
}
