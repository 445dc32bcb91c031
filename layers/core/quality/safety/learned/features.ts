import type { Sender } from '../../../conversation/message.ts';
import { unknownWord } from '../vocabulary.ts';
import type { Words } from '../words.ts';

/** What is counted is counted in 2^17 buckets; two that share one share their weight. */
export const featureBuckets = 2 ** 17;

/** A sentence without an end is cut: at a comma after so many words, anywhere after so many. */
const [cutAtPause, cutAnywhere] = [24, 32];

/** Keeps what one speaker says apart from what the other does. */
export const salts: Readonly<Record<Sender, number>> = { user: 0x2545f491, ai: 0x71c6a5b3 };
/** What a bucket counts: a word's family, its form, two words in a row, one apart, two apart. */
export const kind = { word: 0x9e3779b1, form: 0x3c6ef362, pair: 0xdaa66d13, gap: 0x78dde6c4, wideGap: 0x17156075 };
/** Stands before the first and behind the last word of a piece. */
export const edge = 0x5bd1e995;

/** @param hash of what is counted, with salt and kind */
export const bucketOf = (hash: number): number => {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x45d9f3b);
  return (mixed ^ (mixed >>> 16)) & (featureBuckets - 1);
};
export const both = (first: number, second: number): number => Math.imul(first, 31) ^ Math.imul(second, 0x27d4eb2f);

/**
 * Where the pieces of a text begin that it is read in, a sentence each, and where the last ends. A beginning that is put before a
 * text moves none of its own, if it ends as a sentence does.
 */
export function piecesOf({ count, first }: Words): number[] {
  const places: number[] = [];
  let from = 0;
  for (let at = 1; at < count; at++) {
    const length = at - from;
    if (first[at] !== 1 && (length < cutAtPause || first[at] !== 2) && length < cutAnywhere) continue;
    places.push(from);
    from = at;
  }
  if (from < count) places.push(from);
  places.push(count);
  return places;
}

/**
 * What is learned of the words from `from` up to before `to`: they are counted, as the safety reader sees through their disguises,
 * by family and by form, and two of them in a row, one apart and two apart.
 *
 * @param hashes those of the vocabulary
 * @returns buckets: those of single families, and all others
 */
export function bucketsOf(
  { ids, families }: Words,
  [from, to]: readonly [number, number],
  sender: Sender,
  hashes: Int32Array,
): { readonly single: number[]; readonly others: number[] } {
  const salt = salts[sender];
  const hashOf = (id: number) => hashes[id] ?? 0;
  const row = [edge, ...Array.from(families.subarray(from, to), hashOf), edge];
  const [single, others]: [number[], number[]] = [[], []];
  for (let place = 1; place < row.length; place++) {
    const word = row[place] ?? edge;
    const at = from + place - 1;
    if (at < to) {
      const id = ids[at] ?? unknownWord;
      single.push(bucketOf(word ^ salt ^ kind.word));
      if (families[at] !== id) others.push(bucketOf(hashOf(id) ^ salt ^ kind.form));
    }
    for (const [back, gap] of [kind.pair, kind.gap, kind.wideGap].entries()) {
      const before = row[place - 1 - back];
      if (before !== undefined) others.push(bucketOf(both(before, word) ^ salt ^ gap));
    }
  }
  return { single, others };
}
