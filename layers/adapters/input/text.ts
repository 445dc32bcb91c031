import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { BegunText } from './begun-text.ts';
import { checkedBytes } from './file-kind.ts';
import { InputError } from './input-error.ts';

/** @throws InputError `InputNotFound`, `InputIsFolder`, `InputIsNoFile`, `InputEmpty`, `InputUnreadable` */
export async function checkFile(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT')
      throw new InputError('InputNotFound', `There is no file ${path}. Check the path after --input.`);
    throw new InputError('InputUnreadable', `${path} cannot be read: ${String(error)}`, { cause: error });
  });
  if (found.isDirectory()) {
    throw new InputError('InputIsFolder', `${path} is a folder. Name one JSONL or CSV file in it.`);
  }
  if (!found.isFile()) {
    throw new InputError('InputIsNoFile', `${path} is no ordinary file. It is read twice: write it to a file first.`);
  }
  if (found.size === 0) {
    throw new InputError('InputEmpty', `${path} is empty. Give a file with at least one conversation.`);
  }
}

const beginsAsGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Whether a file begins as gzip does, whatever it is called. */
export async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0).finally(() => file.close());
  return bytesRead === 2 && beginsAsGzip(buffer);
}

/** The first two bytes of a stream at least, if it has so many; and all of it. */
async function begun(stream: AsyncIterable<Uint8Array>) {
  const pieces = stream[Symbol.asyncIterator]();
  let first = Buffer.alloc(0);
  while (first.length < 2) {
    const { done, value } = await pieces.next();
    if (done) break;
    first = Buffer.concat([first, value]);
  }
  const all = async function* (): AsyncGenerator<Uint8Array> {
    if (first.length > 0) yield first;
    yield* { [Symbol.asyncIterator]: () => pieces };
  };
  return { first, all: all() };
}

/**
 * Bytes, unpacked where they begin as gzip does.
 *
 * @param name of what is read, for the errors
 * @throws InputError `InputBrokenGzip`
 */
export async function* unpacked(stream: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const { first, all } = await begun(stream);
  if (!beginsAsGzip(first)) return yield* all;
  const gunzip = createGunzip();
  const packed = pipeline(all, gunzip);
  // Who reads hears of it below; a reader who stops early wants to hear of nothing.
  packed.catch(() => {});
  try {
    yield* gunzip;
  } catch (error) {
    throw new InputError(
      'InputBrokenGzip',
      `${name} is damaged or cut off: it cannot be unpacked whole. Copy it again.`,
      { cause: error },
    );
  }
}

/** The bytes of a file of rows, unpacked where it is gzip. @throws InputError `InputBrokenGzip`, `InputIsNoText` */
export const bytesOf = (path: string, name = path): AsyncGenerator<Uint8Array> =>
  checkedBytes(unpacked(createReadStream(path, { highWaterMark: 1 << 18 }), name), name);

/**
 * The text of a file, piece by piece, unpacked where it is gzip, without a byte order mark.
 *
 * @param name of the file, for the errors
 * @throws InputError `InputBrokenGzip`, `InputIsNoText`; `InputNotUtf8` with the place of the first byte that is not UTF-8; `InputUnreadable`
 */
export async function* textOf(path: string, name = path): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  const decode = (piece?: Uint8Array): string => {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch {
      throw new InputError(
        'InputNotUtf8',
        `${name} is not UTF-8 text (seen after byte ${bytes}). Unpack it if it is compressed otherwise than by gzip; else save it as UTF-8, in Excel as "CSV UTF-8".`,
      );
    }
  };
  try {
    for await (const piece of bytesOf(path, name)) {
      yield decode(piece);
      bytes += piece.length;
    }
    yield decode();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError('InputUnreadable', `${name} cannot be read: ${String(error)}`, { cause: error });
  }
}

interface Line {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
  /** False for a last line that no line feed ends. */
  readonly ended: boolean;
  /** The text is left out. */
  readonly isTooLong: boolean;
}

/**
 * The lines of a file, blank ones left out, and of one that is longer than any conversation that it is. Each piece is
 * looked through once: gzip gives small ones, and a long line that is put together anew at each of them would cost the
 * square of its length.
 */
export async function* linesOf(path: string, name = path): AsyncGenerator<Line> {
  let begun = new BegunText();
  let number = 0;
  for await (const piece of textOf(path, name)) {
    const [end = '', ...others] = piece.split('\n');
    begun.add(end);
    for (const next of others) {
      number++;
      const line = { number, text: begun.text(), ended: true, isTooLong: begun.isTooLong };
      begun = new BegunText();
      begun.add(next);
      if (line.isTooLong || line.text.trim() !== '') yield line;
    }
  }
  const line = { number: number + 1, text: begun.text(), ended: false, isTooLong: begun.isTooLong };
  if (line.isTooLong || line.text.trim() !== '') yield line;
}
