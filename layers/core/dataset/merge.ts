import { inOrder } from '../bounded.ts';
import { TerminalError } from '../errors.ts';
import { linesOf } from './lines.ts';
import type { ObjectStore } from './object-store.ts';
import { compareLines, type SortedLine } from './sorted-runs.ts';
import { cutUp, type Slice } from './words.ts';

/** Every line of a run begins so; the two are read without reading the rest. */
const lineStart = /^\{"id":"([0-9a-f]{32})","version":"([0-9]{40})"/;
const startLength = 94;

function sortable(bytes: Buffer): SortedLine {
  const [, id, version] = lineStart.exec(bytes.toString('latin1', 0, startLength)) ?? [];
  if (id === undefined || version === undefined) throw new TerminalError('A work file is damaged. Start a new run.');
  return { id, version, line: bytes.toString('utf8') };
}

/**
 * Reads an object piece by piece, the next one while this one is worked on. A merge takes long over each piece,
 * and a connection that waits so long is cut: so each piece is a request of its own.
 */
export const piecesOf = (store: ObjectStore, slice: Slice, pieceBytes: number): AsyncGenerator<Uint8Array> =>
  inOrder(cutUp(slice, pieceBytes), 2, ({ key, start, end }) => store.range(key, start, end));

/** How many bytes to read at once, so that all runs together stay within the memory (64 MiB, two pieces each). */
export const pieceBytesFor = (runs: number): number =>
  Math.min(1024 * 1024, Math.max(64 * 1024, Math.floor((32 * 1024 * 1024) / Math.max(1, runs))));

/** The place in one run. */
class Cursor {
  readonly #batches: AsyncIterator<Buffer[]>;
  #lines: Buffer[] = [];
  #next = 0;
  current: SortedLine | undefined;

  constructor(batches: AsyncIterator<Buffer[]>) {
    this.#batches = batches;
  }

  /** @returns a promise only when a piece must be read first */
  advance(): Promise<void> | undefined {
    const bytes = this.#lines[this.#next];
    if (bytes === undefined) return this.#refill();
    this.#next++;
    this.current = sortable(bytes);
    return undefined;
  }

  async #refill(): Promise<void> {
    const { value, done } = await this.#batches.next();
    this.current = undefined;
    if (done === true) return;
    this.#lines = value;
    this.#next = 0;
    await this.advance();
  }
}

/** Moves the cursor at `at` down until no child comes before it. */
function sink(heap: Cursor[], at: number): void {
  const before = (a: Cursor | undefined, b: Cursor | undefined): boolean =>
    a?.current !== undefined && (b?.current === undefined || compareLines(a.current, b.current) < 0);
  let hole = at;
  for (;;) {
    const [left, right] = [2 * hole + 1, 2 * hole + 2];
    const child = before(heap[right], heap[left]) ? right : left;
    const [up, down] = [heap[child], heap[hole]];
    if (up === undefined || down === undefined || !before(up, down)) return;
    heap[hole] = up;
    heap[child] = down;
    hole = child;
  }
}

/**
 * The second half of an external merge sort: the lines of all runs, or of a slice of each, in one order, as if they
 * had been one run. Memory: two pieces of each, however long they are.
 */
export async function* mergeRuns(
  store: ObjectStore,
  runs: readonly Slice[],
  pieceBytes: number = pieceBytesFor(runs.length),
): AsyncGenerator<SortedLine> {
  const heap = runs.map((run) => new Cursor(linesOf(piecesOf(store, run, pieceBytes))));
  await Promise.all(heap.map((cursor) => cursor.advance()));
  for (let at = Math.floor(heap.length / 2) - 1; at >= 0; at--) sink(heap, at);
  for (;;) {
    const first = heap[0];
    if (first?.current === undefined) return;
    yield first.current;
    const reading = first.advance();
    if (reading !== undefined) await reading;
    sink(heap, 0);
  }
}
