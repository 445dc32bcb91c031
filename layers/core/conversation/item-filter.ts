import { isObject } from '../json.ts';
import type { Image } from './image.ts';
import type { MessageMapping } from './mapping.ts';

/** Whether the event source lets an item's changes through to the collector: each attribute has one of its values. */
export const passesFilter = (item: Image, { filter }: Pick<MessageMapping, 'filter'>): boolean =>
  Object.entries(filter).every(([name, values]) => {
    const value = item[name];
    return isObject(value) && typeof value['S'] === 'string' && values.includes(value['S']);
  });
