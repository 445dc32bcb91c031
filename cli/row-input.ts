import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { checkedBytes } from '../layers/adapters/input/file-kind.ts';
import { unpacked } from '../layers/adapters/input/text.ts';
import { TerminalError } from '../layers/core/errors.ts';
import { cannotRead, UnusableFile } from './unusable-file.ts';

/** What to call what is read, where a sentence begins. */
export const inputName = (path: string): string => (path === '-' ? 'Standard input' : path);

/** A file of rows, or standard input. */
interface RowInput {
  /** For messages. */
  readonly name: string;
  /** Bytes as they lie on the disk; undefined where nobody can say. */
  readonly size: number | undefined;
  /** Of these, how many were read by now. */
  readonly bytesRead: () => number;
  /** Unpacked. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** @returns the bytes of the file, where it has a size. @throws UnusableFile */
export async function checkInput(path: string): Promise<number | undefined> {
  if (path === '-') return undefined;
  if (path === '') throw new UnusableFile('The input has no name. Give a JSON Lines file, or - for standard input.');
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw cannotRead(path, error);
  });
  if (!found) throw new UnusableFile(`There is no file ${path}. Give a JSON Lines file, or - for standard input.`);
  if (found.isDirectory()) throw new UnusableFile(`${path} is a folder. Give a JSON Lines file in it.`);
  if (found.isFile() && found.size === 0) throw new UnusableFile(`${path} is empty: it has no row to read.`);
  return found.isFile() ? found.size : undefined;
}

async function* checked(bytes: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* checkedBytes(bytes, name, 'JSON Lines are');
  } catch (error) {
    throw error instanceof TerminalError ? error : cannotRead(name, error);
  }
}

/** Opens rows, packed with gzip or not. @throws UnusableFile, InputError; some not before they are read */
export async function openInput(path: string): Promise<RowInput> {
  const size = await checkInput(path);
  const name = inputName(path);
  let bytesRead = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    const stream: AsyncIterable<Uint8Array> =
      path === '-' ? process.stdin : createReadStream(path, { highWaterMark: 1 << 18 });
    for await (const piece of stream) {
      bytesRead += piece.length;
      yield piece;
    }
  }
  return { name, size, bytesRead: () => bytesRead, bytes: checked(unpacked(counted(), name), name) };
}
