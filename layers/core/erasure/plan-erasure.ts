import { readJson, readText } from '../dataset/object-store.ts';
import { writePartitions } from '../dataset/plan.ts';
import { tombstoneKey, tombstoneSchema } from '../signals/people.ts';
import type { ErasableStore } from './erasable-store.ts';
import {
  datasetsKey,
  foundBeforeKey,
  foundPrefix,
  lineFolders,
  planKey,
  quarantine,
  type RoundOf,
  roundPrefix,
} from './names.ts';

/**
 * Sets the tombstone, unless there is one: from here on the user is left out of whatever is collected or assembled.
 *
 * @param at now, as ISO 8601, UTC
 * @returns since when it is there; now, where it does not say
 */
export async function setTombstone(store: ErasableStore, pseudonym: string, at: string): Promise<string> {
  const key = tombstoneKey(pseudonym);
  const text = await readText(store, key);
  if (text === undefined) await store.put(key, JSON.stringify({ schema: 1, pseudonym, at }), 'application/json');
  return (await readJson(store, key, tombstoneSchema))?.at ?? at;
}

/** Milliseconds: a function lives no longer, and the collector looks for new tombstones three times in it. */
const underWay = 15 * 60_000;

/** Milliseconds: the message table's stream keeps a record no longer, nor is a batch that fails tried for longer. */
const streamKeeps = 24 * 60 * 60_000;

const hasPassed = (time: number, since: string, at: string): boolean => Date.parse(at) - Date.parse(since) >= time;

/** Whether all that did not know yet of a tombstone has ended: only then does a search see everything there will be. */
export const isQuiet = (since: string, at: string): boolean => hasPassed(underWay, since, at);

/**
 * Whether every batch with messages from before a tombstone has been collected or lies in the failures bucket: one that
 * fails is tried again for as long as the stream keeps it, and holds what was written as it was written.
 */
export const isSettled = (since: string, at: string): boolean => hasPassed(streamKeeps, since, at);

/**
 * Lists everything that has lines of users or points to their items, shared out into partitions, and all datasets. Everything, because the
 * lake has no index by user: an index would be one more place to erase from, and one more to be wrong.
 */
export async function planErasure(store: ErasableStore, of: RoundOf) {
  const { pseudonym } = of;
  await store.removeAll(roundPrefix(of));
  const put = (key: string, items: readonly unknown[]) => store.put(key, JSON.stringify(items), 'application/json');
  const found: string[] = [];
  for await (const { key } of store.list(foundPrefix(pseudonym))) found.push(key);
  await put(foundBeforeKey(of), found);
  let objects = 0;
  const listed = async function* () {
    for (const folder of [...lineFolders, quarantine]) {
      for await (const object of store.list(folder)) {
        objects++;
        yield object;
      }
    }
  };
  const partitions = await writePartitions(store, planKey(of), listed());
  const datasets = await listDatasets(store);
  // A map over nothing is nothing to rely on: one partition without shards does no harm.
  if (partitions === 0) await put(planKey(of), [{ index: 0, shards: [] }]);
  await put(
    datasetsKey(of),
    datasets.map((dataset) => ({ dataset })),
  );
  return { objects, partitions, datasets: datasets.length };
}

/** The ids of all datasets, also of such as are being written. */
export async function listDatasets(store: Pick<ErasableStore, 'list'>): Promise<string[]> {
  const datasets = new Set<string>();
  for await (const { key } of store.list('datasets/')) {
    const [, dataset] = /^datasets\/([^/]+)\//.exec(key) ?? [];
    if (dataset !== undefined) datasets.add(dataset);
  }
  return [...datasets];
}
