import { gunzipped } from '../dataset/gunzip.ts';

/** Unpacks an object where its name says that it is packed. Damage is thrown after what came before it. */
export const unpacked = (key: string, body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> =>
  key.endsWith('.gz') ? gunzipped(body) : body;

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
