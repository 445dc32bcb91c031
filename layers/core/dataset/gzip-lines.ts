import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ObjectWriter } from './object-store.ts';

/** UTF-16 units: a hand-over to the compressor for each line would cost more than compressing it. */
const pieceLength = 64 * 1024;

async function* encoded(values: AsyncIterable<unknown> | Iterable<unknown>): AsyncGenerator<string> {
  let text = '';
  for await (const value of values) {
    text += `${JSON.stringify(value)}\n`;
    if (text.length < pieceLength) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

/**
 * Writes values as gzipped JSON lines while they come, a piece of them in memory; then closes the object. The same
 * values give the same bytes.
 *
 * @throws whatever the values or the writer throw, as it was thrown; then there is no object
 */
export async function writeGzipLines(
  writer: ObjectWriter,
  values: AsyncIterable<unknown> | Iterable<unknown>,
): Promise<void> {
  // A Writable and no `for await`: leaving that would destroy the compressor with an error of its own.
  const sink = new Writable({
    write: (piece, _, done) => {
      writer.write(piece).then(() => done(), done);
    },
  });
  try {
    await pipeline(encoded(values), createGzip(), sink);
    await writer.close();
  } catch (error) {
    await Promise.allSettled([writer.abort()]);
    throw error;
  }
}
