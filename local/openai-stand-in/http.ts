import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';

/** An error as OpenAI's API answers it: `{error: {message, type, param, code}}`. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string | null;
  readonly param: string | null;

  constructor(status: number, message: string, code: string | null = null, param: string | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.param = param;
  }

  get body() {
    const type = this.status >= 500 ? 'server_error' : this.status === 429 ? 'requests' : 'invalid_request_error';
    return { error: { message: this.message, type, param: this.param, code: this.code } };
  }
}

export const notFound = (what: string, id: string, param = 'id') =>
  new ApiError(404, `No such ${what}: ${id}`, null, param);

/** One request, with what its route's pattern caught. */
interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly request: IncomingMessage;
  readonly caught: readonly string[];
}

/** What a route answers: JSON, or a file from the disc. */
export type Answer = { readonly json: unknown } | { readonly file: string; readonly type: string };

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly pattern: RegExp;
  answer(call: Call): Promise<Answer> | Answer;
}

/** Reads and checks a JSON body. @throws ApiError 400 naming the first parameter that is wrong */
export async function jsonBody<Schema extends z.ZodType>(call: Call, schema: Schema): Promise<z.infer<Schema>> {
  const pieces: Buffer[] = [];
  for await (const piece of call.request) pieces.push(piece);
  let body: unknown;
  try {
    body = JSON.parse(Buffer.concat(pieces).toString('utf8') || '{}');
  } catch {
    throw new ApiError(400, 'We could not parse the JSON body of your request.');
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const param = issue?.path.join('.') ?? '';
  throw new ApiError(400, `Invalid '${param}': ${issue?.message ?? 'wrong'}`, 'invalid_value', param);
}

/** A page of a list, as OpenAI cuts it: from after the id `after`, `limit` at most. */
export function page<Item extends { readonly id: string }>(items: readonly Item[], query: URLSearchParams, size = 20) {
  const after = query.get('after');
  const start = after === null ? 0 : items.findIndex(({ id }) => id === after) + 1;
  const limit = Math.min(Math.max(Number(query.get('limit') ?? size) || size, 1), 10_000);
  const data = items.slice(start, start + limit);
  return {
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: start + limit < items.length,
  };
}
