import type { z } from 'zod';
import type { outcomeSchema } from './faults.ts';
import { type Files, seconds } from './files.ts';
import {
  type Checkpoint,
  checkpoint,
  type Event,
  epochsFor,
  event,
  type JobObject,
  measuredSteps,
  modelName,
  resultCsv,
} from './job.ts';
import { losses } from './loss.ts';
import type { Models } from './models.ts';
import { wordsOf } from './nearest-reply.ts';
import { readTrainingFile } from './training-file.ts';

/** A job with its history. `object` is replaced whole at every change. */
export interface Job {
  object: JobObject;
  readonly events: Event[];
  readonly checkpoints: Checkpoint[];
}

interface Workshop {
  readonly files: Files;
  readonly models: Models;
  /** One status lasts as long as this promise. */
  pause(): Promise<void>;
}

const over = ['succeeded', 'failed', 'cancelled'];
export const isOver = ({ object }: Job): boolean => over.includes(object.status);

const change = (job: Job, changes: Partial<JobObject>): void => {
  job.object = { ...job.object, ...changes };
};

const fail = (job: Job, code: string, message: string, param: string | null): void => {
  job.events.push(event(message, { error_code: code }, 'message', 'error'));
  change(job, { status: 'failed', error: { code, message, param }, finished_at: seconds() });
};

const moderation = (blocked: boolean, model: string) =>
  event(
    `Moderation checks for snapshot ${model} ${blocked ? 'failed' : 'passed'}.`,
    { blocked, results: [{ category: 'self-harm/instructions', flagged: blocked, enforcement: 'blocking' }] },
    'moderation_checks',
    blocked ? 'error' : 'info',
  );

/**
 * Walks a job through its life: validating_files → queued → running → its outcome, one pause each.
 * A job that was cancelled meanwhile is left alone.
 */
export async function train(
  job: Job,
  { files, models, pause }: Workshop,
  told: z.output<typeof outcomeSchema> | undefined,
): Promise<void> {
  const outcome = told?.outcome ?? 'succeeded';
  const { training_file, validation_file, model: base } = job.object;
  await pause();
  const training = await readTrainingFile(files.pathOf(training_file));
  if ('refusal' in training) return fail(job, training.refusal.code, training.refusal.message, 'training_file');
  const validation = validation_file ? await readTrainingFile(files.pathOf(validation_file), 1) : { examples: [] };
  if ('refusal' in validation) return fail(job, validation.refusal.code, validation.refusal.message, 'validation_file');
  if (isOver(job)) return;
  job.events.push(event('Files validated, moving job to queued state'));
  change(job, { status: 'queued' });

  await pause();
  if (isOver(job)) return;
  job.events.push(event('Fine-tuning job started'));
  change(job, { status: 'running' });
  if (outcome === 'stuck') return;

  const asked = job.object.hyperparameters;
  const count = training.examples.length;
  const epochs = typeof asked.n_epochs === 'number' ? asked.n_epochs : epochsFor(count);
  const batch = typeof asked.batch_size === 'number' ? asked.batch_size : Math.max(1, Math.floor(count * 0.002));
  const stepsPerEpoch = Math.ceil(count / batch);
  change(job, { hyperparameters: { ...asked, n_epochs: epochs, batch_size: batch } });
  const metrics = losses(training.examples, validation.examples, measuredSteps(epochs, stepsPerEpoch));
  for (const row of metrics) {
    job.events.push(
      event(`Step ${row.step}/${epochs * stepsPerEpoch}: training loss=${row.train_loss}`, row, 'metrics'),
    );
  }
  await pause();
  if (outcome === 'paused' || outcome === 'unknown') {
    change(job, { status: outcome === 'paused' ? 'paused' : 'pondering' });
    await pause();
  }
  if (isOver(job)) return;

  const name = modelName(models.find(base).root, job.object.user_provided_suffix, job.object.id);
  if (outcome === 'failed') {
    const { code, message, param } = told?.error ?? {
      code: 'server_error',
      message: 'The job failed as ordered.',
      param: null,
    };
    return fail(job, code, message, param);
  }
  if (outcome === 'cancelled') return change(job, { status: 'cancelled', finished_at: seconds() });
  job.events.push(moderation(outcome === 'moderation_blocked', name));
  if (outcome === 'moderation_blocked') {
    return fail(job, 'moderation_blocked', 'The fine-tuned model did not pass the safety checks.', null);
  }
  models.teach(name, base, training.examples);
  const ends = metrics.filter(({ step }) => step % stepsPerEpoch === 0).slice(-3);
  for (const row of ends) {
    const made = checkpoint(job.object.id, name, row);
    models.alias(made.fine_tuned_model_checkpoint, name);
    job.checkpoints.unshift(made);
  }
  const results = await files.write(`${job.object.id}-results.csv`, 'fine-tune-results', resultCsv(metrics));
  job.events.push(event('New fine-tuned model created'), event('The job has successfully completed'));
  change(job, {
    status: 'succeeded',
    fine_tuned_model: outcome === 'no_model' ? null : name,
    finished_at: seconds(),
    // Words of prompts and replies for each epoch: near enough to tokens for a stand-in.
    trained_tokens:
      epochs *
      training.examples.reduce((sum, { prompt, reply }) => sum + wordsOf(prompt).length + wordsOf(reply).length, 0),
    result_files: [results.id],
  });
}
