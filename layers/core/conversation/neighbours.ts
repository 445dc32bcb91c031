import { type Image, type KeyValue, keyValue, readMessage } from './image.ts';
import type { MessageMapping } from './mapping.ts';
import type { MessageTable } from './message-table.ts';
import type { Slot } from './pairing.ts';

/** A message and where it stands in its conversation. */
export interface Placed {
  readonly position: KeyValue;
  readonly message: Slot;
}

/** Reads up to `need` messages beside a position, the nearest first; what is ignored does not count. */
export const neighbours =
  (mapping: MessageMapping, table: MessageTable) =>
  async (side: 'before' | 'after', key: KeyValue, position: KeyValue, need: number): Promise<Placed[]> => {
    const found: Placed[] = [];
    let from = position;
    while (found.length < need) {
      const limit = need - found.length;
      const page: readonly Image[] = await table[side](key, from, limit);
      for (const image of page) {
        const at = keyValue(image, mapping.attributes.sortKey);
        if (at === undefined) return found;
        from = at;
        const read = readMessage(image, image, mapping);
        if (read !== 'ignored') found.push({ position: at, message: typeof read === 'string' ? null : read });
      }
      if (page.length < limit) break;
    }
    return found;
  };
