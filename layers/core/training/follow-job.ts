import type { ObjectStore } from '../dataset/object-store.ts';
import { BrokenAnswer, TerminalError } from '../errors.ts';
import { FineTuneCancelled, FineTuneFailed } from './errors.ts';
import { failureReason, moderationBlock } from './failure-reason.ts';
import { phaseOf } from './job-status.ts';
import { lossAtCheckpoint, lossInResult } from './loss.ts';
import type { JobEvent, Trainer, TrainingJob } from './trainer.ts';

const lines = (values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');

/**
 * Keeps what the trainer has reported of a job so far, oldest first.
 *
 * @returns the events; none where the trainer has no list of them that can be read, as some that speak OpenAI's
 *   language have not
 */
export async function keepEvents(
  trainer: Pick<Trainer, 'events'>,
  store: ObjectStore,
  jobId: string,
  key: string,
): Promise<JobEvent[]> {
  const events = await orNothing(trainer.events(jobId));
  if (events) await store.put(key, lines(events), 'application/x-ndjson');
  return events ?? [];
}

/**
 * Throws when a job that is over gave no model that can be used.
 *
 * @throws FineTuneCancelled; FineTuneFailed saying why and what to do, also for a job that claims success but names
 *   no model, or whose model the trainer's safety checks keep from being used
 */
export function mustHaveModel(job: TrainingJob, events: readonly JobEvent[]): void {
  const phase = phaseOf(job.status);
  if (phase === 'cancelled') throw new FineTuneCancelled(job.id);
  if (phase === 'succeeded' && job.fineTunedModel !== null && moderationBlock(events) === undefined) return;
  throw new FineTuneFailed(failureReason(job.id, job.error, events));
}

/**
 * Keeps the checkpoints and the result file of a job that is over, and reads the training loss from them.
 *
 * @param folder such as `runs/<runId>/`
 * @returns null when the trainer tells no loss
 */
export async function keepResults(
  trainer: Pick<Trainer, 'checkpoints' | 'resultFile'>,
  store: ObjectStore,
  { id, resultFiles: [resultFile] }: TrainingJob,
  folder: string,
): Promise<number | null> {
  const checkpoints = await orNothing(trainer.checkpoints(id));
  if (checkpoints) await store.put(`${folder}checkpoints.jsonl`, lines(checkpoints), 'application/x-ndjson');
  const result = resultFile === undefined ? undefined : await orNothing(trainer.resultFile(resultFile));
  if (result !== undefined) await store.put(`${folder}result.csv`, result, 'text/csv');
  return (result === undefined ? null : lossInResult(result)) ?? lossAtCheckpoint(checkpoints ?? []);
}

/** The models that a job has left on its way; none where the trainer has no list of them. */
export async function checkpointModels(trainer: Pick<Trainer, 'checkpoints'>, jobId: string): Promise<string[]> {
  return ((await orNothing(trainer.checkpoints(jobId))) ?? []).flatMap(({ model }) => model ?? []);
}

/** Not every trainer has checkpoints or result files, or all of what OpenAI's hold; a run does not fail for want of a report. */
const orNothing = <T>(asked: Promise<T>): Promise<T | undefined> =>
  asked.catch((error: unknown) => {
    if (error instanceof TerminalError || error instanceof BrokenAnswer) return undefined;
    throw error;
  });
