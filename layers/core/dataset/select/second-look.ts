import { type Columns, isHoldout } from '../columns.ts';
import { FirstSeen } from '../hash-set.ts';
import { type Edges, nobody, Stars } from '../near/clusters.ts';
import { outcome } from './outcome.ts';
import { UserCap } from './user-cap.ts';

/** One way of being alike. */
export interface Likeness {
  readonly edges: Edges;
  /** What stands for a candidate in `edges`. */
  readonly standsFor: (candidate: number) => number;
  /** Why what is like an example goes. */
  readonly reason: number;
}

/**
 * Looks once more at what a user had no room for, where what filled it fell out since. It is taken when it is like
 * nothing that is kept; so nothing else changes.
 *
 * @param bestFirst all candidates but variants
 */
export function lookAgain(
  columns: Columns,
  bestFirst: Uint32Array,
  perUser: number | null,
  likenesses: readonly Likeness[],
  outcomes: Uint8Array,
): void {
  if (perUser === null) return;
  const learned = bestFirst.filter((each) => outcomes[each] === outcome.kept && !isHoldout(columns, each));
  const users = new UserCap(columns, perUser);
  for (const candidate of learned) users.take(candidate);
  const open = bestFirst.filter((each) => outcomes[each] === outcome.user_cap && !users.isFull(each));
  if (open.length === 0) return;
  const texts = new FirstSeen();
  const stars = likenesses.map(({ edges, ...rest }) => ({ ...rest, stars: new Stars(columns.count, edges) }));
  const keep = (candidate: number) => {
    texts.addHalves(...columns.text(candidate), 0);
    for (const each of stars) each.stars.open(each.standsFor(candidate));
  };
  learned.forEach(keep);
  for (const candidate of open) {
    if (users.isFull(candidate)) continue;
    const like = stars.find((each) => each.stars.centres[each.standsFor(candidate)] !== nobody);
    const isRepeated = texts.numberOf(...columns.text(candidate)) !== undefined;
    const decided = isRepeated ? outcome.text_repeated : (like?.reason ?? outcome.kept);
    outcomes[candidate] = decided;
    if (decided !== outcome.kept) continue;
    users.take(candidate);
    keep(candidate);
  }
}
