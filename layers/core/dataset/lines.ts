/** Bytes, far more than any line has that we write: half a gigabyte without a line feed must not fill the memory. */
const longestLine = 16 * 1024 * 1024;

/** Whether a line may be cut: what it says is not to be believed, even where it can be read. */
export const isTooLong = (line: Uint8Array): boolean => line.length > longestLine;

const lineFeed = 0x0a;

/**
 * The lines of a byte stream, without their line feeds, as many at once as a piece holds.
 * The last line needs no line feed; an empty one after the last line feed is none. One that is too long is cut at its
 * end, so that it is no JSON, unless a piece holds it whole.
 */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer[]> {
  let rest: Buffer[] = [];
  let restLength = 0;
  for await (const piece of pieces) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, start)) {
      const line = bytes.subarray(start, end);
      lines.push(restLength === 0 ? line : Buffer.concat(restLength > longestLine ? rest : [...rest, line]));
      if (restLength > 0) [rest, restLength] = [[], 0];
      start = end + 1;
    }
    if (start < bytes.length && restLength <= longestLine) {
      rest.push(bytes.subarray(start));
      restLength += bytes.length - start;
    }
    if (lines.length > 0) yield lines;
  }
  if (restLength > 0) yield [Buffer.concat(rest)];
}
