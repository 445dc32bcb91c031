import { basename, dirname, relative } from 'node:path';
import { many } from '../../layers/core/many.ts';
import type { Summary } from './summary.ts';

const whole = new Intl.NumberFormat('en');
const usd = (amount: number): string => `$${amount.toFixed(amount < 1 ? 4 : 2)}`;

const row = (label: string, text: string): string => `${label.padEnd(12)}${text}`;

function scoreTable({ candidate, champion }: NonNullable<Summary['evaluation']>): string[] {
  const names = Object.keys(candidate);
  const cells = (scores: Readonly<Record<string, number>>) =>
    names.map((name) => (scores[name]?.toFixed(2) ?? '–').padStart(Math.max(6, name.length) + 2)).join('');
  return [
    row('Evaluation', `          ${names.map((name) => name.padStart(Math.max(6, name.length) + 2)).join('')}`),
    row('', `candidate ${cells(candidate)}`),
    ...(champion ? [row('', `in use    ${cells(champion)}`)] : []),
  ];
}

/** One line for each folder, with the files that lie in it. */
function fileRows(files: Readonly<Record<string, string>>, folder: string): string[] {
  const byFolder = Object.entries(Object.groupBy(Object.values(files), (path) => dirname(path)));
  return byFolder.flatMap(([place, paths = []], i) => [
    row(i === 0 ? 'Files' : '', `${relative(folder, place)}/`),
    row('', `    ${paths.map((path) => basename(path)).join('  ')}`),
  ]);
}

/** What came of a run, for people. `folder` is where paths are told from. */
export function reportOf(summary: Summary, folder: string): string[] {
  const { exchanges, dataset, job, evaluation, gate } = summary;
  const rejected = Object.entries(exchanges.rejected).toSorted(([, a], [, b]) => b - a);
  return [
    row(
      'Exchanges',
      `${whole.format(exchanges.seen)} seen in ${many(summary.shards, 'shard')}, ${whole.format(exchanges.kept)} kept`,
    ),
    ...(rejected.length > 0 ? [row('', 'why not, an exchange counts under each of its reasons:')] : []),
    ...rejected.map(([reason, times]) => row('', `${whole.format(times).padStart(7)} ${reason}`)),
    ...(dataset
      ? [
          row(
            'Dataset',
            `${dataset.id}: ${whole.format(dataset.train)} to train on, ${whole.format(dataset.validation)} to validate, ${whole.format(dataset.holdout)} held out`,
          ),
          ...(dataset.tokens === null ? [] : [row('', `${whole.format(dataset.tokens)} tokens to train on`)]),
          ...(dataset.costUsd === null
            ? []
            : [row('', `${usd(dataset.costUsd)} would be OpenAI's bill, as estimated`)]),
        ]
      : []),
    ...(job ? [row('Job', `${job.id} ${job.status}${job.loss === null ? '' : `, loss ${job.loss.toFixed(3)}`}`)] : []),
    ...(evaluation ? scoreTable(evaluation) : []),
    ...(gate ? [row('Gate', gate.verdict), ...gate.reasons.map((reason) => row('', `- ${reason}`))] : []),
    row('Promoted', summary.promoted ?? 'nothing'),
    ...(dataset?.files['card']
      ? [row('Card', `${relative(folder, dataset.files['card'])} describes the dataset: open it`)]
      : []),
    ...fileRows(dataset?.files ?? {}, folder),
    row('Time', `${summary.seconds.toFixed(1)} s`),
  ];
}
