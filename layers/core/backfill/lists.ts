import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { ObjectStore } from '../dataset/object-store.ts';
import { readEach, readWork, workPrefix } from '../dataset/work.ts';

/**
 * What may not train of a share of the table, by what that says. An erasure leaves these lists alone: there is no text in
 * them, and nobody's pseudonym.
 *
 * - `out`: ids of exchanges, and of conversations of which nothing may.
 * - `unlessAsked`: ids of exchanges that may where their question has these digits, see `digitsOf`.
 */
const listSchema = z.object({
  out: z.array(z.string()).readonly(),
  unlessAsked: z.array(z.tuple([z.string(), z.string()]).readonly()).readonly(),
});
export type NotAllowedList = Readonly<z.infer<typeof listSchema>>;
const keysSchema = z.array(z.string()).readonly();

const folder = (runId: string) => `${workPrefix(runId)}backfill/`;
const listKey = (runId: string, share: number) => `${folder(runId)}${share}.json`;
const shardsKey = (runId: string) => `${folder(runId)}shards.json`;
/** Whether a key of `work/` is of a backfill. */
export const isOfBackfill = (runId: string, key: string): boolean => key.startsWith(folder(runId));

/** Where shards of exchanges lie. */
const shards = 'exchanges/v=1/';

/** Enough to tell one question from another, too few to tell what it is: four hexadecimal digits. */
export const digitsOf = (question: string): string => createHash('sha256').update(question).digest('hex').slice(0, 4);

/**
 * Writes down which shards there are, before the table is read. Their times would not tell it later: an erasure writes
 * a shard anew.
 */
export async function noteShards(store: Pick<ObjectStore, 'list' | 'put'>, runId: string): Promise<void> {
  const keys: string[] = [];
  for await (const { key } of store.list(shards)) keys.push(key);
  await store.put(shardsKey(runId), JSON.stringify(keys satisfies z.infer<typeof keysSchema>), 'application/json');
}

/** The keys of those, in order. @throws WorkMissing */
export const readShards = (store: ObjectStore, runId: string): Promise<z.infer<typeof keysSchema>> =>
  readWork(store, shardsKey(runId), keysSchema);

/** Writes down what of a share of the table may not train. */
export const noteNotAllowed = (
  store: Pick<ObjectStore, 'put'>,
  runId: string,
  share: number,
  list: NotAllowedList,
): Promise<void> => store.put(listKey(runId, share), JSON.stringify(list), 'application/json');

/** What of the whole table may not train. @throws WorkMissing */
export async function readNotAllowed(store: ObjectStore, runId: string, shares: number) {
  const lists = await readEach({ store, runId, children: shares }, listKey, listSchema);
  return {
    out: new Set(lists.flatMap(({ out }) => out)),
    unlessAsked: new Map(lists.flatMap(({ unlessAsked }) => unlessAsked)),
  };
}
