import { calibrationError } from '../../layers/core/quality/calibrate/figures.ts';
import type { Scores } from '../../layers/core/quality/judgement.ts';
import type { ReplyRow } from './rows.ts';
import { figure, halves, Table } from './table.ts';

const labels: Readonly<Record<string, [keyof Scores, (row: ReplyRow) => number]>> = {
  'empathy: er ≥ 1': ['empathy', ({ er }) => Math.min(1, er)],
  'question: ex ≥ 1': ['question', ({ ex }) => Math.min(1, ex)],
  'overall: er+ip+ex ≥ 3': ['overall', ({ er, ip, ex }) => (er + ip + ex >= 3 ? 1 : 0)],
};
const bins = Array.from({ length: 10 }, (_, bin) => `.${bin}`);
const errorHead = 'expected calibration error';

/** By tenths of the score: the share that people call so; and how far scores are from shares, in the mean. */
export function reliability(rows: readonly ReplyRow[], scores: readonly Scores[]): Table {
  const table = new Table('share that people call so, by score from', [...bins, errorHead]);
  for (const [what, [name, label]] of Object.entries(labels)) {
    for (const [bin, head] of bins.entries()) {
      const places = [...rows.keys()].filter((at) => Math.min(9, Math.floor((scores[at]?.[name] ?? 0) * 10)) === bin);
      const found = places.reduce((sum, at) => sum + (rows[at] ? label(rows[at]) : 0), 0);
      table.note(what, head, figure(found / places.length));
    }
    const error = halves(rows, scores, (some, theirs) =>
      calibrationError(
        some.map(label),
        theirs.map((one) => one[name]),
      ),
    );
    table.note(what, errorHead, error);
  }
  return table;
}
