import type * as z from 'zod';
import { loadPolicy } from '../../layers/adapters/policy-files.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { type CountTokens, loadTokenizer } from '../../layers/core/dataset/tokens.ts';
import { writeRange } from '../../layers/core/dataset/write-range.ts';
import type { Policy } from '../../layers/core/quality/policy.ts';
import { policyFolder } from '../../layers/kit/layer-folder.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { reporting } from './reporting.ts';
import { writeInput as input, writeOutput as output } from './state.ts';

export { input, output };

/** Writes what was selected among the ids of one range: its part of every file. */
export async function write(
  { runId, validationShare, ranges, range: { index: range } }: z.infer<typeof input>,
  store: ObjectStore,
  policy: Policy,
  countTokens: CountTokens,
): Promise<z.infer<typeof output>> {
  const { files } = await writeRange({ store, runId, policy, validationShare, cut: { ranges }, range, countTokens });
  return { range, examples: files.examples.lines, pairs: files.pairs.lines };
}

export const handler = step({
  input,
  output,
  run: reporting('Write examples', async (state: z.infer<typeof input>) =>
    write(state, lake(), loadPolicy(policyFolder(), state.policy), await loadTokenizer()),
  ),
});
