import type { ObjectWriter } from './object-store.ts';

/** A writer that begins when the first bytes come, and leaves no object where none do. */
export function lazy(open: () => ObjectWriter): ObjectWriter {
  let writer: ObjectWriter | undefined;
  return {
    write: (bytes) => {
      writer ??= open();
      return writer.write(bytes);
    },
    close: async () => writer?.close(),
    abort: async () => writer?.abort(),
  };
}
