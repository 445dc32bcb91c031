import { closeSync, openSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { TerminalError } from '../layers/core/errors.ts';
import { Children } from './children.ts';
import {
  checkConversations,
  checkRequest,
  collectConversations,
  copyLake,
  type Findings,
  sample,
  train,
} from './demo/demo.ts';
import { inputFiles } from './demo/input-files.ts';
import { reportOf } from './demo/report.ts';
import { summaryOf } from './demo/summary.ts';
import { Interrupted, LocalError } from './errors.ts';
import { makeRunFolder, projectFolder } from './folders.ts';
import { HelpShown, readOptions, type StartOptions, WrongOptions } from './options.ts';
import { createProgress, type Progress } from './progress.ts';
import { howToReach, startLaptop } from './stack/laptop.ts';

/** Tells rather now than after minutes of work. */
function checkWritable(path: string): void {
  try {
    closeSync(openSync(path, 'a'));
  } catch (error) {
    throw new LocalError('SummaryNotWritable', `${path} cannot be written: ${String(error)}. Name another --summary.`);
  }
}

/** The whole demonstration. @returns the exit code */
async function run(options: StartOptions, children: Children, progress: Progress, interrupted: Promise<never>) {
  const began = performance.now();
  const found: Findings = { collected: { shards: 0, exchanges: 0 }, state: {}, files: {} };
  const tell = () => {
    const summary = summaryOf({ ...found, seconds: (performance.now() - began) / 1000 });
    if (options.summary) writeFileSync(options.summary, `${JSON.stringify(summary, null, 2)}\n`);
    return summary;
  };
  try {
    checkRequest(options.request, new Date());
    const files = await inputFiles(options.input ?? [sample], progress);
    const input = await checkConversations(files, progress);
    const folder = makeRunFolder();
    const givenEndpoint = process.env['AWS_ENDPOINT_URL'];
    const laptop = await startLaptop({ children, folder, progress, givenEndpoint });
    found.collected = await collectConversations(laptop, files, input, progress);
    const finished = await train(laptop, options.request, progress, (state) => {
      found.state = state;
    });
    found.state = finished.state;
    found.files = await copyLake(laptop, folder, progress);
    console.log(`\n${reportOf(tell(), projectFolder).join('\n')}\nAll of it   ${relative(projectFolder, folder)}/`);
    if (!finished.succeeded) console.error(`\nThe run failed. ${finished.reason}`);
    if (options.keep) {
      console.error(`\n${howToReach(laptop)}`);
      await interrupted;
    }
    return finished.succeeded ? 0 : 1;
  } catch (error) {
    tell();
    throw error;
  }
}

/** Rejects once the person or the system asks us to stop; a second time ends at once. */
const interruption = (): Promise<never> =>
  new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        reject(new Interrupted(signal));
        process.once(signal, () => process.exit(new Interrupted(signal).exitCode));
      });
    }
    process.once('uncaughtException', reject);
    process.once('unhandledRejection', reject);
  });

function exitCodeFor(error: unknown): number {
  if (error instanceof HelpShown) return 0;
  if (error instanceof Interrupted) {
    console.error('\nStopped.');
    return error.exitCode;
  }
  if (error instanceof WrongOptions) {
    console.error(error.message);
    return 2;
  }
  const told = error instanceof LocalError || error instanceof TerminalError;
  console.error(`\n${told ? `${error.name}: ${error.message}` : String(error)}`);
  if (!told && error instanceof Error) console.error(error.stack);
  return 1;
}

const children = new Children();
const progress = createProgress();
const interrupted = interruption();
let code: number;
try {
  const options = readOptions(process.argv.slice(2));
  if (options.summary) checkWritable(options.summary);
  code = await Promise.race([run(options, children, progress, interrupted), interrupted]);
} catch (error) {
  progress.close();
  code = exitCodeFor(error);
}
await children.stopAll();
process.exit(code);
