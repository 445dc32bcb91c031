import type { ObjectStore, ObjectWriter } from '../object-store.ts';
import type { Slice } from '../words.ts';

const pieceBytes = 1024 * 1024;

/** A file of rows of bytes, all as long, while it is written: no more than a piece of it in memory. */
export class VectorFile {
  readonly #key: string;
  readonly #writer: ObjectWriter;
  #piece = new Uint8Array(pieceBytes);
  #filled = 0;
  #bytes = 0;

  constructor(store: ObjectStore, key: string) {
    this.#key = key;
    this.#writer = store.writer(key, 'application/octet-stream');
  }

  async add(row: Uint8Array): Promise<void> {
    if (this.#filled + row.length > this.#piece.length) await this.#flush();
    this.#piece.set(row, this.#filled);
    this.#filled += row.length;
  }

  async #flush(): Promise<void> {
    const piece = this.#piece.subarray(0, this.#filled);
    // Not the same buffer again: a writer may keep what it was given until it is sent.
    this.#piece = new Uint8Array(pieceBytes);
    this.#filled = 0;
    this.#bytes += piece.length;
    await this.#writer.write(piece);
  }

  /** @returns the whole of the file */
  async close(): Promise<Slice> {
    if (this.#filled > 0) await this.#flush();
    await this.#writer.close();
    return { key: this.#key, start: 0, end: this.#bytes };
  }

  abort(): Promise<void> {
    return this.#writer.abort();
  }
}
