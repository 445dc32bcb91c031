import type * as z from 'zod';
import { type Batches, batchPollSeconds } from '../../layers/core/augmentation/batches.ts';
import { mustKnowErasedInRequests } from '../../layers/core/augmentation/erased.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { batchClaimKey, type Claim } from '../../layers/core/training/claim.ts';
import { foundOrCreated } from '../../layers/core/training/one-job.ts';
import { clock } from '../../layers/kit/clock.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { batches } from './batches.ts';
import { uploaded as input, waiting as output } from './state.ts';

export { input, output };

/**
 * Starts the batch, exactly one for the run, however often this state is tried.
 *
 * @throws ErasedMeanwhile: the failure's recorder deletes the file. Not where there is a batch already: the erasure
 *   stops that one, and keeps what it has answered about others
 */
export async function createBatch(
  state: z.infer<typeof input>,
  service: Pick<Batches, 'find' | 'create'>,
  { store, clock }: { readonly store: Claim['store'] & Pick<ObjectStore, 'list'>; readonly clock: Claim['clock'] },
): Promise<z.infer<typeof output>> {
  const { id, status, outputFile, errorFile } = await foundOrCreated(
    () => service.find(state.runId),
    () => service.create(state.runId, state.file),
    {
      store,
      key: batchClaimKey(state.runId),
      clock,
      stillMay: () => mustKnowErasedInRequests(store, state.erased),
    },
  );
  const polling = { pollSeconds: batchPollSeconds(0), polls: 0, missed: 0, ended: false };
  return { ...state, batch: { id, status, outputFile, errorFile, ...polling } };
}

export const handler = step({ input, output, run: (state) => createBatch(state, batches(), { store: lake(), clock }) });
