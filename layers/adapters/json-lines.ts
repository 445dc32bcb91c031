import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

/** One JSON value a line, in UTF-8. */
export const toJsonLines = (values: readonly unknown[]): Uint8Array =>
  Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(''));

/** The same, compressed; the same values give the same bytes. */
export const toGzippedJsonLines = (values: readonly unknown[]): Promise<Uint8Array> => compress(toJsonLines(values));
