import { z } from 'zod';
import { newId } from './files.ts';
import { ApiError } from './http.ts';

export const createSchema = z.looseObject({
  input_file_id: z.string(),
  endpoint: z.literal('/v1/chat/completions'),
  completion_window: z.literal('24h'),
  metadata: z.record(z.string(), z.string()).nullish(),
});
export const rowSchema = z.looseObject({
  custom_id: z.string(),
  method: z.literal('POST'),
  url: z.literal('/v1/chat/completions'),
  body: z.looseObject({ model: z.string() }),
});

/** A batch as the API shows it. */
export interface BatchObject {
  readonly id: string;
  readonly object: 'batch';
  readonly endpoint: string;
  readonly errors: {
    readonly object: 'list';
    readonly data: readonly { code: string; message: string; line: number | null; param: string | null }[];
  } | null;
  readonly input_file_id: string;
  readonly completion_window: string;
  readonly status: string;
  readonly output_file_id: string | null;
  readonly error_file_id: string | null;
  readonly created_at: number;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly request_counts: { readonly total: number; readonly completed: number; readonly failed: number };
}

/** The requests of a batch's file. @throws ApiError naming the line that is none */
export const readRows = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => {
      try {
        return rowSchema.parse(JSON.parse(line));
      } catch {
        throw new ApiError(400, `Line ${index + 1} of the batch is not a request.`, 'invalid_json_line');
      }
    });

/** A row that was not answered in time. */
export const expired = (custom_id: string) => ({
  ok: false,
  line: {
    id: newId('batch_req'),
    custom_id,
    response: null,
    error: {
      code: 'batch_expired',
      message: 'This request could not be executed before the completion window expired.',
    },
  },
});
