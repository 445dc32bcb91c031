import type * as z from 'zod';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { type CountTokens, loadTokenizer } from '../../layers/core/dataset/tokens.ts';
import { InvalidDataset, validateDataset } from '../../layers/core/dataset/validate-dataset.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from './lake.ts';
import { assembled as input, validated as output } from './state.ts';

export { input, output };

/**
 * Reads every line as the trainer will, and counts its tokens.
 *
 * @throws InvalidDataset when anything is wrong: the trainer would refuse the file, after the upload
 */
export async function validate(
  state: z.infer<typeof input>,
  store: ObjectStore,
  count: CountTokens,
): Promise<z.infer<typeof output>> {
  const { dataset } = state;
  const { tokens, problems, problemsKey, first } = await validateDataset(store, dataset.prefix, count);
  if (problems > 0) throw new InvalidDataset(problems, problemsKey, first);
  return { ...state, dataset: { ...dataset, tokens, problems, problemsKey } };
}

export const handler = step({
  input,
  output,
  run: async (state) => validate(state, lake(), await loadTokenizer()),
});
