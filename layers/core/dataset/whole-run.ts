import { assembleDataset } from './assemble.ts';
import { curatePartition } from './curate.ts';
import type { Judging, Window } from './curated.ts';
import { joinRange } from './join.ts';
import type { Manifest } from './manifest.ts';
import { matchBucket } from './near/match-bucket.ts';
import type { ObjectStore } from './object-store.ts';
import { type PlanLimits, partitionSchema, planRun } from './plan.ts';
import { selectExamples } from './select/select-run.ts';
import { readWithdrawn } from './withdrawn.ts';
import { readWork } from './work.ts';

export interface WholeRun extends Judging {
  readonly store: ObjectStore;
  readonly runId: string;
  readonly window: Window;
  readonly validationShare: number;
  readonly limits?: PlanLimits;
}

/**
 * From Plan dataset to Assemble dataset in one process, one child of a map after the other: for command lines, where
 * no state machine is. The same exchanges give the same bytes as in the cloud.
 *
 * @throws NoShards; RetryableError when the store does not answer
 */
export async function wholeRun(run: WholeRun): Promise<Manifest> {
  const { store, judge, embedder, runId, window, validationShare } = run;
  const plan = await planRun(store, runId, run.limits);
  const { partitions, ranges, buckets } = plan;
  const withdrawn = await readWithdrawn(store, runId);
  const common = { store, judge, embedder, policy: judge.policy, runId, window, validationShare, partitions };
  for (const partition of partitionSchema.array().parse(await readWork(store, plan.key))) {
    await curatePartition({ ...common, cut: plan, partition, withdrawn });
  }
  for (let range = 0; range < ranges; range++) await joinRange({ ...common, cut: plan, range });
  for (let bucket = 0; bucket < buckets; bucket++) await matchBucket({ ...common, ranges, bucket });
  await selectExamples({ ...common, cut: plan });
  return assembleDataset({ ...common, cut: plan });
}
