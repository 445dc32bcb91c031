import { type Selection, sources } from '../../quality/selection.ts';
import { type Columns, isHoldout, isTrain } from '../columns.ts';
import { variantsBelow } from '../rank.ts';
import { type Clusters, edgesOf, type NearTexts } from './near-texts.ts';
import { outcome } from './outcome.ts';
import { capsFor, Filling } from './quotas.ts';
import { UserCap } from './user-cap.ts';

export const isVariant = (columns: Columns, candidate: number) => sources[columns.source(candidate)] === 'augmentation';

interface VariantWork {
  readonly columns: Columns;
  /** The variants, the best first. */
  readonly variants: Uint32Array;
  /** The parent of each, by place: see families.ts. */
  readonly parents: ReadonlyMap<number, number>;
  readonly near: NearTexts;
  /** Of everything else. */
  readonly clusters: Clusters;
  readonly selection: Selection;
  readonly maxShare: number;
  readonly keepBest: number;
}

/** Which variants say what is in the dataset already, or nearly what was held out. */
class Texts {
  readonly #text: Uint32Array;
  readonly #near = new Map<number, number[]>();
  readonly #taken: Uint8Array;
  readonly #held: Uint8Array;

  constructor({ near, clusters, variants }: VariantWork, outcomes: Uint8Array) {
    const { text, centre, touched } = clusters;
    this.#text = text;
    this.#taken = new Uint8Array(text.length);
    this.#held = new Uint8Array(text.length);
    const own = new Set(variants);
    for (const [candidate, of] of text.entries()) {
      if (own.has(candidate)) continue;
      if (outcomes[candidate] === outcome.kept) this.#taken[of] = 1;
      const isHeld = touched[centre[candidate] ?? 0] === 1 || outcomes[candidate] === outcome.text_held_out;
      if (isHeld) this.#held[of] = 1;
    }
    for (const candidate of near.heldOut) this.#held[text[candidate] ?? 0] = 1;
    const texts = new Set([...variants].map((each) => text[each] ?? 0));
    const { from, to } = edgesOf(near, text);
    const note = (one: number, other: number) => {
      if (!texts.has(one)) return;
      const others = this.#near.get(one) ?? [];
      others.push(other);
      this.#near.set(one, others);
    };
    for (let i = 0; i < from.length; i++) {
      note(from[i] ?? 0, to[i] ?? 0);
      note(to[i] ?? 0, from[i] ?? 0);
    }
  }

  #any(candidate: number, flags: Uint8Array): boolean {
    const own = this.#text[candidate] ?? 0;
    return flags[own] === 1 || (this.#near.get(own) ?? []).some((other) => flags[other] === 1);
  }

  why(candidate: number): number {
    if (this.#any(candidate, this.#held)) return outcome.text_held_out;
    return this.#any(candidate, this.#taken) ? outcome.near_duplicate : outcome.kept;
  }

  take(candidate: number): void {
    this.#taken[this.#text[candidate] ?? 0] = 1;
  }
}

/** Counts what is learned of each user and category, everything else first. */
class Room {
  readonly #users: UserCap;
  readonly #filling: Filling;
  readonly #most: number;
  readonly #full: number;

  constructor({ columns, selection, maxShare }: VariantWork, others: Uint32Array) {
    const train = others.filter((each) => isTrain(columns, each));
    const { category } = capsFor(train.length, selection);
    this.#users = new UserCap(columns, selection.perUser);
    this.#filling = new Filling(columns, { category, source: sources.map(() => Number.POSITIVE_INFINITY) });
    for (const each of others) this.#users.take(each);
    for (const each of train) this.#filling.take(each);
    // v / (train + v) ≤ maxShare. The smallest part of an example too many is too many.
    this.#most = train.length + Math.floor((maxShare * train.length) / (1 - maxShare) + 1e-9);
    this.#full = selection.targetSize ?? Number.POSITIVE_INFINITY;
  }

  why(candidate: number): number {
    if (this.#users.isFull(candidate)) return outcome.user_cap;
    if (this.#filling.fullFor(candidate) !== undefined) return outcome.category_quota;
    if (this.#filling.size >= this.#full) return outcome.target_size;
    return this.#filling.size >= this.#most ? outcome.augmentation_share : outcome.kept;
  }

  take(candidate: number): void {
    this.#users.take(candidate);
    this.#filling.take(candidate);
  }
}

/**
 * The rank of the worst accepted example that trains, where `keepBest` left some out: a variant must reach it. Where a
 * person approved all of them, there is none to reach.
 */
function leastRank({ columns, keepBest }: VariantWork, others: Uint32Array, ranks: Float32Array): number {
  if (keepBest >= 1) return Number.NEGATIVE_INFINITY;
  const accepted = others.filter((each) => isTrain(columns, each) && !columns.isGold(each));
  if (accepted.length === 0) return Number.NEGATIVE_INFINITY;
  return accepted.reduce((least, each) => Math.min(least, ranks[each] ?? 0), Number.POSITIVE_INFINITY);
}

/**
 * Decides on the variants of a run, after everything else was decided and without changing any of it: they only add
 * to the training file. A variant needs its parent there, says nothing that is near to what is in any of the files
 * or was held out, and is taken within what is left of the policy's limits, the best first.
 *
 * @param outcomes of all candidates; those of the variants are written
 */
export function chooseVariants(work: VariantWork, outcomes: Uint8Array): void {
  const { columns, variants, parents } = work;
  if (variants.length === 0) return;
  const own = new Set(variants);
  const others = Uint32Array.from(outcomes.keys()).filter(
    (each) => !own.has(each) && outcomes[each] === outcome.kept && !isHoldout(columns, each),
  );
  const [texts, room, ranks] = [new Texts(work, outcomes), new Room(work, others), columns.ranks()];
  const least = leastRank(work, others, ranks);
  const why = (candidate: number): number => {
    if (outcomes[candidate] !== outcome.kept) return outcomes[candidate] ?? outcome.kept;
    const parent = parents.get(candidate) ?? candidate;
    const isThere = !own.has(parent) && outcomes[parent] === outcome.kept && isTrain(columns, parent);
    if (!isThere) return outcome.parent_left_out;
    const said = texts.why(candidate);
    if (said !== outcome.kept) return said;
    const worth = (ranks[candidate] ?? 0) + variantsBelow;
    return worth < least && !columns.isGold(candidate) ? outcome.not_among_best : room.why(candidate);
  };
  for (const candidate of variants) {
    const decided = why(candidate);
    outcomes[candidate] = decided;
    if (decided !== outcome.kept) continue;
    texts.take(candidate);
    room.take(candidate);
  }
}
