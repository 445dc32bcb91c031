import type * as z from 'zod';
import type { Batches } from '../../layers/core/augmentation/batches.ts';
import { sentKey } from '../../layers/core/augmentation/parent.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../training/lake.ts';
import { batches } from './batches.ts';
import { augmented as input, augmented as output } from './state.ts';

export { input, output };

/** Deletes what lies at the service: a state of its own, so that Take in variants finds the answers when it is tried again. */
export async function deleteBatchFiles(
  state: z.infer<typeof input>,
  service: Pick<Batches, 'deleteFile'>,
  store: Pick<ObjectStore, 'put'>,
): Promise<z.infer<typeof output>> {
  const { outputFile, errorFile } = state.batch;
  for (const id of [state.file, outputFile, errorFile]) if (id !== null) await service.deleteFile(id);
  const { runId } = state;
  await store.put(sentKey(runId), JSON.stringify({ schema: 1, runId }), 'application/json');
  return state;
}

export const handler = step({ input, output, run: (state) => deleteBatchFiles(state, batches(), lake()) });
