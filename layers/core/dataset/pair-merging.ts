/** The ranks of the tokens that are ASCII alone: of those a unit is a byte. */
export type AsciiRanks = ReadonlyMap<string, number>;

const ascii = /^[\0-\x7f]+$/;

/** @param tokens by rank; those that are no text are lists of bytes */
export function asciiRanks(tokens: readonly (string | readonly number[])[]): AsciiRanks {
  const ranks = new Map<string, number>();
  tokens.forEach((token, rank) => {
    if (typeof token === 'string' && ascii.test(token)) ranks.set(token, rank);
  });
  return ranks;
}

/** Merging takes time that grows with the square of a piece. */
const longest = 64;
const never = Number.POSITIVE_INFINITY;

/**
 * How many tokens a piece is, for a short one of ASCII: the pair of the lowest rank is merged until no pair is a token.
 * Several times as fast as the library, which copies and decodes the bytes of each pair.
 *
 * @param piece as `PieceReader` cuts it
 * @returns undefined for any other piece
 */
export function countMerged(piece: string, ranks: AsciiRanks): number | undefined {
  if (ranks.has(piece)) return 1;
  if (piece.length > longest || !ascii.test(piece)) return undefined;
  const starts: number[] = [];
  for (let at = 0; at <= piece.length; at++) starts.push(at);
  const rankOf = (pair: number): number => ranks.get(piece.slice(starts[pair], starts[pair + 2])) ?? never;
  const pairs: number[] = [];
  for (let pair = 0; pair < piece.length - 1; pair++) pairs.push(rankOf(pair));
  for (;;) {
    let [lowest, at] = [never, -1];
    for (let pair = 0; pair < pairs.length; pair++) {
      const rank = pairs[pair] ?? never;
      if (rank < lowest) [lowest, at] = [rank, pair];
    }
    if (at < 0) return starts.length - 1;
    starts.splice(at + 1, 1);
    pairs.splice(at, 1);
    if (at < pairs.length) pairs[at] = rankOf(at);
    if (at > 0) pairs[at - 1] = rankOf(at - 1);
  }
}
