import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Argument, type Command, Option } from 'commander';
import { unpacked } from '../layers/adapters/input/text.ts';
import { type FormatName, formatNames, formats } from '../layers/core/dataset/formats/format.ts';
import type { Problem } from '../layers/core/dataset/problem.ts';
import { loadTokenizer } from '../layers/core/dataset/tokens.ts';
import { type FileReport, type FileRules, FileValidator } from '../layers/core/dataset/validate-file.ts';
import { many } from '../layers/core/many.ts';
import { formatsHelp } from './formats-help.ts';
import { inputName } from './row-input.ts';
import { UnusableFile } from './unusable-file.ts';

interface Options {
  readonly format: FormatName;
  readonly json: boolean;
}

const help = `
Each problem is a line on standard output: FILE:LINE: CODE: what is wrong, and how to mend it; without LINE it
is the whole file, which has the line 0 in --json.
With several files, lines that stand in two of them are found too. No text of a file is ever shown.
validation*.jsonl and holdout*.jsonl are not trained on: they may have fewer lines than a trainer wants, or none.
Exit code: 0 nothing is wrong, 1 something is.
${formatsHelp}`;

/** @throws UnusableFile for what is no file, before any is read */
async function checkThere(file: string): Promise<void> {
  if (file === '-') return;
  const found = await stat(file).catch(() => undefined);
  if (file === '') throw new UnusableFile('The file has no name. Give a JSON Lines file, or - for standard input.');
  if (!found) throw new UnusableFile(`There is no file ${file}. Give a JSON Lines file, or - for standard input.`);
  if (found.isDirectory()) throw new UnusableFile(`${file} is a folder. Give the files in it.`);
}

/** To be read at once: a stream that waits has nobody who hears that its file cannot be opened. */
const contentOf = (file: string): AsyncIterable<Uint8Array> =>
  file === '-'
    ? unpacked(process.stdin, inputName(file))
    : unpacked(createReadStream(file, { highWaterMark: 1 << 18 }), file);

const told = ({ file, line, code, what, mend }: Problem, asJson: boolean): string =>
  asJson
    ? JSON.stringify({ file, line, code, what, mend })
    : `${file}:${line === 0 ? '' : `${line}:`} ${code}: ${what} ${mend}`;

const summary = ({ file, lines, tokens, problems }: FileReport): string =>
  `${file}: ${many(lines, 'line')}, ${many(tokens, 'token')}, ${many(problems, 'problem')}\n`;

/** A split that is not trained on, by its name: it may be short or empty, so no trainer's minimum holds for it. */
const isHeldBack = (file: string): boolean => /^(validation|holdout).*\.jsonl(\.gz)?$/.test(basename(file));

const rulesFor = (file: string, format: FormatName): FileRules =>
  isHeldBack(file) ? { ...formats[format].file, minimumLines: 0 } : formats[format].file;

/** @throws UnusableFile for a file that is named twice, whatever the names: each of its lines would be found again */
async function checkOnce(files: readonly string[]): Promise<void> {
  const seen = new Set<string>();
  for (const file of files) {
    const found = file === '-' ? undefined : await stat(file).catch(() => undefined);
    const known = found === undefined ? file : `${found.dev}:${found.ino}`;
    if (seen.has(known)) throw new UnusableFile(`${file} was given twice. Name each file once.`);
    seen.add(known);
  }
}

export const defineValidate = (command: Command): Command =>
  command
    .addOption(
      new Option('-f, --format <format>', 'which format they are in').choices(formatNames).makeOptionMandatory(),
    )
    .option('--json', 'problems as JSON Lines', false)
    .addArgument(new Argument('<file...>', 'JSON Lines, packed with gzip or not; - for standard input'))
    .addHelpText('after', help)
    .action(async (files: readonly string[], { format, json }: Options) => {
      await checkOnce(files);
      for (const file of files) await checkThere(file);
      let problems = 0;
      const tell = (problem: Problem): Promise<void> | undefined => {
        problems++;
        if (process.stdout.write(`${told(problem, json)}\n`)) return undefined;
        return new Promise((resolve) => process.stdout.once('drain', resolve));
      };
      const validator = new FileValidator(await loadTokenizer(), tell, formats[format]);
      for (const file of files) {
        const report = await validator.check(file, contentOf(file), rulesFor(file, format));
        process.stderr.write(summary(report));
      }
      if (problems > 0) process.exitCode = 1;
    });
