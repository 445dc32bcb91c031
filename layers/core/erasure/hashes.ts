/** Characters of a keyed hash: 16 bytes in lower-case hexadecimal digits. */
const length = 32;
const quote = 0x22;
const isDigit = new Uint8Array(256);
for (const digit of '0123456789abcdef') isDigit[digit.charCodeAt(0)] = 1;

/**
 * The keyed hashes that a line of JSON names, whatever it calls them, or the one that is the line. A run of 32 digits
 * covers one place of every 32, so only these are looked at: the rest of a line, which is mostly text, is passed over.
 */
export function* hashesIn(line: Buffer): Generator<string> {
  let before = 0;
  for (let at = length - 1; at < line.length; at += length) {
    if (at < before || isDigit[line[at] ?? 0] === 0) continue;
    let start = at;
    while (start > before && isDigit[line[start - 1] ?? 0] === 1) start--;
    let end = at + 1;
    while (end < line.length && isDigit[line[end] ?? 0] === 1) end++;
    before = end;
    if (end - start !== length) continue;
    const isQuoted = start > 0 && line[start - 1] === quote && line[end] === quote;
    if (isQuoted || line.length === length) yield line.toString('latin1', start, end);
  }
}

/** Hashes that are kept until it is known whether anybody wants them. Memory: 16 bytes of each. */
export class KeptHashes {
  readonly #pieces: Buffer[] = [];
  #end = pieceBytes;

  add(hash: string): void {
    if (this.#end === pieceBytes) {
      this.#pieces.push(Buffer.alloc(pieceBytes));
      this.#end = 0;
    }
    this.#end += this.#pieces.at(-1)?.write(hash, this.#end, 'hex') ?? 0;
  }

  *all(): Generator<string> {
    for (const [index, piece] of this.#pieces.entries()) {
      const end = index === this.#pieces.length - 1 ? this.#end : pieceBytes;
      for (let start = 0; start < end; start += 16) yield piece.toString('hex', start, start + 16);
    }
  }
}

const pieceBytes = 1024 * 1024;
