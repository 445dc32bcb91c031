import type { Exchange } from '../conversation/exchange.ts';
import type { Columns } from './columns.ts';
import { FirstSeen, halvesOf } from './hash-set.ts';
import type { ObjectStore } from './object-store.ts';
import { readWords, type Slice, Words } from './words.ts';

/** Words of an id, and of what is written of a variant: its index, its parent's id and its parent's text. */
const [idWords, variantWords] = [2, 5];

/** Which candidates of a range are variants of which exchange; a parent may be in any range. */
export class Families {
  /** The first 64 bits of each candidate's id. */
  readonly ids = new Words();
  readonly variants = new Words();

  /** Candidates in the order of their places. */
  add({ id, parent, parentText }: Pick<Exchange, 'id' | 'parent' | 'parentText'>): void {
    if (parent !== undefined && parentText !== undefined) {
      const words = [this.ids.length / idWords, ...halvesOf(parent), ...halvesOf(parentText)];
      for (const word of words) this.variants.add(word);
    }
    for (const word of halvesOf(id)) this.ids.add(word);
  }
}

/** What Join wrote of one range. */
interface FamilyFiles {
  readonly candidates: number;
  readonly ids: Slice;
  readonly variants: Slice;
}

/**
 * The parent of each variant, by their places among all candidates of a run. A parent that is no candidate, has
 * another text by now, or is another user's, is none. Memory: some 100 bytes a variant, and the ids of one range.
 *
 * @throws RetryableError when the store does not answer
 */
export async function readParents(
  store: ObjectStore,
  ranges: readonly FamilyFiles[],
  columns: Columns,
): Promise<ReadonlyMap<number, number>> {
  const waiting: { readonly place: number; readonly text: readonly [number, number] }[][] = [];
  const wanted = new FirstSeen();
  let start = 0;
  for (const { candidates, variants } of ranges) {
    const words = await readWords(store, [variants]);
    for (let i = 0; i < words.length; i += variantWords) {
      const [index = 0, high = 0, low = 0, textHigh = 0, textLow = 0] = words.subarray(i, i + variantWords);
      const parent = wanted.addHalves(high, low, waiting.length) ?? waiting.length;
      waiting[parent] ??= [];
      waiting[parent].push({ place: start + index, text: [textHigh, textLow] });
    }
    start += candidates;
  }
  const parents = new Map<number, number>();
  if (waiting.length === 0) return parents;
  const is = (pair: readonly [number, number], other: readonly [number, number]) =>
    pair[0] === other[0] && pair[1] === other[1];
  start = 0;
  for (const { candidates, ids } of ranges) {
    const words = await readWords(store, [ids]);
    for (let index = 0; index < candidates; index++) {
      const found = wanted.numberOf(words[idWords * index] ?? 0, words[idWords * index + 1] ?? 0);
      const parent = start + index;
      for (const { place, text } of found === undefined ? [] : (waiting[found] ?? [])) {
        if (is(text, columns.text(parent)) && is(columns.user(place), columns.user(parent))) parents.set(place, parent);
      }
    }
    start += candidates;
  }
  return parents;
}
