import type * as z from 'zod';
import type { Batches } from '../../layers/core/augmentation/batches.ts';
import { deleteFilesOf } from '../../layers/core/augmentation/one-batch.ts';
import { closeSent, type PaperStore } from '../../layers/core/augmentation/sent.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { batches } from './batches.ts';
import { augmented as input, augmented as output } from './state.ts';

export { input, output };

/** Deletes what lies at the service: a state of its own, so that Take in variants finds the answers when it is tried again. */
export async function deleteBatchFiles(
  state: z.infer<typeof input>,
  service: Pick<Batches, 'host' | 'filesOf' | 'deleteFile'>,
  store: PaperStore,
): Promise<z.infer<typeof output>> {
  await deleteFilesOf(service, state.runId, state.file, state.batch);
  await closeSent(store, state.runId, service.host);
  return state;
}

export const handler = step({ input, output, run: (state) => deleteBatchFiles(state, batches(), lake()) });
