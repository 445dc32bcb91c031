import type * as z from 'zod';
import { loadPolicy } from '../../layers/adapters/policy-files.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { selectExamples } from '../../layers/core/dataset/select/select-run.ts';
import type { Policy } from '../../layers/core/quality/policy.ts';
import { policyFolder } from '../../layers/kit/layer-folder.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { planned as input, selected as output } from './state.ts';

export { input, output };

/** Chooses the examples by the policy: each text once, within its quotas, nothing that was held out. */
export async function select(
  state: z.infer<typeof input>,
  store: ObjectStore,
  policy: Policy,
): Promise<z.infer<typeof output>> {
  const { candidates, outcomes } = await selectExamples({
    store,
    policy,
    runId: state.runId,
    partitions: state.plan.partitions,
    cut: state.plan,
  });
  return { ...state, selection: { candidates, outcomes } };
}

export const handler = step({
  input,
  output,
  run: (state) => select(state, lake(), loadPolicy(policyFolder(), state.request.policy)),
});
