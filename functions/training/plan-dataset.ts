import type * as z from 'zod';
import type { ObjectStore, StoredObject } from '../../layers/core/dataset/object-store.ts';
import { NoShards, partitionsOf } from '../../layers/core/dataset/plan.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from './lake.ts';
import { resolved as input, planned as output } from './state.ts';

export { input, output };

/** Where Collect writes shards. */
const shardPrefix = 'exchanges/v=1/';

/**
 * Lists the shards and shares them out into partitions. All of them: a shard's folder says when its exchanges were
 * collected, not when they were written, so that only reading tells which are within the run's dates.
 *
 * @throws NoShards
 */
export async function planDataset(state: z.infer<typeof input>, store: ObjectStore): Promise<z.infer<typeof output>> {
  const shards: StoredObject[] = [];
  for await (const object of store.list(shardPrefix)) {
    if (object.key.endsWith('.jsonl.gz')) shards.push(object);
  }
  if (shards.length === 0) throw new NoShards(shardPrefix);
  const partitions = partitionsOf(shards);
  const key = `runs/${state.runId}/plan.json`;
  await store.put(key, JSON.stringify(partitions), 'application/json');
  const bytes = shards.reduce((sum, { size }) => sum + size, 0);
  return { ...state, plan: { key, partitions: partitions.length, shards: shards.length, bytes } };
}

export const handler = step({ input, output, run: (state) => planDataset(state, lake()) });
