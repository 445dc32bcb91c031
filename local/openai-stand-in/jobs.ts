import { z } from 'zod';
import type { Script } from './faults.ts';
import { type Files, newId, seconds } from './files.ts';
import { ApiError, jsonBody, notFound, page, type Route } from './http.ts';
import { event, type JobObject } from './job.ts';
import type { Models } from './models.ts';
import { isOver, type Job, train } from './training.ts';

const hyperparameters = z.object({
  n_epochs: z.union([z.int().min(1).max(50), z.literal('auto')]).optional(),
  batch_size: z.union([z.int().min(1).max(256), z.literal('auto')]).optional(),
  learning_rate_multiplier: z.union([z.number().positive(), z.literal('auto')]).optional(),
});

const creation = z.object({
  model: z.string(),
  training_file: z.string(),
  validation_file: z.string().nullish(),
  suffix: z.string().min(1).max(64).nullish(),
  seed: z.int().min(0).max(2_147_483_647).nullish(),
  metadata: z
    .record(z.string().max(64), z.string().max(512))
    .refine((pairs) => Object.keys(pairs).length <= 16, 'at most 16 pairs')
    .nullish(),
  hyperparameters: hyperparameters.optional(),
  method: z
    .object({
      type: z.literal('supervised'),
      supervised: z.object({ hyperparameters: hyperparameters.optional() }).optional(),
    })
    .optional(),
});

const matchesMetadata = (job: JobObject, query: URLSearchParams): boolean =>
  [...query].every(([key, value]) => {
    const name = /^metadata\[(.+)\]$/.exec(key)?.[1];
    return name === undefined || job.metadata?.[name] === value;
  });

function newJob(asked: z.infer<typeof creation>): Job {
  const wanted = asked.method?.supervised?.hyperparameters ?? asked.hyperparameters ?? {};
  const settings = { n_epochs: 'auto', batch_size: 'auto', learning_rate_multiplier: 'auto', ...wanted } as const;
  const object: JobObject = {
    object: 'fine_tuning.job',
    id: newId('ftjob'),
    organization_id: 'org-stand-in',
    created_at: seconds(),
    model: asked.model,
    training_file: asked.training_file,
    validation_file: asked.validation_file ?? null,
    seed: asked.seed ?? 42,
    metadata: asked.metadata ?? null,
    user_provided_suffix: asked.suffix ?? null,
    hyperparameters: settings,
    method: { type: 'supervised', supervised: { hyperparameters: settings } },
    status: 'validating_files',
    error: null,
    finished_at: null,
    fine_tuned_model: null,
    trained_tokens: null,
    result_files: [],
    integrations: [],
  };
  const events = [
    event(`Created fine-tuning job: ${object.id}`),
    event(`Validating training file: ${asked.training_file}`),
  ];
  return { object, events, checkpoints: [] };
}

interface JobsOptions {
  readonly files: Files;
  readonly models: Models;
  readonly script: Script;
  pause(): Promise<void>;
}

/** Fine-tuning jobs: create, list, look, cancel, events, checkpoints. */
export function jobRoutes({ files, models, script, pause }: JobsOptions): Route[] {
  const jobs = new Map<string, Job>();
  const find = (id = ''): Job => {
    const job = jobs.get(id);
    if (job === undefined) throw notFound('fine-tune job', id, 'fine_tuning_job_id');
    return job;
  };
  const checkFileId = (id: string | null | undefined, param: string) => {
    if (id && files.get(id) === undefined) throw new ApiError(400, `invalid ${param}: ${id}`, null, param);
  };
  return [
    {
      method: 'POST',
      pattern: /^\/v1\/fine_tuning\/jobs$/,
      answer: async (call) => {
        const asked = await jsonBody(call, creation);
        models.alive(asked.model);
        checkFileId(asked.training_file, 'training_file');
        checkFileId(asked.validation_file, 'validation_file');
        const job = newJob(asked);
        jobs.set(job.object.id, job);
        train(job, { files, models, pause }, script.nextOutcome()).catch(() => {
          job.object = {
            ...job.object,
            status: 'failed',
            error: { code: 'server_error', message: 'The stand-in could not read the file.', param: 'training_file' },
          };
        });
        return { json: job.object };
      },
    },
    {
      method: 'GET',
      pattern: /^\/v1\/fine_tuning\/jobs$/,
      answer: ({ query }) => {
        const all = [...jobs.values()].map(({ object }) => object).reverse();
        return {
          json: page(
            all.filter((job) => matchesMetadata(job, query)),
            query,
          ),
        };
      },
    },
    {
      method: 'GET',
      pattern: /^\/v1\/fine_tuning\/jobs\/([^/]+)$/,
      answer: ({ caught: [id] }) => ({ json: find(id).object }),
    },
    {
      method: 'POST',
      pattern: /^\/v1\/fine_tuning\/jobs\/([^/]+)\/cancel$/,
      answer: ({ caught: [id] }) => {
        const job = find(id);
        if (isOver(job)) throw new ApiError(400, `Job has already ${job.object.status}.`, null, 'fine_tuning_job_id');
        job.object = { ...job.object, status: 'cancelled', finished_at: seconds() };
        job.events.push(event('Fine-tuning job cancelled'));
        return { json: job.object };
      },
    },
    {
      method: 'GET',
      pattern: /^\/v1\/fine_tuning\/jobs\/([^/]+)\/events$/,
      answer: ({ caught: [id], query }) => ({ json: page(find(id).events.toReversed(), query) }),
    },
    {
      method: 'GET',
      pattern: /^\/v1\/fine_tuning\/jobs\/([^/]+)\/checkpoints$/,
      answer: ({ caught: [id], query }) => ({ json: page(find(id).checkpoints, query, 10) }),
    },
  ];
}
