import type { ObjectStore } from './object-store.ts';
import { rangeOf } from './ranges.ts';
import { createSink } from './sink.ts';
import type { Slice } from './words.ts';

/** A line with what it is sorted by. */
export interface SortedLine {
  readonly id: string;
  readonly version: string;
  /** The line itself, without its line feed. */
  readonly line: string;
}

/**
 * By id, then the highest version first; of one version that says two things, the smaller text first. So the
 * first line of an id is the one that counts, whatever the order in which the lines came.
 */
export function compareLines(a: SortedLine, b: SortedLine): number {
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  if (a.version !== b.version) return a.version > b.version ? -1 : 1;
  return a.line < b.line ? -1 : a.line > b.line ? 1 : 0;
}

/** A sorted file of lines: one of many that are merged later. */
interface SortedRun {
  readonly key: string;
  readonly bytes: number;
  /** Where each range of ids starts: `range` stands between the bytes `offsets[range]` and `offsets[range + 1]`. */
  readonly offsets: number[];
}

/** What of a sorted run is to be read: bytes `start` to `end`, the last not included. */
export const sliceOf = ({ key, offsets }: SortedRun, range: number): Slice => ({
  key,
  start: offsets[range] ?? 0,
  end: offsets[range + 1] ?? 0,
});

/** 16 MiB of characters are sorted in memory at once, with some 100 MiB of heap; more becomes another run. */
export const runLimit = 16 * 1024 * 1024;

/**
 * The first half of an external merge sort: takes lines in any order and writes sorted runs.
 * However many lines come, no more than `limit` characters of them are in memory.
 */
export class SortedRuns {
  readonly #store: ObjectStore;
  readonly #keyOf: (run: number) => string;
  readonly #ranges: number;
  readonly #limit: number;
  readonly #runs: SortedRun[] = [];
  #lines: SortedLine[] = [];
  #held = 0;

  /** @param ranges how many equal ranges of ids the runs are read in */
  constructor(store: ObjectStore, keyOf: (run: number) => string, ranges: number, limit: number = runLimit) {
    this.#store = store;
    this.#keyOf = keyOf;
    this.#ranges = ranges;
    this.#limit = limit;
  }

  async add(line: SortedLine): Promise<void> {
    this.#lines.push(line);
    this.#held += line.line.length;
    if (this.#held >= this.#limit) await this.#write();
  }

  async #write(): Promise<void> {
    const key = this.#keyOf(this.#runs.length);
    const sink = createSink(this.#store.writer(key, 'application/jsonl'));
    const offsets = [0];
    let at = 0;
    for (const { id, line } of this.#lines.sort(compareLines)) {
      while (offsets.length <= rangeOf(id, this.#ranges)) offsets.push(at);
      at += Buffer.byteLength(line) + 1;
      const full = sink.add(line);
      if (full !== undefined) await full;
    }
    const { bytes } = await sink.close();
    while (offsets.length <= this.#ranges) offsets.push(at);
    this.#runs.push({ key, bytes, offsets });
    this.#lines = [];
    this.#held = 0;
  }

  /** Writes what is left. @returns the runs, in the order in which they were written */
  async close(): Promise<readonly SortedRun[]> {
    if (this.#lines.length > 0) await this.#write();
    return this.#runs;
  }
}
