import { createHash } from 'node:crypto';
import type { ObjectWriter } from './object-store.ts';

/** What a file turned out to be. */
export interface WrittenFile {
  readonly lines: number;
  readonly bytes: number;
  /** 64 hex digits. */
  readonly sha256: string;
}

/** A file of lines while it is written: counted and hashed on the way, no more than a piece of it in memory. */
export interface LineSink {
  add(line: string): Promise<void> | undefined;
  close(): Promise<WrittenFile>;
  abort(): Promise<void>;
}

/** Handing over single lines would cost more than writing them. */
const pieceLength = 256 * 1024;

export function createSink(writer: ObjectWriter): LineSink {
  const hash = createHash('sha256');
  let [text, lines, bytes] = ['', 0, 0];
  const flush = async () => {
    const piece = Buffer.from(text, 'utf8');
    text = '';
    bytes += piece.byteLength;
    hash.update(piece);
    await writer.write(piece);
  };
  return {
    add(line) {
      lines++;
      text += line;
      text += '\n';
      return text.length < pieceLength ? undefined : flush();
    },
    async close() {
      if (text !== '') await flush();
      await writer.close();
      return { lines, bytes, sha256: hash.digest('hex') };
    },
    abort: () => writer.abort(),
  };
}
