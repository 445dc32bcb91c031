import { RetryableError } from '../errors.ts';
import { type Claim, freshness, lease, take } from './claim.ts';
import { phaseOf } from './job-status.ts';
import type { JobRequest, Trainer, TrainingJob } from './trainer.ts';

/** Milliseconds between looks for what may have been created without an answer: the service's list may lag behind. */
const looks = [0, 1_000, 4_000] as const;
/** Milliseconds between looks at what somebody else is creating; and for how long, a lease and another one's. */
const pause = 5_000;
const patience = 2 * lease;

type Find<T> = () => Promise<T | undefined>;

/**
 * What is there, else what is created. Creating is one request and never repeated blindly: when its answer is lost, the
 * thing is looked for; when it is not found either, the error is thrown, and whoever tries again looks first. Attempts
 * that overlap create one after the other, by the claim. The service has no idempotency key, so that this is as close
 * to "exactly once" as one gets (ADR 30).
 *
 * @throws RetryableError when it is not known whether one was created; TerminalError when it was refused
 */
export async function foundOrCreated<T>(find: Find<T>, create: () => Promise<T>, claim: Claim): Promise<T> {
  const { clock } = claim;
  for (const began = clock.now(); clock.now() - began < patience; await clock.wait(pause)) {
    const found = await find();
    if (found) return found;
    const asked = clock.now();
    if (!(await take(claim))) continue;
    // Who had the claim before may have created it since the look.
    const meanwhile = await find();
    if (meanwhile) return meanwhile;
    await claim.stillMay?.();
    if (clock.now() - asked > freshness) break;
    return createdOrFound(find, create, claim);
  }
  throw new RetryableError(
    'It could not be made sure within two minutes that no other attempt of this run creates the same. Nothing is lost: ' +
      'what an attempt has created is found by the next one. Look at the service for something of this run, and start ' +
      'the run again later.',
  );
}

async function createdOrFound<T>(find: Find<T>, create: () => Promise<T>, { clock }: Claim): Promise<T> {
  try {
    return await create();
  } catch (error) {
    if (!(error instanceof RetryableError)) throw error;
    for (const look of looks) {
      await clock.wait(look);
      const created = await find();
      if (created) return created;
    }
    throw error;
  }
}

type Jobs = Pick<Trainer, 'findJobs' | 'createJob' | 'cancelJob'>;

/** The job of a run: of several the oldest that has not come to nothing, so that everybody picks the same one. */
async function existing(trainer: Jobs, { runId, datasetId }: JobRequest): Promise<TrainingJob | undefined> {
  const jobs = await trainer.findJobs(runId, datasetId);
  return jobs.find(({ status }) => !['failed', 'cancelled'].includes(phaseOf(status))) ?? jobs[0];
}

/** The job that was just created, unless an older one shows by now: then that one, and the younger is cancelled. */
async function unlessOlder(trainer: Jobs, request: JobRequest, job: TrainingJob): Promise<TrainingJob> {
  const first = await existing(trainer, request);
  if (first === undefined || first.id === job.id) return job;
  await trainer.cancelJob(job.id);
  return first;
}

/** The one job of a run, looked for by the run's id and the dataset's. @throws as `foundOrCreated` */
export const oneJob = (trainer: Jobs, request: JobRequest, claim: Claim): Promise<TrainingJob> =>
  foundOrCreated(
    () => existing(trainer, request),
    async () => {
      const job = await trainer.createJob(request);
      // A look that fails, or a job that will not be cancelled, must not lose the one that was created.
      return unlessOlder(trainer, request, job).catch(() => job);
    },
    claim,
  );
