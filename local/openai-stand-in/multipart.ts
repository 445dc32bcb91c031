import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ApiError } from './http.ts';

/** A form's text fields, and its files, which were written to the disc as they came in. */
interface Form {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, { readonly filename: string; readonly path: string }>;
}

/** Reads bytes up to a mark, holding no more of them than one piece and the mark's length. */
class Cursor {
  readonly #source: AsyncIterator<Buffer>;
  #held: Buffer;

  constructor(source: AsyncIterable<Buffer>, first: Buffer) {
    this.#source = source[Symbol.asyncIterator]();
    this.#held = first;
  }

  async #more(): Promise<void> {
    const { value, done } = await this.#source.next();
    if (done) throw new ApiError(400, 'Could not parse multipart form: it ended too early.');
    this.#held = this.#held.length === 0 ? value : Buffer.concat([this.#held, value]);
  }

  async *upTo(mark: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#held.indexOf(mark);
      if (at >= 0) {
        if (at > 0) yield this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + mark.length);
        return;
      }
      // The mark may have begun in the last bytes held.
      const sure = this.#held.length - mark.length + 1;
      if (sure > 0) {
        yield this.#held.subarray(0, sure);
        this.#held = this.#held.subarray(sure);
      }
      await this.#more();
    }
  }

  async text(mark: Buffer): Promise<string> {
    const pieces: Buffer[] = [];
    for await (const piece of this.upTo(mark)) pieces.push(piece);
    return Buffer.concat(pieces).toString('utf8');
  }

  async take(length: number): Promise<string> {
    while (this.#held.length < length) await this.#more();
    const taken = this.#held.subarray(0, length).toString('latin1');
    this.#held = this.#held.subarray(length);
    return taken;
  }
}

/**
 * Reads `multipart/form-data` as a stream: a file of any size goes to the disc piece by piece.
 *
 * @param newPath where the next file is to be written
 * @throws ApiError 400 when the body is no such form, or ends before its last boundary
 */
export async function readForm(
  source: AsyncIterable<Buffer>,
  contentType: string | undefined,
  newPath: () => string,
): Promise<Form> {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(contentType ?? '')?.[1];
  if (boundary === undefined) throw new ApiError(400, 'Could not parse multipart form: no boundary in Content-Type.');
  const fields = new Map<string, string>();
  const files = new Map<string, { filename: string; path: string }>();
  const cursor = new Cursor(source, Buffer.from('\r\n'));
  const mark = Buffer.from(`\r\n--${boundary}`);
  const headEnd = Buffer.from('\r\n\r\n');
  await cursor.text(mark);
  while ((await cursor.take(2)) !== '--') {
    const head = await cursor.text(headEnd);
    const name = /\bname="([^"]*)"/i.exec(head)?.[1] ?? '';
    const filename = /\bfilename="([^"]*)"/i.exec(head)?.[1];
    if (filename === undefined) {
      fields.set(name, await cursor.text(mark));
    } else {
      const path = newPath();
      await pipeline(Readable.from(cursor.upTo(mark), { objectMode: false }), createWriteStream(path));
      files.set(name, { filename, path });
    }
  }
  return { fields, files };
}
