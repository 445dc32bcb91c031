import type * as z from 'zod';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { InvalidDataset, validateDataset } from '../../layers/core/dataset/validate-dataset.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { assembled as input, validated as output } from './state.ts';

export { input, output };

/**
 * Sums up what was found in the parts, and checks what no part can see.
 *
 * @throws InvalidDataset when anything is wrong: the trainer would refuse the file, after the upload
 */
export async function validate(state: z.infer<typeof input>, store: ObjectStore): Promise<z.infer<typeof output>> {
  const { runId, dataset, plan } = state;
  const report = await validateDataset({ store, runId, dataset: dataset.id, parts: plan.ranges });
  const { tokens, problems, problemsKey, first } = report;
  if (problems > 0) throw new InvalidDataset(problems, problemsKey, first);
  return { ...state, dataset: { ...dataset, tokens, problems, problemsKey } };
}

export const handler = step({ input, output, run: (state) => validate(state, lake()) });
