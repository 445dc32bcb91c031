import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Unpacks an object where its name says that it is packed. Damage is thrown after what came before it. */
export function unpacked(key: string, body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  if (!key.endsWith('.gz')) return body;
  const source = Readable.from(body, { objectMode: false });
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  gunzip.on('close', () => source.destroy());
  return source.pipe(gunzip);
}

/** Whether an error means that packed bytes are damaged or end too soon; anything else is a failing store. */
export const isDamage = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  typeof error.code === 'string' &&
  error.code.startsWith('Z_');

/** Whether bytes occur in a stream, wherever it is cut into pieces. */
export async function occursIn(pieces: AsyncIterable<Uint8Array>, needle: Buffer): Promise<boolean> {
  let tail = Buffer.alloc(0);
  for await (const piece of pieces) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    if (bytes.includes(needle)) return true;
    const seam = Buffer.concat([tail, bytes.subarray(0, needle.length - 1)]);
    if (seam.includes(needle)) return true;
    tail = Buffer.from(
      bytes.length >= needle.length - 1
        ? bytes.subarray(bytes.length - needle.length + 1)
        : Buffer.concat([tail, bytes]).subarray(-needle.length + 1),
    );
  }
  return false;
}
