import { mapBounded } from '../bounded.ts';
import type { ObjectStore } from './object-store.ts';
import type { Slice } from './words.ts';

/** A file of rows of bytes, all as long. */
interface RowFile {
  readonly rows: Slice;
  readonly rowBytes: number;
}

/** As much as is asked for at once, and how much that nobody wants is read rather than asked for twice. */
const [pieceBytes, gapBytes] = [4 * 1024 * 1024, 256 * 1024];
const atOnce = 4;

const rowsOf = ({ rows, rowBytes }: RowFile) => (rowBytes === 0 ? 0 : (rows.end - rows.start) / rowBytes);

/** Part of one file, and which of the wanted rows are in it. */
interface Piece extends Slice {
  readonly wanted: { readonly at: number; readonly slot: number }[];
}

/**
 * Some rows out of many files. Memory: the rows, and 16 MiB.
 *
 * @param wanted places of rows, counted through all files in order; each once, in ascending order
 * @returns the rows, one after the other
 */
export async function readRows(
  store: ObjectStore,
  files: readonly RowFile[],
  rowBytes: number,
  wanted: Uint32Array,
): Promise<Uint8Array> {
  const pieces: Piece[] = [];
  let [first, next] = [0, 0];
  for (const file of files) {
    const { key, start, end } = file.rows;
    let piece: { start: number; end: number; wanted: Piece['wanted'] } | undefined;
    for (; next < wanted.length; next++) {
      const at = start + ((wanted[next] ?? 0) - first) * rowBytes;
      if (at >= end) break;
      if (!piece || at - piece.end > gapBytes || at + rowBytes - piece.start > pieceBytes) {
        piece = { start: at, end: at, wanted: [] };
        pieces.push({ key, ...piece });
      }
      piece.end = at + rowBytes;
      piece.wanted.push({ at: at - piece.start, slot: next });
    }
    first += rowsOf(file);
  }
  const found = new Uint8Array(wanted.length * rowBytes);
  await mapBounded(pieces, atOnce, async ({ key, start, wanted: inPiece }) => {
    const end = start + (inPiece.at(-1)?.at ?? 0) + rowBytes;
    const bytes = await store.range(key, start, end);
    for (const { at, slot } of inPiece) found.set(bytes.subarray(at, at + rowBytes), slot * rowBytes);
  });
  return found;
}
