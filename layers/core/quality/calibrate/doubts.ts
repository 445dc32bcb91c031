import { learnable } from '../scores/fitted-file.ts';
import type { Labelled } from './examples.ts';
import { auc, type Figures, placements } from './figures.ts';

/** Above chance by less than twice the standard error that the AUC of so many rows has by chance (Mann-Whitney). */
function isByChance({ rows, positive, auc }: Figures): boolean {
  const error = Math.sqrt((rows + 1) / (12 * positive * (rows - positive)));
  return auc < 0.5 + 2 * error;
}

/** How rows were foretold by two that did not see them; all in the order of the rows. */
export interface Unseen {
  /** 0 or 1. */
  readonly labels: readonly number[];
  readonly learned: readonly number[];
  /** By what it is compared with. */
  readonly other: readonly number[];
}

/** Positive: what was learned does better, negative: worse; 0 where rows tell no difference. */
interface Comparison {
  readonly order: number;
  readonly distance: number;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The square of the standard error of a mean. */
function squaredError(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length * (values.length - 1));
}

/** A difference that is larger than two of its standard errors, or 0. */
const clear = (difference: number, error: number): number =>
  Math.abs(difference) > 2 * Math.sqrt(error) ? difference : 0;

/** By AUC (its paired standard error is that of DeLong 1988), and by squared distance to the labels. */
export function compare({ labels, learned, other }: Unseen): Comparison {
  const [placed, otherPlaced] = [placements(labels, learned), placements(labels, other)];
  const better = placed.map((place, row) => place - (otherPlaced[row] ?? 0));
  const [ofOnes, ofZeros] = [1, 0].map((label) => better.filter((_, row) => labels[row] === label));
  const nearer = labels.map((label, row) => ((other[row] ?? 0) - label) ** 2 - ((learned[row] ?? 0) - label) ** 2);
  return {
    order: clear(meanOf(ofOnes ?? []), squaredError(ofOnes ?? []) + squaredError(ofZeros ?? [])),
    distance: clear(meanOf(nearer), squaredError(nearer)),
  };
}

const distanceOf = (labels: readonly number[], foretold: readonly number[]): number =>
  meanOf(labels.map((label, row) => ((foretold[row] ?? 0) - label) ** 2));

/**
 * What speaks against taking what was learned, compared with what is set by hand: that has seen none of these rows.
 *
 * @param unseen all rows: each as it was foretold from others
 */
export function againstIt(crossValidated: Figures, unseen: Unseen): string | undefined {
  if (isByChance(crossValidated)) {
    return `was learned no better than by chance (AUC ${crossValidated.auc.toFixed(3)}, cross-validated)`;
  }
  const { labels, learned, other } = unseen;
  const { order, distance } = compare(unseen);
  const aucs = `AUC ${auc(labels, learned).toFixed(3)} against ${auc(labels, other).toFixed(3)}`;
  const [own, others] = [learned, other].map((foretold) => distanceOf(labels, foretold).toFixed(3));
  const distances = `squared distance ${own} against ${others}`;
  if (order < 0) return `tells rows that it did not see apart less well than it does set by hand (${aucs})`;
  if (distance < 0) return `is farther from labels that it did not see than it is set by hand (${distances})`;
  if (order > 0 || distance > 0) return undefined;
  return `does no better on rows that it did not see than it does set by hand, as far as ${labels.length} of them tell (${aucs}, ${distances})`;
}

/** People disagree on some replies: rows that are told apart without a mistake were labelled by a rule, or made for it. */
export function tooGood(learned: readonly { readonly crossValidated: Figures; readonly holdOut: Figures }[]): string[] {
  const figures = learned.flatMap(({ crossValidated, holdOut }) => [crossValidated, holdOut]);
  if (figures.length === 0 || figures.some(({ auc }) => auc < 0.9995)) return [];
  return [
    'All rows are told apart without a mistake (AUC 1.000), and people never agree so well. Look whether the labels follow a rule, or the replies a pattern: it would be learned in place of what people mean.',
  ];
}

/** Replies that one label calls good and another not: nothing can be learned of them. */
export function contradictions(rows: readonly Labelled[]): string[] {
  return learnable.flatMap((score) => {
    const said = new Map<string, Set<number>>();
    for (const { user, assistant, context, labels } of rows) {
      const label = labels[score];
      if (label === undefined) continue;
      const key = JSON.stringify([user, assistant, context]);
      said.set(key, (said.get(key) ?? new Set()).add(label));
    }
    const count = [...said.values()].filter(({ size }) => size > 1).length;
    if (count === 0) return [];
    return [
      `${score}: ${count === 1 ? '1 reply has' : `${count} replies have`} labels of both 1 and 0. Settle which holds, and learn again.`,
    ];
  });
}
