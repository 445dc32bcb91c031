#!/usr/bin/env node
import { Command } from 'commander';
import { RetryableError, TerminalError } from '../layers/core/errors.ts';
import { assembleCommand } from './assemble/command.ts';
import { calibrateCommand } from './calibrate.ts';
import { exportCommand } from './export.ts';
import { onlyOnce } from './once.ts';
import { redactCommand } from './redact.ts';
import { scoreCommand } from './score.ts';
import { validateCommand } from './validate.ts';

const program = new Command('reflectwithin')
  .description('Scores, redacts and prepares conversations for fine-tuning, with the same code as the deployed stack.')
  .addCommand(onlyOnce(scoreCommand()))
  .addCommand(onlyOnce(redactCommand()))
  .addCommand(onlyOnce(assembleCommand()))
  .addCommand(onlyOnce(exportCommand()))
  .addCommand(onlyOnce(validateCommand()))
  .addCommand(onlyOnce(calibrateCommand()))
  .showHelpAfterError('(--help shows what there is)');

// A reader that has seen enough, such as head, closes the pipe: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`Standard output cannot be written: ${error.message}\n`);
  process.exit(1);
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof TerminalError || error instanceof RetryableError)) throw error;
  process.stderr.write(`${error.name}: ${error.message}\n`);
  process.exitCode = 1;
}
