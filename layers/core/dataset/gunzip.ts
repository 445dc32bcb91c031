import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Unpacks gzip while it comes. Damage is thrown after what came before it. */
export function gunzipped(packed: AsyncIterable<Uint8Array>): Readable {
  const source = Readable.from(packed, { objectMode: false });
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  gunzip.on('close', () => source.destroy());
  return source.pipe(gunzip);
}

/** How packed bytes are damaged, or that they end too soon, by zlib's code; '' for any other error: a failing store. */
export const damageOf = (error: unknown): string =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  typeof error.code === 'string' &&
  error.code.startsWith('Z_')
    ? error.code
    : '';
