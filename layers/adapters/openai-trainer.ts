import * as z from 'zod';
import { ModelUnknown } from '../core/training/errors.ts';
import {
  type ChatTurn,
  type Checkpoint,
  fileNameOf,
  type JobEvent,
  type JobRequest,
  type ModelFacts,
  type Trainer,
  type TrainingFile,
  type TrainingJob,
} from '../core/training/trainer.ts';
import { gone, OpenAiClient, type OpenAiSettings, over } from './openai-client.ts';
import { listed } from './openai-lists.ts';
import { fileSchema, filesNamed, openAiLimits, sendFile, type UploadLimits } from './openai-upload.ts';

/** What is read of the answers. Only what a run cannot do without must be there: other services leave out much. */
const jobSchema = z.object({
  id: z.string().min(1),
  status: z.string(),
  created_at: z.number().catch(0),
  fine_tuned_model: z.string().nullish(),
  trained_tokens: z.number().nullish(),
  result_files: z.array(z.string()).nullish(),
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});
const eventSchema = z.object({
  id: z.string().catch(''),
  created_at: z.number().catch(0),
  level: z.string().catch('info'),
  type: z.string().catch('message'),
  message: z.string().catch(''),
  data: z.unknown().optional(),
});
const loss = z.number().nullish();
const checkpointSchema = z.object({
  id: z.string().catch(''),
  step_number: z.number().catch(0),
  fine_tuned_model_checkpoint: z.string().nullish(),
  metrics: z.object({ train_loss: loss, valid_loss: loss, full_valid_loss: loss }).catch({}),
});
const modelSchema = z.object({ id: z.string(), shutdown_date: z.string().nullish() });
const answerSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })),
});

function jobOf(answer: unknown): TrainingJob {
  const job = jobSchema.parse(answer);
  const { code, message } = job.error ?? {};
  return {
    id: job.id,
    status: job.status,
    createdAt: job.created_at,
    fineTunedModel: job.fine_tuned_model ?? null,
    trainedTokens: job.trained_tokens ?? null,
    resultFiles: job.result_files ?? [],
    // A job without an error comes with null, or with an object of nulls.
    error: code || message ? { code: code ?? 'unknown', message: message ?? '' } : null,
  };
}

/** Answers longer than this, in tokens, are cut: a companion's reply has a few dozen. */
const longestAnswer = 800;
/** Milliseconds for one answer. */
const patienceForAnswer = 60_000;

/** OpenAI's fine-tuning, or any service with the same API at another base URL. */
export class OpenAiTrainer implements Trainer {
  readonly #openai: OpenAiClient;
  readonly #limits: UploadLimits;
  readonly #plainHyperparameters: boolean;

  constructor(settings: OpenAiSettings, limits: UploadLimits = openAiLimits) {
    this.#openai = new OpenAiClient(settings);
    this.#limits = limits;
    // Nebius Token Factory reads hyperparameters at the top of the request, not within `method`.
    this.#plainHyperparameters = new URL(settings.baseUrl).host.endsWith('nebius.com');
  }

  get host(): string {
    return this.#openai.host;
  }

  findFile(name: string, bytes: number): Promise<string | undefined> {
    return this.#openai.call('list the uploaded files', async (client) => {
      for await (const file of listed(client, '/files', fileSchema, {
        purpose: 'fine-tune',
        order: 'desc',
        limit: 10_000,
      })) {
        if (file.filename === name && file.bytes === bytes && file.status !== 'error') return file.id;
      }
      return undefined;
    });
  }

  filesOf(runId: string, datasetId: string): Promise<string[]> {
    const names = [fileNameOf(runId, datasetId, 'train'), fileNameOf(runId, datasetId, 'validation')];
    return this.#openai.call(`list the files of run ${runId}`, (client) => filesNamed(client, 'fine-tune', names));
  }

  upload(file: TrainingFile): Promise<string> {
    return this.#openai.call(`upload ${file.name}`, (client) => sendFile(client, file, this.#limits));
  }

  deleteFile(id: string): Promise<boolean> {
    return this.#openai.call(
      `delete file ${id}`,
      async (client) => (await client.files.delete(id).catch(gone)) !== null,
    );
  }

  findJobs(runId: string, datasetId: string): Promise<TrainingJob[]> {
    return this.#openai.call(`list the jobs of run ${runId}`, async (client) => {
      const found: TrainingJob[] = [];
      for await (const job of listed(client, '/fine_tuning/jobs', jobSchema, { metadata: { runId } })) {
        // A service that does not know the filter lists every job there is.
        const { runId: run, datasetId: dataset } = job.metadata ?? {};
        if (run === runId && dataset === datasetId) found.push(jobOf(job));
      }
      return found.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
    });
  }

  createJob({ runId, datasetId, baseModel, trainingFile, validationFile, suffix, seed, epochs }: JobRequest) {
    const hyperparameters = { n_epochs: epochs };
    return this.#openai.call('create the fine-tuning job', async (client) => {
      const job = await client.fineTuning.jobs.create(
        {
          model: baseModel,
          training_file: trainingFile,
          validation_file: validationFile,
          suffix,
          seed,
          metadata: { runId, datasetId },
          ...(this.#plainHyperparameters
            ? { hyperparameters }
            : { method: { type: 'supervised', supervised: { hyperparameters } } }),
        },
        // The SDK would repeat a request whose answer was lost, and so start a second job that costs.
        { maxRetries: 0 },
      );
      return jobOf(job);
    });
  }

  async cancelJob(id: string): Promise<void> {
    await this.#openai.call(`cancel job ${id}`, (client) => client.fineTuning.jobs.cancel(id).catch(over));
  }

  job(id: string): Promise<TrainingJob> {
    return this.#openai.call(`look at job ${id}`, async (client) => jobOf(await client.fineTuning.jobs.retrieve(id)));
  }

  events(jobId: string): Promise<JobEvent[]> {
    return this.#openai.call(`list the events of job ${jobId}`, async (client) => {
      const found: JobEvent[] = [];
      for await (const event of listed(client, `/fine_tuning/jobs/${jobId}/events`, eventSchema)) {
        const { id, created_at: createdAt, level, type, message, data = null } = event;
        found.push({ id, createdAt, level, type, message, data });
      }
      return found.reverse();
    });
  }

  checkpoints(jobId: string): Promise<Checkpoint[]> {
    return this.#openai.call(`list the checkpoints of job ${jobId}`, async (client) => {
      const found: Checkpoint[] = [];
      for await (const checkpoint of listed(client, `/fine_tuning/jobs/${jobId}/checkpoints`, checkpointSchema)) {
        const { step_number: step, fine_tuned_model_checkpoint: model, metrics } = checkpoint;
        const validationLoss = metrics.full_valid_loss ?? metrics.valid_loss ?? null;
        found.push({ step, model: model ?? null, trainLoss: metrics.train_loss ?? null, validationLoss });
      }
      return found.sort((a, b) => a.step - b.step);
    });
  }

  resultFile(id: string): Promise<string> {
    return this.#openai.call(`read result file ${id}`, async (client) => (await client.files.content(id)).text());
  }

  model(id: string): Promise<ModelFacts | undefined> {
    return this.#openai.call(`look at model ${id}`, async (client) => {
      const answer = await client.models.retrieve(id).catch(gone);
      if (answer === null) return undefined;
      const { id: known, shutdown_date } = modelSchema.parse(answer);
      return { id: known, shutdownDate: shutdown_date ?? null };
    });
  }

  complete(model: string, conversation: readonly ChatTurn[], seed: number): Promise<string> {
    return this.#openai.callAboutTexts(`ask model ${model}`, async (client) => {
      const messages = [...conversation];
      const asked = { model, messages, seed, temperature: 0, max_completion_tokens: longestAnswer };
      const answer = await client.chat.completions.create(asked, { timeout: patienceForAnswer }).catch(gone);
      if (answer === null) throw new ModelUnknown(model);
      return answerSchema.parse(answer).choices[0]?.message.content ?? '';
    });
  }
}
