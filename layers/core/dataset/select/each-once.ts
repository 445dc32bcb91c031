import { type Columns, isHoldout } from '../columns.ts';
import { FirstSeen } from '../hash-set.ts';
import { type Edges, nobody, Stars } from '../near/clusters.ts';
import type { Clusters } from './near-texts.ts';
import { outcome } from './outcome.ts';
import { keepApart, Taken } from './taken.ts';
import { UserCap } from './user-cap.ts';
import { isVariant } from './variants.ts';

interface EachOnce {
  readonly columns: Columns;
  /** All candidates, variants too, the best first. */
  readonly bestFirst: Uint32Array;
  /** Of all, whoever has too many: what a held-out user wrote bars what is near to it, also where that falls out. */
  readonly clusters: Clusters;
  /** Pairs of texts that are near. */
  readonly edges: Edges;
  readonly perCluster: number;
  readonly perUser: number | null;
}

/**
 * Takes each text once, of what is nearly the same the best, of a user no more than the cap, and nothing that is near
 * to what a held-out user wrote. All in one walk, the best first: a candidate that its user has no room for stands for
 * no text and for no cluster. Were it otherwise, whoever writes near-copies of what others wrote would delete theirs
 * and lose the copies to the cap. Of variants only what says the very same falls out here.
 *
 * @returns an `outcome` for each candidate
 */
export function takeEachOnce(work: EachOnce): Uint8Array {
  const { columns, bestFirst, clusters, edges, perCluster, perUser } = work;
  const { text, centre, touched } = clusters;
  const outcomes = new Uint8Array(columns.count);
  const seen = { holdout: new FirstSeen(), learned: new FirstSeen() };
  const [stars, taken] = [new Stars(columns.count, edges), new Taken(columns, perCluster)];
  const users = new UserCap(columns, perUser);
  const decide = (candidate: number): number => {
    const isHeldOut = isHoldout(columns, candidate);
    if (!isHeldOut && touched[centre[candidate] ?? 0] === 1) return outcome.text_held_out;
    const texts = isHeldOut ? seen.holdout : seen.learned;
    if (texts.numberOf(...columns.text(candidate)) !== undefined) return outcome.text_repeated;
    if (isVariant(columns, candidate)) return outcome.kept;
    const own = text[candidate] ?? 0;
    const of = (isHeldOut ? centre[candidate] : stars.centres[own]) ?? nobody;
    if (of !== nobody && !taken.hasRoom(candidate, of)) return outcome.near_duplicate;
    if (!isHeldOut && users.isFull(candidate)) return outcome.user_cap;
    if (of === nobody) stars.open(own);
    if (!isHeldOut) users.take(candidate);
    taken.take(candidate, of === nobody ? own : of);
    return outcome.kept;
  };
  for (const candidate of bestFirst) {
    const decided = decide(candidate);
    outcomes[candidate] = decided;
    if (decided === outcome.user_cap) continue;
    const texts = isHoldout(columns, candidate) ? seen.holdout : seen.learned;
    texts.addHalves(...columns.text(candidate), 0);
  }
  const others = bestFirst.filter((each) => !isVariant(columns, each));
  keepApart(columns, others, edges, (each) => text[each] ?? each, outcome.near_duplicate, outcomes);
  return outcomes;
}
