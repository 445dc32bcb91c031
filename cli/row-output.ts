import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, createWriteStream, fchmodSync, openSync, rmSync } from 'node:fs';
import { access, constants, readlink, realpath, rename, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { many } from '../layers/core/many.ts';
import { onInterrupt } from './interrupt.ts';
import { cannotWrite, UnusableFile } from './unusable-file.ts';

/** Rows that are written; a file has its name only when it is complete. */
interface RowOutput {
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

/** What a link leads to, and a link that it leads to, though nothing is there yet. */
async function endOfLinks(path: string): Promise<string> {
  const next = await readlink(path).catch(() => undefined);
  return next === undefined ? path : endOfLinks(resolve(await realpath(dirname(path)), next));
}

/**
 * Where a file is written until it is complete: beside it, under a name that nobody else has, two runs at once neither.
 * What cannot be replaced is written at once: a device, a pipe, or a file whose folder is closed to us.
 */
async function placeFor(path: string) {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found?.isDirectory()) throw new UnusableFile(`${path} is a folder. Give a file in it.`);
  // What a link leads to is replaced, not the link.
  const target = found?.isFile() === false ? path : await (found ? realpath(path) : endOfLinks(path));
  const folder = dirname(target);
  if (!(await stat(folder).catch(() => undefined)))
    throw new UnusableFile(`There is no folder ${folder}. Make it first.`);
  const unfinished = `${target}.${randomBytes(6).toString('hex')}.unfinished`;
  if (found === undefined) return { target, place: unfinished };
  // Who may not write to the file may not replace it.
  await access(target, constants.W_OK);
  const folderIsOpen = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
  return { target, place: found.isFile() && folderIsOpen ? unfinished : target, mode: found.mode & 0o777 };
}

/** A new file with exactly these rights, whatever rights this process withholds; those of any new file when left out. */
function createdFile(path: string, mode: number | undefined): number {
  const file = openSync(path, 'wx', mode);
  if (mode === undefined) return file;
  try {
    fchmodSync(file, mode);
    return file;
  } catch (error) {
    closeSync(file);
    rmSync(path, { force: true });
    throw error;
  }
}

const lineOf = (row: unknown): string => `${JSON.stringify(row)}\n`;

function standardOutput(): RowOutput {
  let written = 0;
  const stop = onInterrupt(() => `Ended after ${many(written, 'row')}.`);
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
  const isReplaced = place !== target;
  const sink = createWriteStream(place, isReplaced ? { fd: createdFile(place, mode) } : {});
  // A file was made already, and is listened for in the same moment: whenever somebody ends the command it goes.
  if (!isReplaced) await once(sink, 'open');
  const refuse = (error: unknown): never => {
    throw cannotWrite(path, error);
  };
  const gzip = path.endsWith('.gz') ? createGzip() : undefined;
  const stream = gzip ?? sink;
  const ended = gzip ? pipeline(gzip, sink) : finished(sink);
  let failed: unknown;
  ended.catch((error) => (failed ??= error));
  let written = 0;
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
      await ended.catch(refuse);
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

/** Opens a file, packed with gzip where its name ends in `.gz`, or `-` for standard output. @throws UnusableFile */
export async function openOutput(path: string): Promise<RowOutput> {
  if (path === '-') return standardOutput();
  if (path === '') throw new UnusableFile('The output has no name. Give a file, or - for standard output.');
  return file(path).catch((error: unknown) => {
    throw error instanceof UnusableFile ? error : cannotWrite(path, error);
  });
}
