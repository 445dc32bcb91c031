import { RetryableError } from '../errors.ts';
import { phaseOf } from './job-status.ts';
import type { JobRequest, Trainer, TrainingJob } from './trainer.ts';

type Jobs = Pick<Trainer, 'findJobs' | 'createJob'>;

/** Milliseconds between looks for what may have been created without an answer: the service's list may lag behind. */
const looks = [0, 1_000, 4_000] as const;

/** Resolves after so many milliseconds. */
type Wait = (milliseconds: number) => Promise<unknown>;

/**
 * What is there, else what is created. Creating is one request and never repeated blindly: when its answer is lost, the
 * thing is looked for; when it is not found either, the error is thrown, and whoever tries again looks first. The
 * service has no idempotency key, so that this is as close to "exactly once" as one gets.
 *
 * @throws RetryableError when it is not known whether one was created; TerminalError when it was refused
 */
export async function foundOrCreated<T>(
  find: () => Promise<T | undefined>,
  create: () => Promise<T>,
  wait: Wait,
): Promise<T> {
  const found = await find();
  if (found) return found;
  try {
    return await create();
  } catch (error) {
    if (!(error instanceof RetryableError)) throw error;
    for (const pause of looks) {
      await wait(pause);
      const created = await find();
      if (created) return created;
    }
    throw error;
  }
}

/** The job of a run: of several the oldest that has not come to nothing, so that everybody picks the same one. */
async function existing(trainer: Jobs, { runId, datasetId }: JobRequest): Promise<TrainingJob | undefined> {
  const jobs = await trainer.findJobs(runId, datasetId);
  return jobs.find(({ status }) => !['failed', 'cancelled'].includes(phaseOf(status))) ?? jobs[0];
}

/** The one job of a run, looked for by the run's id and the dataset's. @throws as `foundOrCreated` */
export const oneJob = (trainer: Jobs, request: JobRequest, wait: Wait): Promise<TrainingJob> =>
  foundOrCreated(
    () => existing(trainer, request),
    () => trainer.createJob(request),
    wait,
  );
