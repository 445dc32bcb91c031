import type * as z from 'zod';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { RetryableError } from '../../layers/core/errors.ts';
import { QuotaExceeded } from '../../layers/core/training/errors.ts';
import { keepEvents, keepResults, mustHaveModel } from '../../layers/core/training/follow-job.ts';
import { missesAllowed, phaseOf, pollSeconds } from '../../layers/core/training/job-status.ts';
import type { Trainer, TrainingJob } from '../../layers/core/training/trainer.ts';
import { logger } from '../../layers/kit/logger.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { trainer } from '../trainer.ts';
import { tuning as input, tuning as output } from './fine-tune-state.ts';

export { input, output };

type State = z.infer<typeof input>;

/** Silence passes, and so does a used-up quota: somebody may add credit while the job goes on. */
const mayPass = (error: unknown): error is Error => error instanceof RetryableError || error instanceof QuotaExceeded;

/** The job, or undefined when the trainer does not tell: an hour's outage must not cost a day's training. */
const ask = ({ job }: State, jobs: Pick<Trainer, 'job'>): Promise<TrainingJob | undefined> =>
  jobs.job(job.id).catch((error: unknown) => {
    if (!mayPass(error) || job.missed + 1 >= missesAllowed) throw error;
    const told = { job: job.id, missed: job.missed + 1, error: error.name };
    logger.warn('The trainer did not tell how far the job is; the next poll asks again', told);
    return undefined;
  });

/**
 * Asks how far the job is, and keeps its events. When it is over, keeps its results and deletes the uploaded files:
 * fewer copies of what people said. What the trainer does not delete, the report names.
 *
 * @throws FineTuneFailed, FineTuneCancelled with the reason and what to do next
 */
export async function pollFineTune(state: State, jobs: Trainer, store: ObjectStore): Promise<z.infer<typeof output>> {
  const polls = state.job.polls + 1;
  const waiting = { polls, pollSeconds: pollSeconds(polls) };
  const job = await ask(state, jobs);
  if (job === undefined) return { ...state, job: { ...state.job, ...waiting, missed: state.job.missed + 1 } };
  const told = { status: job.status, trainedTokens: job.trainedTokens, fineTunedModel: job.fineTunedModel };
  const over = phaseOf(job.status) !== 'going';
  const next = { ...state, job: { ...state.job, ...told, ...waiting, missed: 0 } };
  // A long job has many events: they are fetched when something has changed, and now and then.
  if (!over && job.status === state.job.status && polls % 10 !== 1) return next;
  const events = await keepEvents(jobs, store, job.id, state.job.eventsKey).catch((error: unknown) => {
    // The next poll asks for all of them; of a job that is over they may say why, where nothing else does.
    if ((over && job.error === null) || !(error instanceof RetryableError)) throw error;
    return [];
  });
  if (!over) return next;
  const uploads = [state.files.training, state.files.validation].filter((id) => id !== null);
  const deleted = await Promise.allSettled(uploads.map((id) => jobs.deleteFile(id)));
  // Also of a job that failed or was cancelled: its checkpoints are models, and have learned from the dataset.
  const [results] = await Promise.allSettled([keepResults(jobs, store, job, `runs/${state.runId}/`)]);
  // Before anything else that failed: only now it is known why there is no model.
  mustHaveModel(job, events);
  if (results.status === 'rejected') throw results.reason;
  const loss = results.value;
  const filesLeft = uploads.filter((_, at) => deleted[at]?.status === 'rejected');
  return { ...next, job: { ...next.job, loss, filesLeft } };
}

export const handler = step({ input, output, run: (state) => pollFineTune(state, trainer(), lake()) });
