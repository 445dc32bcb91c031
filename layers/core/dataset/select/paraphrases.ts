import { type Columns, isHoldout } from '../columns.ts';
import { type Edges, nobody, Stars, starClusters } from '../near/clusters.ts';
import { meaningOfRow, saysTheSame } from '../near/meaning.ts';
import type { MeaningFiles } from '../near/meaning-entries.ts';
import { sortedBy } from '../near/radix.ts';
import type { ObjectStore } from '../object-store.ts';
import { readRows } from '../rows.ts';
import { Words } from '../words.ts';
import { outcome } from './outcome.ts';
import { keepApart, Taken } from './taken.ts';

/** Vectors in memory at once: 150 MB of 768 bytes. More pairs take more than one pass through the files. */
const mostVectors = 200_000;

/** Each pair once, by the first and then by the second. */
function distinct(pairs: Uint32Array): Edges {
  const column = (at: number) => Uint32Array.from({ length: pairs.length / 2 }, (_, i) => pairs[2 * i + at] ?? 0);
  const [from, to] = [column(0), column(1)];
  const order = sortedBy(to, from).filter((pair, i, all) => {
    const before = all[i - 1];
    return before === undefined || from[pair] !== from[before] || to[pair] !== to[before];
  });
  return { from: order.map((pair) => from[pair] ?? 0), to: order.map((pair) => to[pair] ?? 0) };
}

/**
 * Of pairs that may say the same, those that do by the exact cosine of their vectors.
 *
 * @param files vectors, of all candidates and then of what held-out users wrote
 * @param pairs places of rows through all files, one after the other, as often as they were found
 */
export async function verified(
  store: ObjectStore,
  files: readonly MeaningFiles[],
  pairs: Uint32Array,
  mostAtOnce = mostVectors,
): Promise<Edges> {
  const { from, to } = distinct(pairs);
  const { rowBytes = 0, atLeast = 1 } = files.find((file) => file.rowBytes > 0) ?? {};
  const rowFiles = files.map((file) => ({ rows: file.vectors, rowBytes: file.rowBytes }));
  const [left, right] = [new Words(), new Words()];
  for (let start = 0; start < from.length; ) {
    const slots = new Map<number, number>();
    let end = start;
    for (; end < from.length && slots.size + 2 <= Math.max(2, mostAtOnce); end++) {
      slots.set(from[end] ?? 0, 0);
      slots.set(to[end] ?? 0, 0);
    }
    const places = Uint32Array.from(slots.keys()).sort();
    for (const [slot, place] of places.entries()) slots.set(place, slot);
    const rows = await readRows(store, rowFiles, rowBytes, places);
    const meaning = (place: number) => {
      const at = (slots.get(place) ?? 0) * rowBytes;
      return meaningOfRow(rows.subarray(at, at + rowBytes));
    };
    for (; start < end; start++) {
      const [one, other] = [from[start] ?? 0, to[start] ?? 0];
      if (!saysTheSame(meaning(one), meaning(other), atLeast)) continue;
      left.add(one);
      right.add(other);
    }
  }
  return { from: left.all, to: right.all };
}

/**
 * Whether a candidate is kept so far, or would be if it were not near to what was held out, or if its user had not too
 * many.
 */
export const mayBeParaphrase = (outcomes: Uint8Array, candidate: number): boolean => {
  const { kept, text_held_out, user_cap } = outcome;
  return [kept, text_held_out, user_cap].some((each) => each === outcomes[candidate]);
};

/**
 * Where one member of a cluster of examples that say the same in other words is near to a held-out text, all of them
 * go, whoever of them would stay.
 *
 * @param bestFirst all candidates but variants, which are meant to say the same in other words
 * @param edges pairs of candidates, by place
 * @returns for each candidate the best one of its cluster
 */
export function barNearHeldOut(
  columns: Columns,
  bestFirst: Uint32Array,
  edges: Edges,
  outcomes: Uint8Array,
): Uint32Array {
  const some = bestFirst.filter((candidate) => mayBeParaphrase(outcomes, candidate));
  const centres = starClusters(columns.count, some, edges);
  const touched = new Uint8Array(columns.count);
  for (const candidate of some) {
    if (outcomes[candidate] === outcome.text_held_out) touched[centres[candidate] ?? 0] = 1;
  }
  for (const candidate of some) {
    const isTouched = touched[centres[candidate] ?? 0] === 1 && !isHoldout(columns, candidate);
    if (isTouched) outcomes[candidate] = outcome.text_held_out;
  }
  return centres;
}

/**
 * Of each cluster of what is kept so far the best stay. As with near-duplicates, the best takes what is near to itself
 * and no more.
 *
 * @param centres of what was held out, see `barNearHeldOut`
 */
export function dropParaphrases(
  columns: Columns,
  bestFirst: Uint32Array,
  edges: Edges,
  centres: Uint32Array,
  perCluster: number,
  outcomes: Uint8Array,
): void {
  const [stars, taken] = [new Stars(columns.count, edges), new Taken(columns, perCluster)];
  const some = bestFirst.filter((candidate) => outcomes[candidate] === outcome.kept);
  for (const candidate of some) {
    const cluster = (isHoldout(columns, candidate) ? centres : stars.centres)[candidate] ?? nobody;
    if (cluster !== nobody && !taken.hasRoom(candidate, cluster)) {
      outcomes[candidate] = outcome.paraphrase;
      continue;
    }
    if (cluster === nobody) stars.open(candidate);
    taken.take(candidate, cluster === nobody ? candidate : cluster);
  }
  keepApart(columns, some, edges, (candidate) => candidate, outcome.paraphrase, outcomes);
}
