import { RetryableError } from '../errors.ts';
import { phaseOf } from './job-status.ts';
import type { JobRequest, Trainer, TrainingJob } from './trainer.ts';

type Jobs = Pick<Trainer, 'findJobs' | 'createJob'>;

/** Milliseconds between looks for a job whose creation went unanswered: the trainer's list may lag behind. */
const looks = [0, 1_000, 4_000] as const;

/** The job of a run: of several the oldest that has not come to nothing, so that everybody picks the same one. */
async function existing(trainer: Jobs, { runId, datasetId }: JobRequest): Promise<TrainingJob | undefined> {
  const jobs = await trainer.findJobs(runId, datasetId);
  return jobs.find(({ status }) => !['failed', 'cancelled'].includes(phaseOf(status))) ?? jobs[0];
}

/**
 * The one job of a run: found, else created. Creating is one request and never repeated blindly: when its answer is
 * lost, the job is looked for by the run's id and the dataset's; when it is not found either, the error is thrown, and whoever tries
 * again looks first. The trainer has no idempotency key, so that this is as close to "exactly once" as one gets.
 *
 * @param wait resolves after so many milliseconds
 * @throws RetryableError when it is not known whether a job was created; TerminalError when it was refused
 */
export async function oneJob(
  trainer: Jobs,
  request: JobRequest,
  wait: (milliseconds: number) => Promise<unknown>,
): Promise<TrainingJob> {
  const found = await existing(trainer, request);
  if (found) return found;
  try {
    return await trainer.createJob(request);
  } catch (error) {
    if (!(error instanceof RetryableError)) throw error;
    for (const pause of looks) {
      await wait(pause);
      const created = await existing(trainer, request);
      if (created) return created;
    }
    throw error;
  }
}
