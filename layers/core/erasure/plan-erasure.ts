import type { StoredObject } from '../dataset/object-store.ts';
import { partitionsOf } from '../dataset/plan.ts';
import { tombstoneKey } from '../signals/people.ts';
import type { ErasableStore } from './erasable-store.ts';
import { datasetsKey, erasurePrefix, lineFolders, planKey, roundPrefix } from './names.ts';

/** Sets the tombstone, unless there is one: from here on the user is left out of whatever is collected or assembled. */
export async function setTombstone(store: ErasableStore, pseudonym: string, at: string): Promise<void> {
  const key = tombstoneKey(pseudonym);
  if ((await store.open(key)) !== undefined) return;
  await store.put(key, JSON.stringify({ schema: 1, pseudonym, at }), 'application/json');
}

/**
 * Lists everything that has lines of users, shared out into partitions, and all datasets. Everything, because the
 * lake has no index by user: an index would be one more place to erase from, and one more to be wrong.
 */
export async function planErasure(store: ErasableStore, pseudonym: string, round: number) {
  if (round === 1) {
    // What an earlier erasure of the same user counted; what it found is kept until one has been finished.
    for await (const { key } of store.list(erasurePrefix(pseudonym))) {
      if (key.startsWith(`${erasurePrefix(pseudonym)}round-`)) await store.removeAll(key);
    }
  } else await store.removeAll(roundPrefix(pseudonym, round));
  const objects: StoredObject[] = [];
  for (const folder of lineFolders) for await (const object of store.list(folder)) objects.push(object);
  const partitions = partitionsOf(objects);
  const datasets = new Set<string>();
  for await (const { key } of store.list('datasets/')) {
    const [, dataset] = /^datasets\/([^/]+)\//.exec(key) ?? [];
    if (dataset !== undefined) datasets.add(dataset);
  }
  const put = (key: string, items: readonly unknown[]) => store.put(key, JSON.stringify(items), 'application/json');
  // A map over nothing is nothing to rely on: one partition without shards does no harm.
  await put(planKey(pseudonym), partitions.length > 0 ? partitions : [{ index: 0, shards: [] }]);
  await put(
    datasetsKey(pseudonym),
    [...datasets].map((dataset) => ({ dataset })),
  );
  return { objects: objects.length, partitions: partitions.length, datasets: datasets.size };
}
