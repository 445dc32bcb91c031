import type * as z from 'zod';
import { loadJudge } from '../../layers/adapters/judge-files.ts';
import { curatePartition } from '../../layers/core/dataset/curate.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import type { Judge } from '../../layers/core/quality/judge.ts';
import { policyFolder } from '../../layers/kit/layer-folder.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from './lake.ts';
import { curateInput as input, curateOutput as output } from './state.ts';

export { input, output };

/** Judges the exchanges of one partition's shards and writes what was decided, sorted, for Assemble to merge. */
export async function curate(
  { runId, since, until, partition }: z.infer<typeof input>,
  store: ObjectStore,
  judge: Judge,
): Promise<z.infer<typeof output>> {
  return curatePartition({ store, judge, runId, window: { since, until }, partition });
}

const judges = new Map<string, Judge>();

/** The judge of a policy, built once per process. */
function judgeOf(policy: string): Judge {
  const judge = judges.get(policy) ?? loadJudge(policyFolder(), policy);
  judges.set(policy, judge);
  return judge;
}

export const handler = step({ input, output, run: (state) => curate(state, lake(), judgeOf(state.policy)) });
