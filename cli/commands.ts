import { Command } from 'commander';
import { onlyOnce } from './options.ts';

/** Gives a command its options, its help and what it does. */
type Define = (command: Command) => Command;

interface Listed {
  readonly name: string;
  readonly about: string;
  /** What a command works with takes a second to load for all of them together. */
  readonly load: () => Promise<Define>;
}

const listed: readonly Listed[] = [
  {
    name: 'score',
    about: 'Scores exchanges and decides their tier, with every rule that made it; or whole conversations.',
    load: async () => (await import('./score.ts')).defineScore,
  },
  {
    name: 'redact',
    about: 'Takes personal data out of texts: names become stand-ins, other kinds placeholders such as [email].',
    load: async () => (await import('./redact.ts')).defineRedact,
  },
  {
    name: 'assemble',
    about: 'Makes a dataset of conversations or shards, by the same code as the deployed stack, without AWS.',
    load: async () => (await import('./assemble/command.ts')).defineAssemble,
  },
  {
    name: 'export',
    about: 'Writes a dataset, in any format, to a file or a bucket.',
    load: async () => (await import('./export.ts')).defineExport,
  },
  {
    name: 'validate',
    about: 'Checks files as the trainer would, whoever wrote them, and names every bad line.',
    load: async () => (await import('./validate.ts')).defineValidate,
  },
  {
    name: 'calibrate',
    about: "Learns a policy's scores from reviewers' labels, measures it on rows held out, and writes it.",
    load: async () => (await import('./calibrate/command.ts')).defineCalibrate,
  },
];

/**
 * All commands, in the order of the help.
 *
 * @param isWanted of its name; the others have a name and a line of help alone
 */
export const commandsWhere = (isWanted: (name: string) => boolean): Promise<Command[]> =>
  Promise.all(
    listed.map(async ({ name, about, load }) => {
      const command = new Command(name).description(about);
      return isWanted(name) ? onlyOnce((await load())(command)) : command;
    }),
  );
