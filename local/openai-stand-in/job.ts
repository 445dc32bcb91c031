import { createHash } from 'node:crypto';
import { newId, seconds } from './files.ts';
import type { Metrics } from './loss.ts';

interface Hyperparameters {
  readonly n_epochs?: number | 'auto' | undefined;
  readonly batch_size?: number | 'auto' | undefined;
  readonly learning_rate_multiplier?: number | 'auto' | undefined;
}

/** A fine-tuning job as the API shows it. */
export interface JobObject {
  readonly object: 'fine_tuning.job';
  readonly id: string;
  readonly organization_id: string;
  readonly created_at: number;
  readonly model: string;
  readonly training_file: string;
  readonly validation_file: string | null;
  readonly seed: number;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly user_provided_suffix: string | null;
  readonly hyperparameters: Hyperparameters;
  readonly method: { readonly type: 'supervised'; readonly supervised: { readonly hyperparameters: Hyperparameters } };
  readonly status: string;
  readonly error: { readonly code: string; readonly message: string; readonly param: string | null } | null;
  readonly finished_at: number | null;
  readonly fine_tuned_model: string | null;
  readonly trained_tokens: number | null;
  readonly result_files: readonly string[];
  readonly integrations: readonly never[];
}

/** Default epochs, by the OpenAI cookbook's rule: 3, more for few examples, fewer for very many. */
export const epochsFor = (examples: number): number => {
  if (examples * 3 < 100) return Math.max(1, Math.min(25, Math.floor(100 / Math.max(examples, 1))));
  if (examples * 3 > 25_000) return Math.max(1, Math.floor(25_000 / examples));
  return 3;
};

/** Where the training is measured: the end of each epoch, and some thirty steps between, rising, without repeats. */
export const measuredSteps = (epochs: number, stepsPerEpoch: number): number[] => {
  const total = epochs * stepsPerEpoch;
  const between = Array.from({ length: 30 }, (_, index) => Math.ceil((total * (index + 1)) / 30));
  const ends = Array.from({ length: epochs }, (_, epoch) => (epoch + 1) * stepsPerEpoch);
  return [...new Set([...between, ...ends])].filter((step) => step >= 1).sort((a, b) => a - b);
};

export const modelName = (root: string, suffix: string | null, jobId: string): string =>
  `ft:${root}:stand-in:${suffix ?? ''}:${createHash('sha256').update(jobId).digest('hex').slice(0, 8)}`;

export const resultCsv = (metrics: readonly Metrics[]): string =>
  [
    'step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy',
    ...metrics.map((row) =>
      [
        row.step,
        row.train_loss,
        row.train_mean_token_accuracy,
        row.valid_loss ?? '',
        row.valid_mean_token_accuracy ?? '',
      ].join(','),
    ),
  ].join('\n');

export const event = (message: string, data: unknown = {}, type = 'message', level = 'info') => ({
  object: 'fine_tuning.job.event',
  id: newId('ftevent'),
  created_at: seconds(),
  level,
  message,
  data,
  type,
});
export type Event = ReturnType<typeof event>;

export const checkpoint = (job: string, model: string, metrics: Metrics) => ({
  object: 'fine_tuning.job.checkpoint',
  id: newId('ftckpt'),
  created_at: seconds(),
  fine_tuned_model_checkpoint: `${model}:ckpt-step-${metrics.step}`,
  fine_tuning_job_id: job,
  step_number: metrics.step,
  metrics: { ...metrics, full_valid_loss: metrics.valid_loss },
});
export type Checkpoint = ReturnType<typeof checkpoint>;
