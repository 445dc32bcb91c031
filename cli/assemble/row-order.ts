import type { Piece } from './pieces.ts';

type Placed = Omit<Piece, 'row'>;

const order = (x: string | number, y: string | number): number => (x < y ? -1 : x > y ? 1 : 0);

/**
 * Of messages that come one by one, those without a time get that of the line before them, if any of their file has
 * one: they follow it.
 *
 * @param pieces of one conversation, those of a file in the order of its lines
 */
export function withTimes(pieces: readonly Piece[]): Piece[] {
  const last = new Map<number, string>();
  return pieces.map((piece) => {
    const [time, line, turn] = piece.place;
    if (piece.file === undefined) return piece;
    if (time !== '') last.set(piece.file, time);
    const before = last.get(piece.file);
    return time !== '' || before === undefined ? piece : { ...piece, createdAt: before, place: [before, line, turn] };
  });
}

/** Some of a conversation's rows say when they begin, and some do not. */
export const isPartlyTimed = (pieces: readonly Piece[]): boolean =>
  pieces.some(({ place: [time] }) => time !== '') && pieces.some(({ place: [time] }) => time === '');

/** How many messages without an id say, in one file, what another does at the same time: they count once. */
export function repeatsOf(pieces: readonly Piece[]): number {
  const timed = pieces.filter(({ file, id, place: [time] }) => file !== undefined && id === undefined && time !== '');
  const said = timed.map(({ file, sender, text, place: [time] }) => JSON.stringify([file, sender, text, time]));
  return said.length - new Set(said).size;
}

/**
 * Which file of a conversation comes first where times do not tell: where it begins first, where it says more, and else
 * by what it says, for the order in which the files are named is nothing.
 */
function ranksOf(pieces: readonly Placed[]): ReadonlyMap<number | undefined, number> {
  const files = [...Map.groupBy(pieces, ({ file }) => file)]
    .filter(([file]) => file !== undefined)
    .map(([file, all]) => ({
      file,
      begins: all.reduce((first, { place: [time] }) => (order(time, first) < 0 ? time : first), '~'),
      length: all.length,
      said: JSON.stringify(all.map(({ file: _, place: __, ...said }) => said)),
    }))
    .toSorted((a, b) => order(a.begins, b.begins) || b.length - a.length || order(a.said, b.said));
  return new Map(files.map(({ file }, rank) => [file, rank + 1]));
}

/**
 * Rows by when they begin. Where that is the same, messages that come one by one stand as their file has them, those of
 * one file after those of another. Tellings without times begin on their line; those that stand on the same line of two
 * files follow one another, and do not mix.
 *
 * @param rows in an order that does not depend on that of the files
 */
export function inOrder<One extends Placed>(rows: readonly One[][]): One[][] {
  const byLine = rows.flat().toSorted((a, b) => order(a.place[1], b.place[1]));
  const ranks = ranksOf(byLine);
  const rankOf = ({ place: [time], file }: Placed): number => (time === '' ? 0 : (ranks.get(file) ?? 0));
  return rows.toSorted(([a], [b]) =>
    a && b
      ? order(a.place[0], b.place[0]) ||
        rankOf(a) - rankOf(b) ||
        order(a.place[1], b.place[1]) ||
        order(a.place[2], b.place[2])
      : 0,
  );
}
