import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { type BatchObject, createSchema, expired, readRows, type rowSchema } from './batch.ts';
import type { Script } from './faults.ts';
import { type Files, newId, seconds } from './files.ts';
import { ApiError, jsonBody, notFound, page, type Route } from './http.ts';

interface BatchesParts {
  readonly files: Files;
  readonly script: Script;
  readonly pause: () => Promise<void>;
  /** Answers the body of a chat request. @throws ApiError */
  readonly complete: (body: unknown) => unknown;
}

/** Batches of chat requests: each status lasts as long as a job's; a third status is the last. */
class BatchList {
  readonly #batches = new Map<string, BatchObject>();
  readonly #parts: BatchesParts;

  constructor(parts: BatchesParts) {
    this.#parts = parts;
  }

  get(id = ''): BatchObject {
    const batch = this.#batches.get(id);
    if (batch === undefined) throw notFound('batch', id);
    return batch;
  }

  all(): BatchObject[] {
    return [...this.#batches.values()].reverse();
  }

  #change(id: string, change: Partial<BatchObject>): void {
    this.#batches.set(id, { ...this.get(id), ...change });
  }

  create({ input_file_id, endpoint, completion_window, metadata = null }: z.infer<typeof createSchema>): BatchObject {
    const file = this.#parts.files.get(input_file_id);
    if (file?.purpose !== 'batch') throw notFound('File object', input_file_id);
    const batch: BatchObject = {
      id: newId('batch'),
      object: 'batch',
      endpoint,
      errors: null,
      input_file_id,
      completion_window,
      status: 'validating',
      output_file_id: null,
      error_file_id: null,
      created_at: seconds(),
      metadata,
      request_counts: { total: 0, completed: 0, failed: 0 },
    };
    this.#batches.set(batch.id, batch);
    void this.#work(batch.id).catch(() => {});
    return batch;
  }

  cancel(id: string): BatchObject {
    const { status } = this.get(id);
    if (!['validating', 'in_progress'].includes(status)) {
      throw new ApiError(409, `Cannot cancel a batch with status '${status}'.`);
    }
    this.#change(id, { status: 'cancelling' });
    void this.#parts
      .pause()
      .then(() => this.#change(id, { status: 'cancelled' }))
      .catch(() => {});
    return this.get(id);
  }

  async #work(id: string): Promise<void> {
    const { files, script, pause } = this.#parts;
    const outcome = script.nextBatch();
    const input = files.pathOf(this.get(id).input_file_id);
    await pause();
    const fail = (code: string, message: string) => {
      // One that was cancelled meanwhile is left alone, also where its file is gone.
      if (this.get(id).status !== 'validating') return;
      this.#change(id, {
        status: 'failed',
        errors: { object: 'list', data: [{ code, message, line: null, param: null }] },
      });
    };
    if (outcome === 'failed') {
      return fail(
        'token_limit_exceeded',
        'Enqueued token limit reached. Please try again once some batches have completed.',
      );
    }
    let rows: z.infer<typeof rowSchema>[];
    try {
      rows = readRows(await readFile(input, 'utf8'));
    } catch (error) {
      return fail('invalid_json_line', error instanceof Error ? error.message : 'wrong');
    }
    if (this.get(id).status !== 'validating') return;
    this.#change(id, { status: 'in_progress', request_counts: { total: rows.length, completed: 0, failed: 0 } });
    if (outcome === 'stuck') return;
    await pause();
    const isLate = (index: number) => outcome === 'expired' && index >= rows.length / 2;
    const answered = rows.map((row, index) => (isLate(index) ? expired(row.custom_id) : this.#answer(row)));
    if (this.get(id).status !== 'in_progress') return;
    const [good, bad] = [answered.filter(({ ok }) => ok), answered.filter(({ ok }) => !ok)];
    const write = async (kind: string, some: typeof answered) =>
      some.length === 0
        ? null
        : (
            await files.write(
              `${id}_${kind}.jsonl`,
              'batch_output',
              some.map(({ line }) => `${JSON.stringify(line)}\n`).join(''),
            )
          ).id;
    this.#change(id, {
      status: outcome === 'expired' ? 'expired' : 'completed',
      output_file_id: await write('output', good),
      error_file_id: await write('error', bad),
      request_counts: { total: rows.length, completed: good.length, failed: bad.length },
    });
  }

  #answer({ custom_id, body }: z.infer<typeof rowSchema>) {
    const line = (status_code: number, answer: unknown) => ({
      ok: status_code === 200,
      line: {
        id: newId('batch_req'),
        custom_id,
        response: { status_code, request_id: newId('req'), body: answer },
        error: null,
      },
    });
    try {
      return line(200, this.#parts.complete(body));
    } catch (error) {
      const told = error instanceof ApiError ? error : new ApiError(500, 'The server had an error.', 'server_error');
      return line(told.status, told.body);
    }
  }
}

export function batchRoutes(parts: BatchesParts): Route[] {
  const batches = new BatchList(parts);
  return [
    {
      method: 'POST',
      pattern: /^\/v1\/batches$/,
      answer: async (call) => ({ json: batches.create(await jsonBody(call, createSchema)) }),
    },
    { method: 'GET', pattern: /^\/v1\/batches$/, answer: ({ query }) => ({ json: page(batches.all(), query) }) },
    {
      method: 'GET',
      pattern: /^\/v1\/batches\/([^/]+)$/,
      answer: ({ caught: [id] }) => ({ json: batches.get(id) }),
    },
    {
      method: 'POST',
      pattern: /^\/v1\/batches\/([^/]+)\/cancel$/,
      answer: ({ caught: [id = ''] }) => ({ json: batches.cancel(id) }),
    },
  ];
}
