/** How well probabilities foretell labels. */
export interface Figures {
  /** Rows looked at, and how many of them are labelled 1. */
  readonly rows: number;
  readonly positive: number;
  /** The chance that a row labelled 1 is ranked above one labelled 0; ties count half. 0.5 = chance, 1 = perfect. */
  readonly auc: number;
  /** Mean distance between probability and share of 1, over ten bins of equal width, by their rows (0 = calibrated). */
  readonly calibrationError: number;
  /** The share labelled 1 among the tenth that is ranked highest. */
  readonly precisionOfTopTenth: number;
}

/** By row the share of the rows of the other label that the scores put on the right side of it; ties count half. */
export function placements(labels: readonly number[], scores: readonly number[]): number[] {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  const positive = labels.filter((label) => label === 1).length;
  const others = [positive, order.length - positive];
  /** Of each label, how many rows have a lower score. */
  const below = [0, 0];
  const placed = new Array<number>(order.length).fill(0);
  for (let from = 0; from < order.length; ) {
    // The first stands for itself, also when it is no number.
    let to = from + 1;
    while (to < order.length && scores[order[to] ?? 0] === scores[order[from] ?? 0]) to++;
    const tied = order.slice(from, to);
    const ones = tied.filter((row) => labels[row] === 1).length;
    const [zeros, lowerZeros, lowerOnes] = [tied.length - ones, below[0] ?? 0, below[1] ?? 0];
    for (const row of tied) {
      const right = labels[row] === 1 ? lowerZeros + zeros / 2 : positive - lowerOnes - ones / 2;
      placed[row] = right / (others[labels[row] ?? 0] ?? 0);
    }
    below[0] = lowerZeros + zeros;
    below[1] = lowerOnes + ones;
    from = to;
  }
  return placed;
}

/** Area under the ROC curve. NaN when only one label occurs. */
export function auc(labels: readonly number[], scores: readonly number[]): number {
  const ofOnes = placements(labels, scores).filter((_, row) => labels[row] === 1);
  return ofOnes.reduce((sum, place) => sum + place, 0) / ofOnes.length;
}

/** The share labelled 1 among the `share` that is ranked highest, at least one row; ties by place. */
export function precisionOfTop(share: number, labels: readonly number[], scores: readonly number[]): number {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const top = order.slice(0, Math.max(1, Math.round(order.length * share)));
  return top.filter((i) => labels[i] === 1).length / top.length;
}

export function calibrationError(labels: readonly number[], probabilities: readonly number[]): number {
  const bins = Array.from({ length: 10 }, () => ({ rows: 0, foretold: 0, found: 0 }));
  probabilities.forEach((probability, i) => {
    const bin = bins[Math.min(9, Math.floor(probability * 10))];
    if (!bin) return;
    bin.rows++;
    bin.foretold += probability;
    bin.found += labels[i] ?? 0;
  });
  return bins.reduce((sum, { foretold, found }) => sum + Math.abs(foretold - found), 0) / Math.max(1, labels.length);
}

export const figuresOf = (labels: readonly number[], probabilities: readonly number[]): Figures => ({
  rows: labels.length,
  positive: labels.filter((label) => label === 1).length,
  auc: auc(labels, probabilities),
  calibrationError: calibrationError(labels, probabilities),
  precisionOfTopTenth: precisionOfTop(0.1, labels, probabilities),
});
