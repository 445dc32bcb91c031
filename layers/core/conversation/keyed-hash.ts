import { hash } from 'node:crypto';

/** Bytes that SHA-256 takes at a time, and bytes that it gives. */
const [block, digest] = [64, 32];
/** Room for the text of most ids. */
const usual = 1024;

/** The key, as long as a block, with each byte changed, and room after it. */
function padded(key: Buffer, by: number, room: number): Buffer {
  const pad = Buffer.alloc(block + room);
  key.copy(pad);
  for (let at = 0; at < block; at++) pad[at] = (pad[at] ?? 0) ^ by;
  return pad;
}

/**
 * HMAC with SHA-256 (RFC 2104), as `createHmac` gives it. That makes a stream for each text, which takes several times
 * as long as the hashing of an id.
 *
 * @param key of any length
 * @returns gives 64 hex digits for a text, read as UTF-8
 */
export function keyedHash(key: string): (text: string) => string {
  const bytes = Buffer.from(key, 'utf8');
  const secret = bytes.length > block ? hash('sha256', bytes, 'buffer') : bytes;
  const inner = padded(secret, 0x36, usual);
  const outer = padded(secret, 0x5c, digest);
  const innerWith = (text: string): Buffer =>
    // A unit has three bytes at most.
    3 * text.length > usual
      ? Buffer.concat([inner.subarray(0, block), Buffer.from(text, 'utf8')])
      : inner.subarray(0, block + inner.write(text, block, 'utf8'));
  return (text) => {
    outer.write(hash('sha256', innerWith(text), 'binary'), block, 'binary');
    return hash('sha256', outer, 'hex');
  };
}
