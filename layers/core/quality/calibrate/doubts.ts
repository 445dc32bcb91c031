import { learnable } from '../scores/fitted-file.ts';
import type { Labelled } from './examples.ts';
import { type Figures, figuresOf } from './figures.ts';

/** An AUC that lies lower by less than this is no worse: some hundred rows tell no more. */
export const sameAuc = 0.005;

/** Above chance by less than twice the standard error that the AUC of so many rows has by chance (Mann-Whitney). */
function isByChance({ rows, positive, auc }: Figures): boolean {
  const error = Math.sqrt((rows + 1) / (12 * positive * (rows - positive)));
  return auc < 0.5 + 2 * error;
}

/** A calibration error that is higher by less than this moves no threshold: half of one of its ten bins. */
const sameError = 0.05;

/** How rows were foretold by two that did not see them; all in the order of the rows. */
export interface HeldOut {
  /** 0 or 1. */
  readonly labels: readonly number[];
  readonly learned: readonly number[];
  readonly byHand: readonly number[];
}

/** Whether what was learned lies farther from the labels (squared distance) by more than two standard errors of the difference. */
function liesFarther({ labels, learned, byHand }: HeldOut): boolean {
  const farther = labels.map((label, i) => ((learned[i] ?? 0) - label) ** 2 - ((byHand[i] ?? 0) - label) ** 2);
  const mean = farther.reduce((sum, value) => sum + value, 0) / farther.length;
  const squares = farther.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return mean > 2 * Math.sqrt(squares / (farther.length * (farther.length - 1)));
}

/** What speaks against taking what was learned, compared with what is set by hand: that has seen none of these rows. */
export function againstIt(crossValidated: Figures, heldOut: HeldOut): string | undefined {
  const learned = figuresOf(heldOut.labels, heldOut.learned);
  const byHand = figuresOf(heldOut.labels, heldOut.byHand);
  if (isByChance(crossValidated)) {
    return `was learned no better than by chance (AUC ${crossValidated.auc.toFixed(3)}, cross-validated)`;
  }
  if (learned.auc < byHand.auc - sameAuc) {
    return `tells held-out rows apart less well than it does set by hand (AUC ${learned.auc.toFixed(3)} against ${byHand.auc.toFixed(3)})`;
  }
  if (learned.calibrationError > byHand.calibrationError + sameError && liesFarther(heldOut)) {
    return `is farther from the labels of held-out rows than it is set by hand (error ${learned.calibrationError.toFixed(3)} against ${byHand.calibrationError.toFixed(3)})`;
  }
  return undefined;
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
