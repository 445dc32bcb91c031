import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import * as z from 'zod';
import { formsOfInput } from '../layers/adapters/input/help.ts';

/** Options of a training run, by the names that the state machine knows. Absent ones have its defaults. */
export type RunRequest = Readonly<Record<string, string | number | boolean>>;

export interface StartOptions {
  readonly input?: readonly string[];
  readonly summary?: string;
  readonly keep: boolean;
  readonly request: RunRequest;
}

const number = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
};
const epochs = (text: string): number | string => (text === 'auto' ? text : number(text));

/** What the state machine checks is passed on as it is: it knows best what it takes. */
const requestOptions = [
  new Option('--policy <name>', 'which policy decides what may train'),
  new Option('--since <time>', 'only exchanges from this time on, ISO 8601'),
  new Option('--until <time>', 'only exchanges before this time, ISO 8601'),
  new Option('--minimum-examples <n>', 'fewer training examples end the run').argParser(number),
  new Option('--base-model <id>', 'the model to start from; an ft: model may be one'),
  new Option('--suffix <text>', "part of the new model's name"),
  new Option('--seed <n>', 'for the same training again').argParser(number),
  new Option('--epochs <n>', 'how often the file is trained on: a number or auto').argParser(epochs),
  new Option('--validation-share <share>', 'of the training users, 0 to 0.5').argParser(number),
  new Option('--maximum-cost-usd <usd>', 'a higher estimate ends the run').argParser(number),
  new Option('--promote <when>', 'what to do with a model that passes the gate').choices(['auto', 'never']),
  new Option('--dry-run', 'check everything, train nothing'),
];

const about = `Runs the whole loop on this computer, without any account: starts an AWS emulator and an OpenAI stand-in, deploys the stack, writes conversations to the message table, and trains, tests and promotes a model. All that it makes lies in .local/, which may be deleted at any time.`;

/** What commander hands over, whose own type is any. */
const parsedSchema = z
  .object({
    input: z.array(z.string()).optional(),
    summary: z.string().optional(),
    keep: z.boolean().default(false),
  })
  .catchall(z.union([z.string(), z.number(), z.boolean()]));

/** Says why the command line cannot be used; the person reads it, exit code 2. */
export class WrongOptions extends Error {
  override name = 'WrongOptions';
}

/** Thrown after --help has been printed. */
export class HelpShown extends Error {
  override name = 'HelpShown';
}

/**
 * @throws WrongOptions for what is unknown or malformed
 * @throws HelpShown after printing the help
 */
export function readOptions(
  args: readonly string[],
  write = (text: string) => process.stdout.write(text),
): StartOptions {
  const command = new Command('npm start --')
    .description(about)
    .option('--input <path...>', 'conversations to train on: files or folders (default: the bundled sample)')
    .option('--summary <file>', 'write what came of it as JSON')
    .option('--keep', 'leave everything running afterwards, until Ctrl-C')
    .addHelpText('after', `\n${formsOfInput}`)
    .allowExcessArguments(false)
    .configureOutput({ writeOut: write, writeErr: () => {} })
    .exitOverride();
  for (const option of requestOptions) command.addOption(option);
  try {
    command.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) throw new HelpShown();
    throw new WrongOptions(`${error.message.replace(/^error: /, '')}\nnpm start -- --help lists the options.`);
  }
  const { input, summary, keep, ...request } = parsedSchema.parse(command.opts());
  if (input?.includes('') || summary === '') throw new WrongOptions('--input and --summary want the name of a file.');
  return { ...(input && { input }), ...(summary && { summary }), keep, request };
}
