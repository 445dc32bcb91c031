import type { Command } from 'commander';
import { nearest } from '../layers/core/nearest.ts';

/**
 * Options that name what is read or made. Of any other the last one given counts, so that a script can be overruled; but
 * who asks for two files or two formats wants both.
 */
const single: Readonly<Record<string, 'read' | 'written'>> = {
  input: 'read',
  labels: 'read',
  format: 'written',
  output: 'written',
};

/** Makes a command that reads one file refuse a second `--input`: the first would be left out of what is made, and nobody told. */
export function onlyOnce(command: Command): Command {
  for (const option of command.options) {
    const done = option.variadic ? undefined : single[option.attributeName()];
    if (done === undefined) continue;
    let given = 0;
    command.on(`option:${option.name()}`, () => {
      given++;
      if (given === 1) return;
      command.error(`error: ${option.long} was given twice, and one is ${done}. ${insteadOf[done]}.`);
    });
  }
  return command;
}

const insteadOf = { written: 'Run the command once for each', read: 'Join the files into one' };

/**
 * Names an option that there is none of, before the command asks for those that are missing: who wrote `--inptu` did give
 * an input.
 */
export function refuseUnknown(command: Command, words: readonly string[]): void {
  const known = [...command.options.flatMap(({ long }) => long ?? []), '--help'];
  for (const word of words) {
    if (word === '--') return;
    const name = word.replace(/=.*/, '');
    if (!name.startsWith('--') || known.includes(name)) continue;
    const meant = nearest(name, known);
    command.error(`error: unknown option '${name}'${meant === undefined ? '' : `\n(Did you mean ${meant}?)`}`);
  }
}
