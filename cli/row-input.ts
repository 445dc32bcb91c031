import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
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

/** By its byte order mark, or by the zero that half of each plain letter is. */
const isUtf16 = ([one, two]: Uint8Array): boolean =>
  (one === 0xff && two === 0xfe) || (one === 0xfe && two === 0xff) || (one === 0) !== (two === 0);

/** "PK", as archives and Excel's files begin. */
const isZip = (piece: Uint8Array): boolean => [0x50, 0x4b, 3, 4].every((byte, at) => piece[at] === byte);

/** What bytes are that begin so, where they are no rows: the end of a sentence. */
function otherThanRows(first: Uint8Array): string | undefined {
  if (isUtf16(first)) return 'is UTF-16 text, and UTF-8 is wanted: save it anew, or use iconv -f UTF-16 -t UTF-8.';
  if (isZip(first))
    return 'is a ZIP archive or a file of Excel, and JSON Lines are wanted: unpack it, or save it as such.';
  return undefined;
}

async function* checked(bytes: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  try {
    for await (const piece of bytes) {
      const what = isFirst ? otherThanRows(piece) : undefined;
      if (what !== undefined) throw new UnusableFile(`${name} ${what}`);
      isFirst = false;
      yield piece;
    }
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
