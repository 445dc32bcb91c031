#!/usr/bin/env node
import { Command } from 'commander';
import { RetryableError, TerminalError } from '../layers/core/errors.ts';
import { commandsWhere } from './commands.ts';
import { refuseUnknown } from './options.ts';
import { version } from './version.ts';

const program = new Command('reflectwithin')
  .description('Scores, redacts and prepares conversations for fine-tuning, with the same code as the deployed stack.')
  .version(version)
  // Only the command that is asked for has its options: for all of them they would have to be loaded.
  .configureHelp({ subcommandTerm: (command) => command.name() })
  // calibrate has a --version of its own.
  .enablePositionalOptions()
  .hook('preSubcommand', (given, command) => refuseUnknown(command, given.args.slice(1)))
  .showHelpAfterError('(--help shows what there is)');
for (const command of await commandsWhere((name) => process.argv.includes(name))) program.addCommand(command);

// A reader that has seen enough, such as head, closes the pipe: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`Standard output cannot be written: ${error.message}\n`);
  process.exit(1);
});

/** What the operating system refuses, such as a file that is closed to us: its sentence says which, and its place in the code nothing. */
const isOfSystem = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error;

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof TerminalError || error instanceof RetryableError || isOfSystem(error))) throw error;
  process.stderr.write(`${error.name}: ${error.message}\n`);
  process.exitCode = 1;
}
