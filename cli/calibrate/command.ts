import { type Command, InvalidArgumentError } from 'commander';
import { loadMeasures } from '../../layers/adapters/judge-files.ts';
import { digits, many } from '../../layers/core/many.ts';
import { policyFiles } from '../../layers/core/quality/calibrate/calibrate.ts';
import { timeReplies } from '../../layers/core/quality/calibrate/timing.ts';
import { interruptible } from '../interrupt.ts';
import { policyNamed } from '../policy.ts';
import { policyFolder } from '../policy-folder.ts';
import { inputName } from '../row-input.ts';
import { aboutRows } from '../rows.ts';
import { readLabels } from './labels.ts';
import { checkFolder, heldIn, nameOf, tryFolder, versionBeside, writePolicy } from './learned-policy.ts';
import { nothingLearned, reportOf, timeOf } from './report.ts';
import { calibrateBeside } from './worker.ts';

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

/** Learns a policy, and tells what was learned on standard error. @returns its files, and what is in it: a sentence's end */
async function learnedFrom({ labels, output, policy: named, seed, version: wanted, evenIfWorse }: Options) {
  const name = nameOf(output);
  await checkFolder(output);
  await tryFolder(output);
  const held = await heldIn(output, wanted);
  const base = loadMeasures(policyFolder, policyNamed(named));
  const { rows, read } = await readLabels(labels);
  const { report, fitted } = await calibrateBeside(rows, { ...base, seed, evenIfWorse });
  const filesOf = (version: string) => policyFiles(base, fitted, name, version);
  const version = await versionBeside(held, wanted, filesOf);
  const unlabelled = rows.length - report.rows;
  const without = unlabelled === 0 ? '' : `, ${digits(unlabelled)} without a label`;
  process.stderr.write(reportOf(report, `${name}@${version}`, without));
  if (report.learned.length === 0) throw nothingLearned(inputName(labels), report);
  process.stderr.write(
    timeOf(timeReplies(rows, { ...base, scoring: { ...base.scoring, fitted } }, () => performance.now())),
  );
  const files = filesOf(version);
  const size = Math.round(Buffer.byteLength(files['fitted.json'] ?? '') / 1000);
  const from = `${digits(report.rows)} of ${many(read, 'row')}${without}`;
  return { files, holds: `${name}@${version}, from ${from}; its weights have ${size} KB` };
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
