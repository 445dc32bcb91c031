import { type Image, type KeyValue, keyValue, outlineOf, readMessage } from './image.ts';
import { passesFilter } from './item-filter.ts';
import type { MessageMapping } from './mapping.ts';
import type { MessageTable } from './message-table.ts';
import type { Slot } from './pairing.ts';

/** A message and where it stands in its conversation. */
export interface Placed {
  readonly position: KeyValue;
  readonly message: Slot;
  /** What tells which it is, of one that cannot be read. */
  readonly outline: Slot;
  /** By the filter: it has its place, but is not collected. */
  readonly heldBack: boolean;
}

/** The items that are asked for when those before them were mostly no messages. */
const mostAtOnce = 500;

/**
 * Reads up to `need` messages beside a position, the nearest first; what is ignored does not count, nor what the filter
 * holds back and is no message.
 */
export const neighbours =
  (mapping: MessageMapping, table: MessageTable) =>
  async (side: 'before' | 'after', key: KeyValue, position: KeyValue, need: number): Promise<Placed[]> => {
    const found: Placed[] = [];
    let from = position;
    for (let limit = need; found.length < need; limit = Math.min(mostAtOnce, 4 * limit)) {
      const page: readonly Image[] = await table[side](key, from, limit);
      for (const image of page) {
        const at = keyValue(image, mapping.attributes.sortKey);
        if (at === undefined) return found;
        from = at;
        const read = readMessage(image, image, mapping);
        const heldBack = !passesFilter(image, mapping);
        if (read === 'ignored' || (heldBack && typeof read === 'string')) continue;
        const [message, outline] = typeof read === 'string' ? [null, outlineOf(image, image, mapping)] : [read, null];
        found.push({ position: at, message, outline, heldBack });
      }
      if (page.length < limit) break;
    }
    return found.slice(0, need);
  };
