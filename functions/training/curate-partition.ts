import type * as z from 'zod';
import { curatePartition } from '../../layers/core/dataset/curate.ts';
import type { Judging } from '../../layers/core/dataset/curated.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { runLimit } from '../../layers/core/dataset/sorted-runs.ts';
import { readWithdrawn } from '../../layers/core/dataset/withdrawn.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { judging } from './judging.ts';
import { reporting } from './reporting.ts';
import { curateInput as input, curateOutput as output } from './state.ts';

export { input, output };

/** Judges the exchanges of one partition's shards and writes them, sorted, for Join to merge. */
export async function curate(
  { runId, since, until, partition, ranges, buckets }: z.infer<typeof input>,
  store: ObjectStore,
  { judge, embedder }: Judging,
  limit = runLimit,
): Promise<z.infer<typeof output>> {
  const withdrawn = await readWithdrawn(store, runId);
  const cut = { ranges, buckets };
  const window = { since, until };
  return curatePartition({ store, judge, embedder, runId, window, partition, cut, withdrawn, limit });
}

export const handler = step({
  input,
  output,
  run: reporting('Curate partitions', async (state: z.infer<typeof input>) =>
    curate(state, lake(), await judging(state.policy)),
  ),
});
