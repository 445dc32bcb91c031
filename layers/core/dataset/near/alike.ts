import { entryWords } from './band-entries.ts';

/** Where the sketch of an entry begins. */
const sketchAt = 4;

function hashOf(entries: Uint32Array, entry: number, from: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < entryWords; i++) hash = Math.imul(hash ^ (entries[entry * entryWords + i] ?? 0), 0x01000193);
  return hash;
}

function areAlike(entries: Uint32Array, a: number, b: number, from: number): boolean {
  for (let i = from; i < entryWords; i++) {
    if (entries[a * entryWords + i] !== entries[b * entryWords + i]) return false;
  }
  return true;
}

/**
 * Puts entries of one sketch together: what is compared with one of them need not be compared with the others, and a
 * text that many people say counts as one text, in however many ranges it stands.
 *
 * @param entries see `BandEntries`
 * @param some of them, by number
 * @param from the first word of an entry that must be the same; default: the sketch alone
 * @returns groups in the order of their first members, and within each the order of `some`
 */
export function alike(entries: Uint32Array, some: Iterable<number>, from = sketchAt): number[][] {
  const all: number[][] = [];
  const byHash = new Map<number, number[][]>();
  for (const entry of some) {
    const hash = hashOf(entries, entry, from);
    const known = byHash.get(hash) ?? [];
    const own = known.find(([first = 0]) => areAlike(entries, first, entry, from));
    if (own) {
      own.push(entry);
      continue;
    }
    const group = [entry];
    all.push(group);
    known.push(group);
    byHash.set(hash, known);
  }
  return all;
}
