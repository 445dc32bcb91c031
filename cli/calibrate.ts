import { type Command, InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import { loadParts } from '../layers/adapters/judge-files.ts';
import { digits, many } from '../layers/core/many.ts';
import { nearest } from '../layers/core/nearest.ts';
import type { CalibrateReport } from '../layers/core/quality/calibrate/calibrate.ts';
import { type Labelled, labelledSchema, labelsSchema } from '../layers/core/quality/calibrate/examples.ts';
import type { Figures } from '../layers/core/quality/calibrate/figures.ts';
import { timeReplies } from '../layers/core/quality/calibrate/timing.ts';
import { learnable } from '../layers/core/quality/scores/fitted-file.ts';
import { calibrateBeside } from './calibrate-worker.ts';
import { interruptible } from './interrupt.ts';
import { Kinds } from './kinds.ts';
import { checkFolder, learned, nameOf, tryFolder, writePolicy } from './learned-policy.ts';
import { policyNamed } from './policy.ts';
import { policyFolder } from './policy-folder.ts';
import { inputName } from './row-input.ts';
import { aboutRows, readRows } from './rows.ts';
import { UnusableFile } from './unusable-file.ts';

interface Options {
  readonly labels: string;
  readonly output: string;
  readonly policy: string;
  readonly seed: number;
  readonly version?: string;
  readonly evenIfWorse: boolean;
}

const help = `
Rows in:  {user, assistant, context?:[{sender:"user"|"ai",text}], labels:{empathy?,question?,overall?: 0|1}}
true and false do as well, and null where nobody said. Other labels and columns are passed over, labels with a count.
A score needs 20 labels of 1 and 20 of 0, on replies to some ten different messages at least; one that has fewer stays as it
is in --policy, learned or set by hand. So does one that was learned no better than by chance, or
that is no clear gain over how it is set by hand, on rows that it did not see: in telling them apart (AUC) or in how far
it is from their labels. Where none is left, no
policy is written.
The folder is a policy: name it in --policy of score and assemble, or write it to layers/policy/NAME and deploy with
-c policy=NAME; it must keep the name of the policy in it, and a policy that was set by hand is not written over.
Same rows, in any order, same base and same seed: same policy.
A folder that holds a policy keeps its version where nothing changes, and gets the next one where something does; a
--version that is not above it is refused.
${aboutRows}`;

const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
};
const versionOf = (text: string): string => {
  if (!/^\d+\.\d+\.\d+$/.test(text)) throw new InvalidArgumentError('It must be a version such as 1.0.0.');
  return text;
};

const cell = (value: number) => (Number.isNaN(value) ? '-' : value.toFixed(3)).padStart(8);
const line = (score: string, measured: string, { rows, auc, calibrationError, precisionOfTopTenth }: Figures) =>
  `${score.padEnd(10)}${measured.padEnd(17)}${String(rows).padStart(6)}${cell(auc)}${cell(calibrationError)}${cell(precisionOfTopTenth)}`;

/** The report as a table: figures of rows that were not learned from. */
function tableOf({ policy, rows, learned, skipped }: CalibrateReport, without: string): string {
  const lines = learned.flatMap(({ score, crossValidated, holdOut, base }) => [
    line(score, 'cross-validated', crossValidated),
    line('', 'hold-out', holdOut),
    line('', 'base, hold-out', base),
  ]);
  const head = [
    `${policy}, learned from ${many(rows, 'row')}${without}`,
    `${'score'.padEnd(10)}${'measured'.padEnd(17)}${'rows'.padStart(6)}${['AUC', 'error', 'top 10%'].map((name) => name.padStart(8)).join('')}`,
  ];
  return [
    ...(learned.length === 0 ? [`nothing learned from ${many(rows, 'row')}${without}`] : [...head, ...lines]),
    ...skipped.map(({ score, why }) => `${score.padEnd(10)}not learned: it ${why}`),
  ].join('\n');
}

const rowSchema = labelledSchema.extend({ labels: labelsSchema.loose().nullish() });

/** Reads the rows, and tells which labels are of no use: whoever misspelt one wants to know. */
async function readLabels(input: string): Promise<{ rows: readonly Labelled[]; read: number }> {
  const rows: Labelled[] = [];
  const unknown = new Kinds();
  const take = ({ labels, ...dialogue }: z.infer<typeof rowSchema>) => {
    const { empathy, question, overall, ...others } = labels ?? {};
    rows.push({ ...dialogue, labels: { empathy, question, overall } });
    for (const name of Object.keys(others)) unknown.add(unknownLabel(name));
  };
  const { read } = await readRows({ input, schema: rowSchema, take });
  if (unknown.size > 0) process.stderr.write(`labels passed over: ${unknown}; known are ${learnable.join(', ')}\n`);
  return { rows, read };
}

function unknownLabel(name: string): string {
  const meant = nearest(name.slice(0, 40), learnable, 2);
  return `${JSON.stringify(name.slice(0, 40))}${meant === undefined ? '' : ` (did you mean "${meant}"?)`}`;
}

/** Why no policy is written, and what to do. */
function nothingLearned(labels: string, { rows, skipped }: CalibrateReport): UnusableFile {
  const [what, not] = [inputName(labels), 'No policy was written.'];
  if (rows === 0) {
    return new UnusableFile(
      `${what} has no label. Write 1 or 0 for a score: "labels":{"empathy":1,"question":0}. ${not}`,
    );
  }
  if (!skipped.some(({ isWorse }) => isWorse)) {
    return new UnusableFile(
      `${what} has too few labels to learn from: above is said what each score needs. Label more replies, good ones and bad ones. ${not}`,
    );
  }
  const advice = 'Label more replies, or settle what the labels mean; --even-if-worse takes it all the same.';
  return new UnusableFile(`Nothing worth taking was learned from ${what}. ${advice} ${not}`);
}

const microseconds = (value: number) => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} µs`;

/** Learns a policy, and tells what was learned on standard error. @returns its files, and what is in it: a sentence's end */
async function learnedFrom({ labels, output, policy: base, seed, version, evenIfWorse }: Options) {
  const name = nameOf(output);
  await checkFolder(output);
  await tryFolder(output);
  const { policy, scoring } = loadParts(policyFolder, policyNamed(base));
  const { rows, read } = await readLabels(labels);
  const learn = (version: string) => calibrateBeside(rows, { policy, scoring, name, version, seed, evenIfWorse });
  const { report, files, fitted } = await learned({ folder: output, version, learn });
  const unlabelled = rows.length - report.rows;
  const without = unlabelled === 0 ? '' : `, ${digits(unlabelled)} without a label`;
  process.stderr.write(`${tableOf(report, without)}\n`);
  for (const { score, against } of report.learned) {
    if (against !== undefined) process.stderr.write(`Warning: ${score} is taken although it ${against}\n`);
  }
  for (const warning of report.warnings) process.stderr.write(`Warning: ${warning}\n`);
  if (report.learned.length === 0) throw nothingLearned(labels, report);
  const time = timeReplies(rows, { policy, scoring: { ...scoring, fitted } }, () => performance.now());
  const told = `${microseconds(time.all)} to score, ${microseconds(time.learned)} of them for what was learned`;
  process.stderr.write(`a reply takes ${told}, as measured here on these rows\n`);
  const size = Math.round(Buffer.byteLength(files['fitted.json'] ?? '') / 1000);
  const from = `${digits(report.rows)} of ${many(read, 'row')}${without}`;
  return { files, holds: `${report.policy}, from ${from}; its weights have ${size} KB` };
}

async function run(options: Options): Promise<void> {
  const { output } = options;
  const holds = await interruptible(
    () => `Ended; ${output} was not written.`,
    async () => {
      const { files, holds } = await learnedFrom(options);
      // Nobody is heard before all is written, nor after it: then the sentence would not be true.
      writePolicy(output, files);
      return holds;
    },
  );
  process.stderr.write(`${output} holds ${holds}\n`);
}

export const defineCalibrate = (command: Command): Command =>
  command
    .requiredOption('-l, --labels <file>', 'JSON Lines; - for standard input')
    .requiredOption('-o, --output <folder>', 'where to write the policy: its name is the name of the folder')
    .option('-p, --policy <name|folder>', 'the policy to start from: its thresholds and word lists', 'reflect')
    .option('--seed <n>', 'which rows are held out depends on it', wholeNumber, 42)
    .option('--version <version>', 'of the new policy (default: 1.0.0, or the next one of the folder)', versionOf)
    .option('--even-if-worse', 'takes also what was learned by chance, or no better than it is set by hand', false)
    .addHelpText('after', help)
    .action(run);
