import type { Augmentation } from '../../quality/augmentation.ts';
import type { Selection } from '../../quality/selection.ts';
import { type Columns, isHoldout, isTrain } from '../columns.ts';
import type { Edges } from '../near/clusters.ts';
import { descending, sortedBy } from '../near/radix.ts';
import { differencesOf, type Topics } from './differences.ts';
import { poolPerExample, takeDiverse } from './diverse.ts';
import { takeEachOnce } from './each-once.ts';
import { type Clusters, clustersOf, edgesOf, type NearTexts } from './near-texts.ts';
import { outcome } from './outcome.ts';
import { barNearHeldOut, dropParaphrases, mayBeParaphrase } from './paraphrases.ts';
import { balancedSize, capsFor, Filling } from './quotas.ts';
import { type Likeness, lookAgain } from './second-look.ts';
import { chooseVariants, isVariant } from './variants.ts';

export interface Rules {
  readonly selection: Selection;
  /** See `Policy.keepBest`. */
  readonly keepBest: number;
  readonly augmentation: Pick<Augmentation, 'maxShare'>;
}

/** What a choice must know besides numbers, asked for where it matters. */
interface Knowledge {
  /** What some candidates are about: only asked for where `targetSize` is exceeded. */
  readonly topicsOf: (candidates: Uint32Array) => Promise<Topics>;
  /** Pairs that say the same in other words, of the candidates that take part. Undefined: nobody looked. */
  readonly paraphrasesOf?: ((takesPart: (candidate: number) => boolean) => Promise<Edges>) | undefined;
  /** Of variants, by place: see families.ts. */
  readonly parents?: ReadonlyMap<number, number>;
}

/**
 * Decides on all candidates of a run. Each text once; of a cluster of near-duplicates the best, and of paraphrases too;
 * nothing that is near to what a held-out user wrote; of a user no more than the cap, and what is beyond it takes
 * nobody's place. What is left of the hold-out and of the validation file stays. Of the training file the policy then
 * takes the best, within its quotas, and not all of one kind.
 * Variants of examples come last and change nothing of all that: see variants.ts.
 *
 * @returns an `outcome` for each candidate
 */
export async function chooseExamples(
  columns: Columns,
  near: NearTexts,
  { selection, keepBest, augmentation }: Rules,
  { topicsOf, paraphrasesOf, parents = new Map() }: Knowledge,
): Promise<Uint8Array> {
  const { perCluster, perUser } = selection;
  const all = sortedBy(descending(columns.ranks()));
  const bestFirst = all.filter((each) => !isVariant(columns, each));
  const clusters = clustersOf(columns.count, bestFirst, near);
  const edges = edgesOf(near, clusters.text);
  const once = (cap: number | null) =>
    takeEachOnce({ columns, bestFirst: all, clusters, edges, perCluster, perUser: cap });
  const outcomes = once(perUser);
  const kept = (candidate: number) => outcomes[candidate] === outcome.kept;

  const likenesses: Likeness[] = [
    { edges, standsFor: (each) => clusters.text[each] ?? each, reason: outcome.near_duplicate },
  ];
  if (paraphrasesOf) {
    // What is near to a held-out text bars the same, whoever has too many examples.
    const uncapped = perUser === null ? outcomes : once(null);
    const said = await paraphrasesOf(
      (each) => !isVariant(columns, each) && [outcomes, uncapped].some((some) => mayBeParaphrase(some, each)),
    );
    const centres = barNearHeldOut(columns, bestFirst, said, uncapped);
    if (uncapped !== outcomes) {
      for (const each of bestFirst) {
        if (uncapped[each] === outcome.text_held_out) outcomes[each] = outcome.text_held_out;
      }
      barNearHeldOut(columns, bestFirst, said, outcomes);
    }
    dropParaphrases(columns, bestFirst, said, centres, perCluster, outcomes);
    dropTwins(columns, bestFirst, clusters, outcomes);
    likenesses.push({ edges: said, standsFor: (each) => each, reason: outcome.paraphrase });
  }
  lookAgain(columns, bestFirst, perUser, likenesses, outcomes);
  const training = bestFirst.filter((each) => kept(each) && isTrain(columns, each));
  dropWorse(columns, training, keepBest, outcomes);
  await dropBeyondQuotas(columns, training.filter(kept), selection, topicsOf, outcomes);
  fillUp(training, Math.min(selection.minimumSize, selection.targetSize ?? training.length), outcomes);
  const variants = all.filter((each) => isVariant(columns, each));
  const maxShare = Math.min(augmentation.maxShare, selection.sources.augmentation ?? 1);
  chooseVariants({ columns, variants, parents, near, clusters, selection, maxShare, keepBest }, outcomes);
  return outcomes;
}

/** What fell out beside an example is near to what was held out where that example turned out to say the same. */
function dropTwins(columns: Columns, bestFirst: Uint32Array, { centre }: Clusters, outcomes: Uint8Array): void {
  const touched = new Uint8Array(columns.count);
  for (const candidate of bestFirst) {
    if (outcomes[candidate] === outcome.text_held_out) touched[centre[candidate] ?? 0] = 1;
  }
  for (const candidate of bestFirst) {
    if (touched[centre[candidate] ?? 0] === 1 && !isHoldout(columns, candidate)) {
      outcomes[candidate] = outcome.text_held_out;
    }
  }
}

/** What a person approved is not measured against the rest. */
function dropWorse(columns: Columns, training: Uint32Array, keepBest: number, outcomes: Uint8Array): void {
  const accepted = training.filter((candidate) => !columns.isGold(candidate));
  for (const candidate of accepted.subarray(Math.ceil(keepBest * accepted.length))) {
    outcomes[candidate] = outcome.not_among_best;
  }
}

async function dropBeyondQuotas(
  columns: Columns,
  training: Uint32Array,
  selection: Selection,
  topicsOf: Knowledge['topicsOf'],
  outcomes: Uint8Array,
): Promise<void> {
  const most = Math.min(selection.targetSize ?? training.length, training.length);
  const size = balancedSize(training, columns, selection, most);
  if (size === training.length) return;
  const filling = new Filling(columns, capsFor(size, selection));
  const mustChoose = selection.targetSize !== null && selection.targetSize < training.length;
  const pool = training.subarray(0, mustChoose ? size * poolPerExample : training.length);
  const taken = new Uint8Array(columns.count);
  const take = (candidate: number): boolean => {
    if (taken[candidate] === 1 || filling.fullFor(candidate) !== undefined) return false;
    filling.take(candidate);
    taken[candidate] = 1;
    return true;
  };
  if (mustChoose && selection.diversity > 0) {
    takeDiverse(pool, differencesOf(await topicsOf(pool), size), selection.diversity, (candidate) =>
      filling.size >= size ? 'enough' : take(candidate),
    );
  }
  // Best first; and a pool of one category may be too narrow for the quotas.
  for (const candidate of training) {
    if (filling.size >= size) break;
    take(candidate);
  }
  for (const candidate of training) {
    if (taken[candidate] === 1) continue;
    const full = filling.fullFor(candidate);
    outcomes[candidate] = full === undefined ? outcome.target_size : outcome[`${full}_quota`];
  }
}

const givesWay: readonly (number | undefined)[] = [
  outcome.not_among_best,
  outcome.category_quota,
  outcome.source_quota,
];

/** Takes back the best of what only shares have cost, until there are enough. */
function fillUp(training: Uint32Array, minimumSize: number, outcomes: Uint8Array): void {
  let size = training.reduce((sum, candidate) => sum + (outcomes[candidate] === outcome.kept ? 1 : 0), 0);
  for (const candidate of training) {
    if (size >= minimumSize) return;
    if (!givesWay.includes(outcomes[candidate])) continue;
    outcomes[candidate] = outcome.kept;
    size++;
  }
}
