import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { loadParts } from '../layers/adapters/judge-files.ts';
import { type CalibrateReport, calibrate } from '../layers/core/quality/calibrate/calibrate.ts';
import { type Labelled, labelledSchema } from '../layers/core/quality/calibrate/examples.ts';
import type { Figures } from '../layers/core/quality/calibrate/figures.ts';
import { policyFolder, policyNamed } from './policy.ts';
import { readRows, UnusableFile } from './rows.ts';

interface Options {
  readonly labels: string;
  readonly output: string;
  readonly policy: string;
  readonly seed: number;
  readonly version: string;
}

const help = `
Rows in:  {user, assistant, context?:[{sender:"user"|"ai",text}], labels:{empathy?,question?,overall?: 0|1}}
A score needs 20 labels of 1 and of 0; one that has fewer stays as it is. The folder is a policy: name it in
--policy of score and assemble, or put it into layers/policy and deploy. Same rows and seed: same policy.`;

const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
};
const versionOf = (text: string): string => {
  if (!/^\d+\.\d+\.\d+$/.test(text)) throw new InvalidArgumentError('It must be a version such as 1.0.0.');
  return text;
};

/** A policy is named as its folder, for it will be asked for by that name. @throws UnusableFile */
function nameOf(output: string): string {
  const name = basename(resolve(output));
  if (/^[a-z][a-z0-9-]*$/.test(name)) return name;
  throw new UnusableFile(
    `The policy is named as its folder, and "${name}" is no name: use small letters, digits and "-", as in my-policy.`,
  );
}

const cell = (value: number) => (Number.isNaN(value) ? '-' : value.toFixed(3)).padStart(8);
const line = (score: string, measured: string, { rows, auc, calibrationError, precisionOfTopTenth }: Figures) =>
  `${score.padEnd(10)}${measured.padEnd(17)}${String(rows).padStart(6)}${cell(auc)}${cell(calibrationError)}${cell(precisionOfTopTenth)}`;

/** The report as a table: figures of rows that were not learned from. */
export function tableOf({ policy, rows, learned, skipped }: CalibrateReport): string {
  const lines = learned.flatMap(({ score, crossValidated, holdOut, byHand }) => [
    line(score, 'cross-validated', crossValidated),
    line('', 'hold-out', holdOut),
    line('', 'base, hold-out', byHand),
  ]);
  return [
    `${policy}, learned from ${rows} rows`,
    `${'score'.padEnd(10)}${'measured'.padEnd(17)}${'rows'.padStart(6)}${['AUC', 'error', 'top 10%'].map((name) => name.padStart(8)).join('')}`,
    ...lines,
    ...skipped.map(({ score, why }) => `${score.padEnd(10)}not learned: it ${why}`),
  ].join('\n');
}

export const calibrateCommand = (): Command =>
  new Command('calibrate')
    .description("Learns a policy's scores from reviewers' labels, measures it on rows held out, and writes it.")
    .requiredOption('-l, --labels <file>', 'JSON Lines; - for standard input')
    .requiredOption('-o, --output <folder>', 'where to write the policy: its name is the name of the folder')
    .option('-p, --policy <name|folder>', 'the policy to start from: its thresholds and word lists', 'reflect')
    .option('--seed <n>', 'which rows are held out depends on it', wholeNumber, 42)
    .option('--version <version>', 'of the new policy', versionOf, '1.0.0')
    .addHelpText('after', help)
    .action(async ({ labels, output, policy, seed, version }: Options) => {
      const name = nameOf(output);
      const { policy: base, scoring } = loadParts(policyFolder, policyNamed(policy));
      const rows: Labelled[] = [];
      const counts = await readRows({ input: labels, schema: labelledSchema, take: (row) => rows.push(row) });
      const { report, files } = calibrate(rows, { policy: base, scoring, name, version, seed });
      process.stderr.write(`${tableOf(report)}\n`);
      if (report.learned.length === 0) {
        throw new UnusableFile(`${labels} has too few labels to learn from, and no policy was written.`);
      }
      await mkdir(output, { recursive: true });
      for (const [file, content] of Object.entries(files)) await writeFile(join(output, file), content);
      process.stderr.write(`${output} written from ${counts.read - counts.skipped} of ${counts.read} rows\n`);
    });
