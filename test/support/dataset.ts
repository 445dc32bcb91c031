import type * as z from 'zod';
import { assemble } from '../../functions/training/assemble-dataset.ts';
import { curate } from '../../functions/training/curate-partition.ts';
import { planDataset } from '../../functions/training/plan-dataset.ts';
import type { assembled, resolved } from '../../functions/training/state.ts';
import { partitionSchema } from '../../layers/core/dataset/plan.ts';
import { resolveRequest } from '../../layers/core/dataset/request.ts';
import { strategy, strategyJudge } from './exchanges.ts';
import type { MemoryObjectStore } from './memory-object-store.ts';

const startedAt = '2026-06-01T00:00:00.000Z';

/** A run that asks for nothing special, or for what is given. */
export const run = (options: Record<string, unknown> = {}): z.infer<typeof resolved> => ({
  runId: 'run-1',
  startedAt,
  request: resolveRequest(options, { startedAt, minimumExamples: 10, policy: 'strategy', policies: ['strategy'] }),
});

/** Plan, curate and assemble, as the workflow does. */
export async function makeDataset(
  store: MemoryObjectStore,
  options: Record<string, unknown> = {},
): Promise<z.infer<typeof assembled>> {
  const planned = await planDataset(run(options), store);
  const { since, until, policy } = planned.request;
  for (const partition of partitionSchema.array().parse(JSON.parse(store.text(planned.plan.key)))) {
    await curate({ runId: planned.runId, policy, since, until, partition }, store, { judge: strategyJudge });
  }
  return assemble(planned, store, strategy);
}
