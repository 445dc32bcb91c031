import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Argument, Command, Option } from 'commander';
import { type FormatName, formatNames, formats } from '../layers/core/dataset/formats/format.ts';
import type { Problem } from '../layers/core/dataset/problem.ts';
import { loadTokenizer } from '../layers/core/dataset/tokens.ts';
import { type FileReport, FileValidator } from '../layers/core/dataset/validate-file.ts';
import { UnusableFile } from './rows.ts';

interface Options {
  readonly format: FormatName;
  readonly json: boolean;
}

const help = `
Each problem is a line on standard output: FILE:LINE: CODE: what is wrong, and how to mend it; line 0 is the whole file.
With several files, lines that stand in two of them are found too. No text of a file is ever shown.
Exit code: 0 nothing is wrong, 1 something is.
Formats: ${formatNames.map((name) => `${name} (${formats[name].about})`).join('; ')}.`;

async function open(file: string): Promise<AsyncIterable<Uint8Array>> {
  if (file === '-') return process.stdin;
  const found = await stat(file).catch(() => undefined);
  if (!found) throw new UnusableFile(`There is no file ${file}. Give a JSON Lines file, or - for standard input.`);
  if (found.isDirectory()) throw new UnusableFile(`${file} is a folder. Give the files in it.`);
  return createReadStream(file, { highWaterMark: 1 << 18 });
}

const told = ({ file, line, code, what, mend }: Problem, asJson: boolean): string =>
  asJson ? JSON.stringify({ file, line, code, what, mend }) : `${file}:${line}: ${code}: ${what} ${mend}`;

const many = (n: number, what: string) => `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;
const summary = ({ file, lines, tokens, problems }: FileReport): string =>
  `${file}: ${many(lines, 'line')}, ${many(tokens, 'token')}, ${many(problems, 'problem')}\n`;

export const validateCommand = (): Command =>
  new Command('validate')
    .description('Checks files as the trainer would, whoever wrote them, and names every bad line.')
    .addOption(
      new Option('-f, --format <format>', 'which format they are in').choices(formatNames).makeOptionMandatory(),
    )
    .option('--json', 'problems as JSON Lines', false)
    .addArgument(new Argument('<file...>', 'JSON Lines; - for standard input'))
    .addHelpText('after', help)
    .action(async (files: readonly string[], { format, json }: Options) => {
      const inputs = await Promise.all(files.map(async (file) => ({ file, content: await open(file) })));
      let problems = 0;
      const tell = (problem: Problem): Promise<void> | undefined => {
        problems++;
        if (process.stdout.write(`${told(problem, json)}\n`)) return undefined;
        return new Promise((resolve) => process.stdout.once('drain', resolve));
      };
      const validator = new FileValidator(await loadTokenizer(), tell, formats[format]);
      for (const { file, content } of inputs) {
        const report = await validator.check(file, content, formats[format].file);
        process.stderr.write(summary(report));
      }
      if (problems > 0) process.exitCode = 1;
    });
