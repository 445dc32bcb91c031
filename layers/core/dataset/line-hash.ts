import { createHash, hash } from 'node:crypto';
import type { ObjectWriter } from './object-store.ts';
import { createSink, type LineSink, type Written } from './sink.ts';

/** Bytes of the hash of a line: SHA-256. */
export const digestBytes = 32;

/** SHA-256 of a line in UTF-8, without its line feed. */
const digestOf = (line: string): Uint8Array => hash('sha256', line, 'buffer');

/** A whole file, and the hash of it. */
export interface HashedFile extends Written {
  /**
   * SHA-256 over the SHA-256 of each of its lines, in their order: 64 hex digits. That of the bytes could not be had of
   * a file whose parts are written side by side; this one is the same however a file is cut.
   */
  readonly lineHash: string;
}

/** Writes a file and hashes it. */
export function createHashedSink(writer: ObjectWriter): LineSink<HashedFile> {
  const [sink, lineHash] = [createSink(writer), createHash('sha256')];
  return {
    add(line) {
      lineHash.update(digestOf(line));
      return sink.add(line);
    },
    close: async () => ({ ...(await sink.close()), lineHash: lineHash.digest('hex') }),
    abort: () => sink.abort(),
  };
}

/** Digests that are gathered at once: a buffer for each would take three times the memory. */
const piece = 1024 * digestBytes;

/** The hashes of lines, one after the other, for whoever makes one file of many. */
export class Digests {
  readonly #pieces: Uint8Array[] = [];
  #free = 0;

  add(line: string): void {
    if (this.#free === 0) {
      this.#pieces.push(new Uint8Array(piece));
      this.#free = piece;
    }
    this.#pieces.at(-1)?.set(digestOf(line), piece - this.#free);
    this.#free -= digestBytes;
  }

  /** What was added, in pieces. */
  all(): Uint8Array[] {
    return this.#pieces.map((each, i) => (i === this.#pieces.length - 1 ? each.subarray(0, piece - this.#free) : each));
  }
}
