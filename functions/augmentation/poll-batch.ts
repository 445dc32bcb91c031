import type * as z from 'zod';
import {
  AugmentationInterrupted,
  type Batch,
  type Batches,
  BatchFailed,
  batchMissesAllowed,
  batchPollSeconds,
  phaseOfBatch,
} from '../../layers/core/augmentation/batches.ts';
import { deleteFilesOf } from '../../layers/core/augmentation/one-batch.ts';
import { askedKey } from '../../layers/core/augmentation/parent.ts';
import { exists, type ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { RetryableError } from '../../layers/core/errors.ts';
import { logger } from '../../layers/kit/logger.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { batches } from './batches.ts';
import { waiting as input, waiting as output } from './state.ts';

export { input, output };

type State = z.infer<typeof input>;
type Service = Pick<Batches, 'batch' | 'cancel' | 'filesOf' | 'deleteFile'>;

/** The batch, or undefined when the service does not answer: an hour's outage must not cost what was paid for. */
const ask = ({ batch }: State, service: Service): Promise<Batch | undefined> =>
  service.batch(batch.id).catch((error: unknown) => {
    if (!(error instanceof RetryableError) || batch.missed + 1 >= batchMissesAllowed) throw error;
    logger.warn('The service did not answer; the next poll asks again', { batch: batch.id, missed: batch.missed + 1 });
    return undefined;
  });

/**
 * Asks how far the batch is. An erasure cancels one that asks about its user, and what was answered until then counts;
 * where the work files are gone, nobody can take it in: then the batch is cancelled here, and when it has ended, its
 * files go.
 *
 * @throws BatchFailed, AugmentationInterrupted with what to do next
 */
export async function pollBatch(
  state: State,
  service: Service,
  store: Pick<ObjectStore, 'list'>,
): Promise<z.infer<typeof output>> {
  const polls = state.batch.polls + 1;
  const waiting = { polls, pollSeconds: batchPollSeconds(polls) };
  const batch = await ask(state, service);
  if (batch === undefined) return { ...state, batch: { ...state.batch, ...waiting, missed: state.batch.missed + 1 } };
  const { status, outputFile, errorFile } = batch;
  const phase = phaseOfBatch(status);
  const interrupted = !(await exists(store, askedKey(state.runId)));
  if (phase === 'failed' || (interrupted && phase === 'ended')) {
    await deleteFilesOf(service, state.runId, state.file, batch);
    throw phase === 'failed' ? new BatchFailed(batch) : new AugmentationInterrupted();
  }
  if (interrupted && status !== 'cancelling') await service.cancel(batch.id);
  const told = { id: batch.id, status, outputFile, errorFile, missed: 0, ended: phase === 'ended' };
  return { ...state, batch: { ...told, ...waiting } };
}

export const handler = step({ input, output, run: (state) => pollBatch(state, batches(), lake()) });
