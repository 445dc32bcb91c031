import { learnable } from '../scores/fitted-file.ts';
import type { Labelled } from './examples.ts';
import type { Figures } from './figures.ts';

/** An AUC that lies lower by less than this is no worse: some hundred rows tell no more. */
export const sameAuc = 0.005;

/** Above chance by less than twice the standard error that the AUC of so many rows has by chance (Mann-Whitney). */
function isByChance({ rows, positive, auc }: Figures): boolean {
  const error = Math.sqrt((rows + 1) / (12 * positive * (rows - positive)));
  return auc < 0.5 + 2 * error;
}

/** What speaks against taking what was learned, compared with what is set by hand: that has seen none of these rows. */
export function againstIt(crossValidated: Figures, holdOut: Figures, byHand: number): string | undefined {
  if (isByChance(crossValidated)) {
    return `was learned no better than by chance (AUC ${crossValidated.auc.toFixed(3)}, cross-validated)`;
  }
  if (holdOut.auc < byHand - sameAuc) {
    return `tells held-out rows apart less well than it does set by hand (AUC ${holdOut.auc.toFixed(3)} against ${byHand.toFixed(3)})`;
  }
  return undefined;
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
