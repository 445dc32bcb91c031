import { type JoinCounts, type Joined, joinedSchema } from './joined.ts';
import { linesOf } from './lines.ts';
import { piecesOf } from './merge.ts';
import type { ObjectStore } from './object-store.ts';
import { outcome, outcomeNames } from './select/outcome.ts';

/** A candidate, and what Select decided of it. One that fell out comes with its id alone. */
type Decided = { readonly joined: Joined } | { readonly id: string; readonly reason: string };

const pieceBytes = 1024 * 1024;
/** All that is read of one that fell out: its text goes no further. */
const fallenSchema = joinedSchema.pick({ id: true });

/**
 * The candidates of a range in the order of their ids, a piece of the file in memory at a time.
 *
 * @param outcomes where Select's decisions lie, and the place of the range's first one
 * @throws RetryableError when the store does not answer
 */
export async function* candidatesOf(
  store: ObjectStore,
  { lines, candidates }: Pick<JoinCounts, 'lines' | 'candidates'>,
  { key, start }: { readonly key: string; readonly start: number },
): AsyncGenerator<Decided> {
  if (candidates === 0) return;
  const outcomes = await store.range(key, start, start + candidates);
  let index = 0;
  for await (const batch of linesOf(piecesOf(store, lines, pieceBytes))) {
    for (const line of batch) {
      const decided = outcomes[index++] ?? outcome.kept;
      const said: unknown = JSON.parse(line.toString('utf8'));
      yield decided === outcome.kept
        ? { joined: joinedSchema.parse(said) }
        : { ...fallenSchema.parse(said), reason: outcomeNames[decided] ?? '' };
    }
  }
}
