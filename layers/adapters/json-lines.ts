import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

/** One JSON value a line, in UTF-8: the values' lines are encoded one by one, for a joined string would be copied. */
export function toJsonLines(values: readonly unknown[]): Uint8Array {
  let buffer = Buffer.allocUnsafe(64 * 1024);
  let used = 0;
  for (const value of values) {
    const line = JSON.stringify(value);
    // A UTF-16 unit takes three bytes at most in UTF-8.
    const most = line.length * 3 + 1;
    if (used + most > buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, used + most));
      buffer.copy(larger, 0, 0, used);
      buffer = larger;
    }
    used += buffer.write(line, used);
    buffer[used++] = 10;
  }
  return buffer.subarray(0, used);
}

/** The same, compressed; the same values give the same bytes. */
export const toGzippedJsonLines = (values: readonly unknown[]): Promise<Uint8Array> => compress(toJsonLines(values));
