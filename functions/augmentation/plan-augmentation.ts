import * as z from 'zod';
import { loadJudge } from '../../layers/adapters/judge-files.ts';
import { loadPolicy, loadPrices, loadPrompts } from '../../layers/adapters/policy-files.ts';
import { readOptions } from '../../layers/core/augmentation/options.ts';
import { type PlanWork, planAugmentation } from '../../layers/core/augmentation/plan.ts';
import { loadTokenizer } from '../../layers/core/dataset/tokens.ts';
import { environment } from '../../layers/kit/environment.ts';
import { policyFolder } from '../../layers/kit/layer-folder.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { started as input, planned as output } from './state.ts';

export { input, output };

/** What the machine knows of the world; the judge is that of the policy that is asked for. */
interface Tools extends Pick<PlanWork, 'store' | 'prompts' | 'prices' | 'countTokens'> {
  readonly policy: string;
  judgeOf(policy: string): PlanWork['judge'];
}

/** Chooses the variants to ask for, within the budget, and writes the requests. @throws InvalidOptions, UnknownPolicy */
export async function planVariants(
  { runId, startedAt, request }: z.infer<typeof input>,
  { policy: usual, judgeOf, ...tools }: Tools,
): Promise<z.infer<typeof output>> {
  const { policy = usual, dataset, budgetUsd, dryRun } = readOptions(request);
  const plan = await planAugmentation({ ...tools, runId, judge: judgeOf(policy), dataset, budgetUsd });
  return { runId, startedAt, policy, dryRun, plan };
}

export const handler = step({
  input,
  output,
  run: async (state) => {
    const folder = policyFolder();
    const judgeOf = (policy: string) => {
      // It says which policies there are, where the judge would only miss a file.
      loadPolicy(folder, policy);
      return loadJudge(folder, policy);
    };
    return planVariants(state, {
      store: lake(),
      policy: environment({ POLICY: z.string().min(1) }).POLICY,
      judgeOf,
      prompts: loadPrompts(folder),
      prices: loadPrices(folder),
      countTokens: await loadTokenizer(),
    });
  },
});
