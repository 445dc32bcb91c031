import { FirstSeen } from '../hash-set.ts';
import type { JoinCounts } from '../joined.ts';
import type { ObjectStore } from '../object-store.ts';
import { readWords, type Slice, Words, writeWords } from '../words.ts';
import { outcome } from './outcome.ts';

/**
 * Writes down which candidates were left out because a held-out user wrote their text, by the first 64 bits of their
 * ids: nobody may learn to prefer one of their replies either. Memory: 8 bytes for each, and the ids of one range.
 *
 * @returns null where nobody said anything of any reply, so that there is nothing to prefer
 */
export async function writeHeldOutTexts(
  store: ObjectStore,
  key: string,
  ranges: readonly JoinCounts[],
  outcomes: Uint8Array,
): Promise<Slice | null> {
  if (ranges.every(({ rated }) => rated.runs.length === 0)) return null;
  const held = new Words();
  let start = 0;
  for (const { candidates, ids } of ranges) {
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

/** Those candidates. */
export async function readHeldOutTexts(store: ObjectStore, slice: Slice): Promise<FirstSeen> {
  const [words, held] = [await readWords(store, [slice]), new FirstSeen()];
  for (let i = 0; i < words.length; i += 2) held.addHalves(words[i] ?? 0, words[i + 1] ?? 0, 0);
  return held;
}
