import type { Command } from 'commander';

/** Options that name what is read. Of any other the last one given counts, so that a script can be overruled. */
const read: readonly string[] = ['input', 'labels'];

/** Makes a command refuse a second `--input`: the first would be left out of what is made, and nobody told. */
export function onlyOnce(command: Command): Command {
  for (const option of command.options.filter((option) => read.includes(option.attributeName()))) {
    let given = 0;
    command.on(`option:${option.name()}`, () => {
      given++;
      if (given === 1) return;
      const instead =
        command.name() === 'assemble' ? 'Name a folder with all the files in it' : 'Join the files into one';
      command.error(`error: ${option.long} was given twice, and one is read. ${instead}.`);
    });
  }
  return command;
}
