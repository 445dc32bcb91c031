import { many } from '../../layers/core/many.ts';
import type { CalibrateReport } from '../../layers/core/quality/calibrate/calibrate.ts';
import type { Figures } from '../../layers/core/quality/calibrate/figures.ts';
import type { Timing } from '../../layers/core/quality/calibrate/timing.ts';
import { UnusableFile } from '../unusable-file.ts';

const cell = (value: number) => (Number.isNaN(value) ? '-' : value.toFixed(3)).padStart(8);
const line = (score: string, measured: string, { rows, auc, calibrationError, precisionOfTopTenth }: Figures) =>
  `${score.padEnd(10)}${measured.padEnd(17)}${String(rows).padStart(6)}${cell(auc)}${cell(calibrationError)}${cell(precisionOfTopTenth)}`;

/**
 * What was learned, as a table of figures of rows that were not learned from; what was not, and what to look at.
 *
 * @param without how many rows have no label, where some have none: what follows the number of rows
 */
export function reportOf(
  { rows, learned, skipped, warnings }: CalibrateReport,
  policy: string,
  without: string,
): string {
  const figures = learned.flatMap(({ score, crossValidated, holdOut, base }) => [
    line(score, 'cross-validated', crossValidated),
    line('', 'hold-out', holdOut),
    line('', 'base, hold-out', base),
  ]);
  const from = `learned from ${many(rows, 'row')}${without}`;
  const columns = ['AUC', 'error', 'top 10%'].map((name) => name.padStart(8)).join('');
  const table = [`${policy}, ${from}`, `${'score'.padEnd(10)}${'measured'.padEnd(17)}${'rows'.padStart(6)}${columns}`];
  const lines = [
    ...(learned.length === 0 ? [`nothing ${from}`] : [...table, ...figures]),
    ...skipped.map(({ score, why }) => `${score.padEnd(10)}not learned: it ${why}`),
    ...learned.flatMap(({ score, against }) =>
      against === undefined ? [] : [`Warning: ${score} is taken although it ${against}`],
    ),
    ...warnings.map((warning) => `Warning: ${warning}`),
  ];
  return lines.map((each) => `${each}\n`).join('');
}

const microseconds = (value: number) => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} µs`;

export const timeOf = ({ all, learned }: Timing): string =>
  `a reply takes ${microseconds(all)} to score, ${microseconds(learned)} of them for what was learned, as measured here on these rows\n`;

/**
 * Why no policy is written, and what to do.
 *
 * @param labels where they come from: the beginning of a sentence, or what a word leads to
 */
export function nothingLearned(labels: string, { rows, skipped }: CalibrateReport): UnusableFile {
  const not = 'No policy was written.';
  if (rows === 0) {
    return new UnusableFile(
      `${labels} has no label. Write 1 or 0 for a score: "labels":{"empathy":1,"question":0}. ${not}`,
    );
  }
  if (!skipped.some(({ isWorse }) => isWorse)) {
    return new UnusableFile(
      `${labels} has too few labels to learn from: above is said what each score needs. Label more replies, good ones and bad ones. ${not}`,
    );
  }
  const advice = 'Label more replies, or settle what the labels mean; --even-if-worse takes it all the same.';
  return new UnusableFile(`Nothing worth taking was learned from ${labels}. ${advice} ${not}`);
}
