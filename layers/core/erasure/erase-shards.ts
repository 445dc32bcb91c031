import { once } from 'node:events';
import { createGzip } from 'node:zlib';
import * as z from 'zod';
import { damageOf } from '../dataset/gunzip.ts';
import { linesOf } from '../dataset/lines.ts';
import type { OpenObject } from '../dataset/object-store.ts';
import type { Partition } from '../dataset/plan.ts';
import { parsedAs } from '../json.ts';
import type { ErasableStore } from './erasable-store.ts';
import { eraseFromQuarantine, type Identity } from './erase-pointers.ts';
import { foundPrefix, quarantine, type RoundOf, roundPrefix } from './names.ts';
import { type Found, noteFound, readFound, type ShardsErased } from './papers.ts';
import { occursIn, unpacked } from './search.ts';

const lineSchema = z.object({
  id: z.string().optional(),
  exchange: z.string().optional(),
  conversation: z.string().optional(),
});

interface Rewritten {
  readonly body: Uint8Array;
  readonly removed: readonly Buffer[];
  readonly broken: boolean;
}

/** The user's lines of a shard and, packed again, the others. Memory: the packed shard. */
async function without(needle: Buffer, { key, body }: OpenObject): Promise<Rewritten> {
  const gzip = createGzip();
  const packed: Buffer[] = [];
  gzip.on('data', (piece: Buffer) => packed.push(piece));
  const removed: Buffer[] = [];
  let broken = false;
  try {
    for await (const lines of linesOf(unpacked(key, body))) {
      for (const line of lines) {
        if (line.includes(needle)) removed.push(Buffer.from(line));
        else if (!gzip.write(Buffer.concat([line, Buffer.from('\n')]))) await once(gzip, 'drain');
      }
    }
  } catch (error) {
    if (damageOf(error) === '') throw error;
    // Nobody can read what comes after the damage, so nobody misses it, and nobody can say that the user is not in it.
    broken = true;
  }
  gzip.end();
  await once(gzip, 'end');
  return { body: Buffer.concat(packed), removed, broken };
}

/** Whether an object has the user in it, as far as it can be unpacked. */
async function holds(needle: Buffer, { key, body }: OpenObject): Promise<boolean> {
  try {
    return await occursIn(unpacked(key, body), needle);
  } catch (error) {
    if (damageOf(error) === '') throw error;
    return false;
  }
}

function idsIn(lines: readonly Buffer[]): Found {
  const [ids, conversations] = [new Set<string>(), new Set<string>()];
  for (const line of lines) {
    const { id, exchange, conversation } = parsedAs(lineSchema, line.toString('utf8')) ?? {};
    const name = id ?? exchange;
    if (name !== undefined) ids.add(name);
    if (conversation !== undefined) conversations.add(conversation);
  }
  return { ids: [...ids].sort(), conversations: [...conversations].sort() };
}

interface EraseShards extends RoundOf {
  readonly store: ErasableStore;
  readonly partition: Partition;
  /** Asked only where the partition has pointers in it. */
  readonly identity: () => Promise<Identity>;
}

/**
 * Takes a user's lines out of the shards of a partition: a shard that has none of them is read and left alone. What
 * the lines were about is written down before they go, for what was made of them must be found too; so the work may
 * break off anywhere and be begun again. An object that others rewrite at the same time is done anew. Pointers of the
 * quarantine are searched last, for the conversations that were found by then.
 *
 * @throws RetryableError when the store does not answer
 */
export async function eraseFromShards(work: EraseShards): Promise<ShardsErased> {
  const { store, pseudonym, partition, identity } = work;
  const needle = Buffer.from(pseudonym, 'latin1');
  const erased: ShardsErased = { objects: 0, lines: 0, deleted: 0, pointers: 0, broken: [] };
  const keys = partition.shards.map(({ key }) => key);
  const pointers = keys.filter((key) => key.startsWith(quarantine));
  for (const key of keys.filter((each) => !each.startsWith(quarantine))) {
    for (;;) {
      const searched = await store.open(key);
      if (searched === undefined || !(await holds(needle, searched))) break;
      const object = await store.open(key);
      if (object === undefined) break;
      const { body, removed, broken } = await without(needle, object);
      if (removed.length === 0) break;
      await noteFound(store, pseudonym, idsIn(removed));
      if (!(await store.replace(key, object.etag, body, 'application/gzip'))) continue;
      erased.objects++;
      erased.lines += removed.length;
      if (broken) erased.broken.push(key);
      break;
    }
  }
  if (pointers.length > 0) {
    const { conversations } = await readFound(store, foundPrefix(pseudonym));
    const who = { ...(await identity()), pseudonym, conversations };
    erased.pointers = await eraseFromQuarantine(store, pointers, who);
  }
  const paper = `${roundPrefix(work)}shards-${partition.index}.json`;
  await store.put(paper, JSON.stringify(erased), 'application/json');
  return erased;
}
