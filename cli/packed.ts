import { once } from 'node:events';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ObjectWriter } from '../layers/core/dataset/object-store.ts';

/** Packs with gzip what is written, on its way into a file. The same content gives the same bytes. */
export function packed(writer: ObjectWriter): ObjectWriter {
  const gzip = createGzip();
  const file = new Writable({
    write: (piece, _, done) => {
      writer.write(piece).then(() => done(), done);
    },
  });
  const done = pipeline(gzip, file);
  // A failure is told to whoever writes or closes next, and nobody waits for room that never comes.
  const failure = new AbortController();
  done.catch(() => failure.abort());
  return {
    async write(bytes) {
      if (gzip.write(bytes)) return;
      await once(gzip, 'drain', { signal: failure.signal }).catch(() => done);
    },
    async close() {
      gzip.end();
      await done;
      await writer.close();
    },
    async abort() {
      gzip.destroy();
      await writer.abort();
    },
  };
}
