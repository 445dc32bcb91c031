import type * as z from 'zod';
import type { ErasableStore } from '../../layers/core/erasure/erasable-store.ts';
import { TerminalError } from '../../layers/core/errors.ts';
import { type Clock, fineTuneClaimKey } from '../../layers/core/training/claim.ts';
import { mustKnowErased } from '../../layers/core/training/erased-meanwhile.ts';
import { pollSeconds } from '../../layers/core/training/job-status.ts';
import { oneJob } from '../../layers/core/training/one-job.ts';
import type { Trainer } from '../../layers/core/training/trainer.ts';
import { clock } from '../../layers/kit/clock.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { trainer } from '../trainer.ts';
import { uploaded as input, tuning as output } from './fine-tune-state.ts';

export { input, output };

type Jobs = Pick<Trainer, 'findJobs' | 'createJob' | 'cancelJob' | 'deleteFile'>;

/**
 * Starts the fine-tuning job, exactly one for the run, however often this state is tried.
 *
 * @throws ErasedMeanwhile: Record failure deletes the uploaded files, unless an earlier attempt has started a job;
 *   TrainingNotAvailable or another refusal: the uploaded files are deleted again first
 */
export async function createFineTune(
  state: z.infer<typeof input>,
  store: Pick<ErasableStore, 'list' | 'open' | 'create' | 'replace'>,
  jobs: Jobs,
  clock: Clock,
): Promise<z.infer<typeof output>> {
  const { runId, request, dataset, files, baseModel, plan } = state;
  await mustKnowErased(store, plan.erased);
  const asked = {
    runId,
    datasetId: dataset.id,
    baseModel: baseModel.id,
    trainingFile: files.training,
    validationFile: files.validation,
    suffix: request.suffix,
    seed: request.seed,
    epochs: state.cost.epochs,
  };
  try {
    const { id, status } = await oneJob(
      {
        findJobs: jobs.findJobs.bind(jobs),
        cancelJob: jobs.cancelJob.bind(jobs),
        createJob: jobs.createJob.bind(jobs),
      },
      asked,
      {
        store,
        key: fineTuneClaimKey(runId),
        clock,
        // Another attempt's claim may have let a minute pass.
        stillMay: () => mustKnowErased(store, plan.erased),
      },
    );
    const unknown = { trainedTokens: null, fineTunedModel: null, loss: null, filesLeft: [] };
    const job = { id, status, pollSeconds: pollSeconds(0), polls: 0, missed: 0, ...unknown };
    return { ...state, job: { ...job, eventsKey: `runs/${runId}/events.jsonl` } };
  } catch (error) {
    if (error instanceof TerminalError) {
      const uploads = [files.training, files.validation].filter((id) => id !== null);
      await Promise.allSettled(uploads.map((id) => jobs.deleteFile(id)));
    }
    throw error;
  }
}

export const handler = step({ input, output, run: (state) => createFineTune(state, lake(), trainer(), clock) });
