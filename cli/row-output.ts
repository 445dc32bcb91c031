import { once } from 'node:events';
import { createWriteStream, rmSync } from 'node:fs';
import { access, constants, realpath, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { many } from '../layers/core/many.ts';
import { cannotWrite } from './unusable-file.ts';

/** Rows that are written; a file has its name only when it is complete. */
export interface RowOutput {
  readonly written: () => number;
  /** @throws UnusableFile such as where a disk is full */
  write(row: unknown): Promise<void>;
  close(): Promise<void>;
  /** Nothing of it stays, and what was there before does. */
  abort(): Promise<void>;
}

/** Also by another name or a link; false when one is not there yet. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((path) => stat(path).catch(() => undefined)));
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

/** Where a file is written until it is complete; at once a device, a pipe, or a file whose folder is closed to us. */
async function placeFor(path: string) {
  // What a link leads to is replaced, not the link.
  const target = await realpath(path).catch(() => path);
  const found = await stat(target).catch(() => undefined);
  const unfinished = `${target}.unfinished`;
  if (found === undefined) return { target, place: unfinished };
  // Who may not write to the file may not replace it.
  await access(target, constants.W_OK);
  const folderIsOpen = await access(dirname(target), constants.W_OK).then(
    () => true,
    () => false,
  );
  const mode = found.mode & 0o777;
  return { target, place: found.isFile() && folderIsOpen ? unfinished : target, mode };
}

/** Says how far it came when somebody ends it. @returns what stops listening */
function onInterrupt(said: () => string, undo: () => void): () => void {
  const listen = (signal: 'SIGINT' | 'SIGTERM', code: number) => {
    const listener = () => {
      undo();
      process.stderr.write(`\n${said()}\n`);
      process.exit(code);
    };
    process.once(signal, listener);
    return () => process.off(signal, listener);
  };
  const stops = [listen('SIGINT', 130), listen('SIGTERM', 143)];
  return () => {
    for (const stop of stops) stop();
  };
}

const lineOf = (row: unknown): string => `${JSON.stringify(row)}\n`;

function standardOutput(): RowOutput {
  let written = 0;
  const stop = onInterrupt(
    () => `Ended after ${many(written, 'row')}.`,
    () => {},
  );
  return {
    written: () => written,
    async write(row) {
      written++;
      // What goes wrong with it is told by a listener for all commands.
      if (!process.stdout.write(lineOf(row))) await once(process.stdout, 'drain');
    },
    close: async () => stop(),
    abort: async () => stop(),
  };
}

async function file(path: string): Promise<RowOutput> {
  const { target, place, mode } = await placeFor(path);
  const stream = createWriteStream(place, mode === undefined ? {} : { mode });
  await once(stream, 'open');
  const refuse = (error: unknown): never => {
    throw cannotWrite(path, error);
  };
  let failed: unknown;
  stream.on('error', (error) => (failed ??= error));
  let written = 0;
  const isReplaced = place !== target;
  const remove = () => {
    if (isReplaced) rmSync(place, { force: true });
  };
  const stop = onInterrupt(
    () => `Ended after ${many(written, 'row')}${isReplaced ? `; ${path} was not written` : ''}.`,
    remove,
  );
  return {
    written: () => written,
    async write(row) {
      if (failed !== undefined) throw cannotWrite(path, failed);
      written++;
      if (!stream.write(lineOf(row))) await once(stream, 'drain').catch(refuse);
    },
    async close() {
      stream.end();
      await finished(stream).catch(refuse);
      if (isReplaced) await rename(place, target).catch(refuse);
      stop();
    },
    async abort() {
      stop();
      stream.destroy();
      remove();
    },
  };
}

/** Opens a file, or `-` for standard output. @throws UnusableFile */
export async function openOutput(path: string): Promise<RowOutput> {
  if (path === '-') return standardOutput();
  return file(path).catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
}
