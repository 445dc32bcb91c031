import type { ObjectWriter } from './object-store.ts';

/** What a file turned out to be. */
export interface Written {
  readonly lines: number;
  readonly bytes: number;
}

/** A file of lines while it is written: counted on the way, no more than a piece of it in memory. */
export interface LineSink<Result = Written> {
  add(line: string): Promise<void> | undefined;
  close(): Promise<Result>;
  abort(): Promise<void>;
}

/** Handing over single lines would cost more than writing them. */
const pieceLength = 256 * 1024;

export function createSink(writer: ObjectWriter): LineSink {
  let [text, lines, bytes] = ['', 0, 0];
  const flush = async () => {
    const piece = Buffer.from(text, 'utf8');
    text = '';
    bytes += piece.byteLength;
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
      return { lines, bytes };
    },
    abort: () => writer.abort(),
  };
}
