import { FirstSeen } from '../hash-set.ts';
import type { JoinCounts } from '../joined.ts';
import type { ObjectStore } from '../object-store.ts';
import { readWords, type Slice, Words, writeWords } from '../words.ts';
import { outcome } from './outcome.ts';

/**
 * Writes down of which exchanges nobody may learn to prefer a reply, by the first 64 bits of their ids: candidates that
 * were left out because a held-out user wrote their text, and exchanges, candidates or not, of which a reply that may
 * stand in a pair, or the prompt, is near to such a text. Memory: 8 bytes for each, and the ids of one range.
 *
 * @param rated by range, the numbers of those replies
 * @returns null where nobody said anything of any reply, so that there is nothing to prefer
 */
export async function writeBarredFromPairs(
  store: ObjectStore,
  key: string,
  ranges: readonly JoinCounts[],
  outcomes: Uint8Array,
  rated: ReadonlyMap<number, readonly number[]>,
): Promise<Slice | null> {
  if (ranges.every(({ rated }) => rated.runs.length === 0)) return null;
  const held = new Words();
  let start = 0;
  for (const { range, candidates, ids, ratedIds } of ranges) {
    const replies = rated.get(range) ?? [];
    if (replies.length > 0) {
      const words = await readWords(store, [ratedIds]);
      for (const index of replies) held.addAll(words.subarray(2 * index, 2 * index + 2));
    }
    const decided = outcomes.subarray(start, start + candidates);
    start += candidates;
    if (!decided.includes(outcome.text_held_out)) continue;
    const words = await readWords(store, [ids]);
    for (const [index, each] of decided.entries()) {
      if (each === outcome.text_held_out) held.addAll(words.subarray(2 * index, 2 * index + 2));
    }
  }
  return writeWords(store, key, [held.all]);
}

/** Those exchanges. */
export async function readBarredFromPairs(store: ObjectStore, slice: Slice): Promise<FirstSeen> {
  const [words, held] = [await readWords(store, [slice]), new FirstSeen()];
  for (let i = 0; i < words.length; i += 2) held.addHalves(words[i] ?? 0, words[i + 1] ?? 0, 0);
  return held;
}
