import { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import * as z from 'zod';
import type { Batch, Batches } from '../core/augmentation/batches.ts';
import { RetryableError } from '../core/errors.ts';
import type { TrainingFile } from '../core/training/trainer.ts';
import { gone, OpenAiClient, type OpenAiSettings, over } from './openai-client.ts';
import { listed } from './openai-lists.ts';
import { filesNamed, openAiLimits, sendFile } from './openai-upload.ts';

const batchSchema = z.object({
  id: z.string().min(1),
  status: z.string(),
  output_file_id: z.string().nullish(),
  error_file_id: z.string().nullish(),
  errors: z
    .object({
      data: z.array(z.object({ code: z.string().nullish(), message: z.string().nullish() })).nullish(),
    })
    .nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});

function batchOf(answer: unknown): Batch {
  const { id, status, output_file_id, error_file_id, errors } = batchSchema.parse(answer);
  return {
    id,
    status,
    // Where there is none the service sends null, an empty text, or leaves it out.
    outputFile: output_file_id || null,
    errorFile: error_file_id || null,
    errors: (errors?.data ?? []).map(({ code, message }) => ({ code: code ?? 'unknown', message: message ?? '' })),
  };
}

/** A file to its end: a connection that breaks off must not cost what was paid for. @throws RetryableError */
async function* whole(file: string, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw new RetryableError(`Could not read file ${file} to its end: the connection broke off.`, { cause: error });
  }
}

/** OpenAI's Batch API, or any service with the same API at another base URL. */
export class OpenAiBatches implements Batches {
  readonly #openai: OpenAiClient;

  constructor(settings: OpenAiSettings) {
    this.#openai = new OpenAiClient(settings);
  }

  get host(): string {
    return this.#openai.host;
  }

  find(runId: string): Promise<Batch | undefined> {
    return this.#openai.call(`list the batches of run ${runId}`, async (client) => {
      let found: Batch | undefined;
      // Newest first, and all of them: what an aborted run has left, an erasure may look for months later.
      for await (const batch of listed(client, '/batches', batchSchema)) {
        if (batch.metadata?.['runId'] === runId && batch.status !== 'failed') found = batchOf(batch);
      }
      return found;
    });
  }

  filesOf(name: string): Promise<string[]> {
    return this.#openai.call(`list the files named ${name}`, (client) => filesNamed(client, 'batch', [name]));
  }

  upload(file: TrainingFile): Promise<string> {
    return this.#openai.call(`upload ${file.name}`, (client) => sendFile(client, file, openAiLimits, 'batch'));
  }

  create(runId: string, file: string): Promise<Batch> {
    return this.#openai.call('create the batch', async (client) => {
      const request = {
        input_file_id: file,
        endpoint: '/v1/chat/completions',
        completion_window: '24h',
        metadata: { runId },
      } as const;
      // The SDK would repeat a request whose answer was lost, and so start a second batch that costs.
      return batchOf(await client.batches.create(request, { maxRetries: 0 }));
    });
  }

  batch(id: string): Promise<Batch> {
    return this.#openai.call(`look at batch ${id}`, async (client) => batchOf(await client.batches.retrieve(id)));
  }

  async cancel(id: string): Promise<void> {
    await this.#openai.call(`cancel batch ${id}`, (client) => client.batches.cancel(id).catch(over));
  }

  open(file: string): Promise<AsyncIterable<Uint8Array>> {
    return this.#openai.call(`read file ${file}`, async (client) => {
      const { body } = await client.files.content(file);
      return body instanceof ReadableStream ? whole(file, Readable.fromWeb(body)) : Readable.from([]);
    });
  }

  async deleteFile(id: string): Promise<void> {
    await this.#openai.call(`delete file ${id}`, (client) => client.files.delete(id).catch(gone));
  }
}
