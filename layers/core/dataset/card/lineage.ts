import * as z from 'zod';
import { type ObjectStore, readText } from '../object-store.ts';

/** Which dataset the lake made last, and which one before it. */
const lastKey = 'runs/last-dataset.json';
const lastSchema = z.object({ id: z.string(), parent: z.string().nullable() });

async function readLast(store: Pick<ObjectStore, 'open'>) {
  const text = await readText(store, lastKey);
  return text === undefined ? undefined : lastSchema.parse(JSON.parse(text));
}

/** The dataset that the lake has made last; null when it has made none yet. */
export const lastDataset = async (store: Pick<ObjectStore, 'open'>): Promise<string | null> =>
  (await readLast(store))?.id ?? null;

/**
 * The dataset that comes before the one given; null when the lake has made no other yet. A state that is tried again
 * gets the same answer, though the dataset itself is the last one by then.
 */
export async function parentOf(store: Pick<ObjectStore, 'open'>, id: string): Promise<string | null> {
  const last = await readLast(store);
  if (last === undefined) return null;
  return last.id === id ? last.parent : last.id;
}

/** From now on the dataset is the last one that the lake has made. */
export const rememberLast = (store: Pick<ObjectStore, 'put'>, last: z.infer<typeof lastSchema>): Promise<void> =>
  store.put(lastKey, JSON.stringify(last), 'application/json');
