import type * as z from 'zod';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { type PlanLimits, planRun } from '../../layers/core/dataset/plan.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { resolved as input, planned as output } from './state.ts';

export { input, output };

/** Lists the shards and shares them out into partitions, ranges and buckets. @throws NoShards */
export async function planDataset(
  state: z.infer<typeof input>,
  store: ObjectStore,
  limits?: PlanLimits,
): Promise<z.infer<typeof output>> {
  return { ...state, plan: await planRun(store, state.runId, limits) };
}

export const handler = step({ input, output, run: (state) => planDataset(state, lake()) });
