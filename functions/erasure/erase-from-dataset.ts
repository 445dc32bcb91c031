import type * as z from 'zod';
import type { ErasableStore } from '../../layers/core/erasure/erasable-store.ts';
import { eraseFromDataset } from '../../layers/core/erasure/erase-dataset.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { datasetInput as input, datasetOutput as output } from './state.ts';

export { input, output };

/** Empties a dataset that held the user. */
export async function eraseDataset(
  { dataset: { dataset }, ...of }: z.infer<typeof input>,
  store: ErasableStore,
  at: string,
): Promise<z.infer<typeof output>> {
  return { dataset, held: await eraseFromDataset({ store, ...of, dataset, at }) };
}

export const handler = step({ input, output, run: (state) => eraseDataset(state, lake(), new Date().toISOString()) });
