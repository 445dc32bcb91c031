import { calibrationError } from '../../layers/core/quality/calibrate/figures.ts';
import type { Scores } from '../../layers/core/quality/judgement.ts';
import { fitCurve, onCurve } from './fit-curve.ts';
import type { ReplyRow } from './rows.ts';
import { figure, halfOf, halves, Table } from './table.ts';

const labels: Readonly<Record<string, [keyof Scores, (row: ReplyRow) => number]>> = {
  'empathy: er ≥ 1': ['empathy', ({ er }) => Math.min(1, er)],
  'question: ex ≥ 1': ['question', ({ ex }) => Math.min(1, ex)],
  'overall: er+ip+ex ≥ 3': ['overall', ({ er, ip, ex }) => (er + ip + ex >= 3 ? 1 : 0)],
};
const bins = Array.from({ length: 10 }, (_, bin) => `.${bin}`);
const heads = {
  error: 'expected calibration error',
  /** Where this is much lower, the weights have moved away from their curve. */
  refitted: 'the same with a curve from the other half',
  /** Laid over the scores as they are. Whoever renews a curve takes the old one out first. */
  curves: 'that curve of either half: low, high, shift',
};

/** By tenths of the score: the share that people call so; and how far scores are from shares, in the mean. */
export function reliability(rows: readonly ReplyRow[], scores: readonly Scores[]): Table {
  const table = new Table('share that people call so, by score from', [...bins, ...Object.values(heads)]);
  for (const [what, [name, label]] of Object.entries(labels)) {
    const told = rows.map(label);
    const values = scores.map((one) => one[name]);
    for (const [bin, head] of bins.entries()) {
      const places = [...values.keys()].filter((at) => Math.min(9, Math.floor((values[at] ?? 0) * 10)) === bin);
      const found = places.reduce((sum, at) => sum + (told[at] ?? 0), 0);
      table.note(what, head, figure(found / places.length));
    }
    const error = (values: readonly number[]) =>
      halves(rows, values, (some, theirs) => calibrationError(some.map(label), theirs));
    table.note(what, heads.error, error(values));
    const curves = [0, 1].map((half) => {
      const places = [...rows.keys()].filter((at) => halfOf(rows[at] ?? { group: '' }) === half);
      return fitCurve(
        places.map((at) => told[at] ?? 0),
        places.map((at) => values[at] ?? 0),
      );
    });
    const refitted = rows.map((row, at) => {
      const curve = curves[1 - halfOf(row)];
      return curve ? onCurve(values[at] ?? 0, curve) : 0;
    });
    table.note(what, heads.refitted, error(refitted));
    const written = curves.map(({ low, high, shift }) => [low, high, shift].map((one) => one.toFixed(2)).join(' '));
    table.note(what, heads.curves, written.join('; '));
  }
  return table;
}
