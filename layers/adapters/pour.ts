import type { ObjectWriter, Part } from '../core/dataset/object-store.ts';
import { TerminalError } from '../core/errors.ts';

/** Writes objects one after the other: what a store does that cannot join them by itself. @throws TerminalError */
export async function pour(
  read: (key: string) => Promise<AsyncIterable<Uint8Array> | undefined>,
  parts: readonly Part[],
  writer: ObjectWriter,
): Promise<void> {
  try {
    for (const { key } of parts) {
      const body = await read(key);
      if (body === undefined) throw new TerminalError(`${key} is gone.`);
      for await (const piece of body) await writer.write(piece);
    }
    await writer.close();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}
