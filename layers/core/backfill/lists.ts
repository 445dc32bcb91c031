import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { ObjectStore } from '../dataset/object-store.ts';
import { readEach, readWork, workPrefix } from '../dataset/work.ts';

/**
 * What may not train of a share of the table, by what that says. An erasure leaves these lists alone: there is no text in
 * them, and nobody's pseudonym.
 *
 * - `out`: ids of exchanges.
 * - `both`: ids of exchanges of which the table says that they may, and that they may not.
 * - `no`: ids of conversations of which an item says that nothing may.
 * - `noMore`: ids of conversations of which an item says nothing any more, and may be of another kind.
 * - `unlessAsked`: ids of exchanges that may where their question has these digits, see `digitsOf`.
 */
const listSchema = z.object({
  out: z.array(z.string()).readonly(),
  both: z.array(z.string()).readonly(),
  no: z.array(z.string()).readonly(),
  noMore: z.array(z.string()).readonly(),
  unlessAsked: z.array(z.tuple([z.string(), z.string()]).readonly()).readonly(),
});
/** `yes`: ids of conversations of which an item allows something. In a file of its own, for most are in it. */
export type NotAllowedList = Readonly<z.infer<typeof listSchema>> & { readonly yes: readonly string[] };
const keysSchema = z.array(z.string()).readonly();

const folder = (runId: string) => `${workPrefix(runId)}backfill/`;
const listKey = (runId: string, share: number) => `${folder(runId)}${share}.json`;
const yesKey = (runId: string, share: number) => `${folder(runId)}${share}-yes.json`;
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
export async function noteNotAllowed(
  store: Pick<ObjectStore, 'put'>,
  runId: string,
  share: number,
  { yes, ...list }: NotAllowedList,
): Promise<void> {
  await store.put(yesKey(runId, share), JSON.stringify(yes satisfies z.infer<typeof keysSchema>), 'application/json');
  await store.put(listKey(runId, share), JSON.stringify(list), 'application/json');
}

/**
 * What of the whole table may not train. Other items may have the id of a conversation that says no, in any share: one
 * that says nothing gives way to one that allows something, and where two contradict each other, neither counts.
 *
 * @returns `out`: ids of exchanges and conversations; `doubted`: ids of both, of which the table says yes and no
 * @throws WorkMissing
 */
export async function readNotAllowed(store: ObjectStore, runId: string, shares: number) {
  const lists = await readEach({ store, runId, children: shares }, listKey, listSchema);
  const no = new Set(lists.flatMap((list) => list.no));
  const out = new Set(lists.flatMap((list) => [...list.out, ...list.no, ...list.noMore]));
  const doubted = new Set(lists.flatMap(({ both }) => both));
  // One after the other: together they may have an id for each conversation of the table.
  const hasConversations = lists.some((list) => list.no.length + list.noMore.length > 0);
  for (let share = 0; hasConversations && share < shares; share++) {
    for (const id of await readWork(store, yesKey(runId, share), keysSchema)) {
      if (no.has(id)) doubted.add(id);
      out.delete(id);
    }
  }
  for (const id of doubted) out.delete(id);
  return { out, doubted, unlessAsked: new Map(lists.flatMap(({ unlessAsked }) => unlessAsked)) };
}
