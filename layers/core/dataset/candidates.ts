import { type JoinCounts, type Joined, joinedSchema } from './joined.ts';
import { linesOf } from './lines.ts';
import { piecesOf } from './merge.ts';
import type { ObjectStore } from './object-store.ts';
import { outcome, outcomeNames } from './select/outcome.ts';
import type { Selected } from './select/select-run.ts';

/** A candidate, and what Select decided of it. One that fell out comes with its id alone. */
export type Decided = { readonly joined: Joined } | { readonly id: string; readonly reason: string };

const pieceBytes = 1024 * 1024;
const [idAt, idLength] = ['{"id":"'.length, 32];

/**
 * All candidates of a run in the order of their ids, a piece of one file in memory at a time.
 *
 * @throws RetryableError when the store does not answer
 */
export async function* candidatesOf(
  store: ObjectStore,
  ranges: readonly JoinCounts[],
  { key }: Selected,
): AsyncGenerator<Decided> {
  let place = 0;
  for (const { lines, candidates } of ranges) {
    const outcomes = candidates === 0 ? new Uint8Array() : await store.range(key, place, place + candidates);
    let index = 0;
    for await (const batch of linesOf(piecesOf(store, lines, pieceBytes))) {
      for (const line of batch) {
        const decided = outcomes[index++] ?? outcome.kept;
        yield decided === outcome.kept
          ? { joined: joinedSchema.parse(JSON.parse(line.toString('utf8'))) }
          : { id: line.toString('latin1', idAt, idAt + idLength), reason: outcomeNames[decided] ?? '' };
      }
    }
    place += candidates;
  }
}
