import { hashStart, hashStep } from '../text/hash.ts';

export const foldCount = 5;

/** Rows that are learned from, in parts, and rows that are only looked at in the end. */
export interface Folds {
  readonly heldOut: readonly number[];
  readonly folds: readonly (readonly number[])[];
}

/** What rows are dealt out by. */
export interface Labels {
  /** By row: what must stay on one side of a split. */
  readonly groups: readonly string[];
  /** By row: 0 or 1. */
  readonly labels: readonly number[];
}

/** 0..1 by a group's text and the seed: where it falls has nothing to do with the other rows. */
function placeOf(group: string, seed: number): number {
  let hash = hashStep(hashStart, seed);
  for (let i = 0; i < group.length; i++) hash = hashStep(hash, group.charCodeAt(i));
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/**
 * Deals labelled rows out. Who is held out depends on the group and the seed alone, so that a larger file of labels
 * holds out the same rows; the others are dealt into folds in turn, so that each fold has both labels if it can.
 *
 * @param share the share of the groups that is held out, 0..0.5
 * @returns or why it cannot be done, as the end of a sentence that begins with the score
 */
export function dealt(
  rows: readonly number[],
  { groups, labels }: Labels,
  { seed, share }: { readonly seed: number; readonly share: number },
): Folds | { readonly why: string } {
  const byGroup = Map.groupBy(rows, (row) => groups[row] ?? '');
  const placed = [...byGroup].map(([group, own]) => ({ place: placeOf(group, seed), group, rows: own }));
  placed.sort((a, b) => a.place - b.place || (a.group < b.group ? -1 : 1));
  const has = (label: number) => (own: readonly number[]) => own.some((row) => labels[row] === label);
  const heldOut = placed.filter(({ place }) => place < share).flatMap((one) => one.rows);
  const open = placed.filter(({ place }) => place >= share).map((one) => one.rows);

  const folds: number[][] = Array.from({ length: foldCount }, () => []);
  const both = open.filter((own) => has(0)(own) && has(1)(own));
  for (const some of [both, open.filter((own) => !has(0)(own)), open.filter((own) => !has(1)(own))]) {
    // Whoever has one label only goes first to the folds that have got none of those with both.
    const from = some === both ? 0 : both.length;
    for (const [at, own] of some.entries()) for (const row of own) folds[(from + at) % foldCount]?.push(row);
  }
  for (const label of [0, 1]) {
    const turns = open.filter(has(label)).length;
    if (turns < foldCount) {
      const why = `needs labels of ${label} on replies to ${foldCount} different messages besides those held out, has ${turns}`;
      return { why: `${why}: label replies to more messages` };
    }
    if (!has(label)(heldOut)) {
      return {
        why: `has no label of ${label} among the rows held out: label replies to more messages, or take another seed`,
      };
    }
  }
  return { heldOut, folds };
}
