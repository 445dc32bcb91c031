import { z } from 'zod';
import { ApiError, jsonBody, type Route } from './http.ts';

/** A failure to act out on the next requests that match it. */
const faultSchema = z.strictObject({
  /** Method and path, `*` stands for anything: `POST /v1/fine_tuning/jobs`, `GET /v1/models/*`. */
  route: z.string(),
  /** How often; 0 = until told otherwise. */
  times: z.int().min(0).default(1),
  status: z.int().min(400).max(599).optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  /** Milliseconds to wait before anything else. */
  delayMs: z.int().min(0).optional(),
  /** Seconds for the `Retry-After` header. */
  retryAfter: z.number().min(0).optional(),
  /** Cuts the connection instead of answering. */
  drop: z.boolean().default(false),
  /** Cuts the connection within the answer. */
  cut: z.boolean().default(false),
  /** Answers this with 200 instead, as some gateways do. */
  says: z.json().optional(),
  /** Does the work first and fails then: the answer is lost, what it created is not. */
  after: z.boolean().default(false),
});
type Fault = z.input<typeof faultSchema>;
type PlannedFault = z.output<typeof faultSchema>;

/** What becomes of the next jobs. `error` is for `failed`. */
export const outcomeSchema = z.strictObject({
  outcome: z.enum(['succeeded', 'failed', 'cancelled', 'paused', 'unknown', 'moderation_blocked', 'stuck', 'no_model']),
  times: z.int().min(1).default(1),
  error: z
    .strictObject({ code: z.string(), message: z.string(), param: z.string().nullable().default(null) })
    .optional(),
});
type Outcome = z.input<typeof outcomeSchema>;
type PlannedOutcome = z.output<typeof outcomeSchema>;

/** What becomes of the next batches: answered, refused before they begin, half of it out of time, or never done. */
const batchOutcomeSchema = z.strictObject({
  outcome: z.enum(['completed', 'failed', 'expired', 'stuck']),
  times: z.int().min(1).default(1),
});
type BatchOutcome = z.input<typeof batchOutcomeSchema>;

const literal = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
const matches = (pattern: string, line: string) =>
  new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`).test(line);

/** Everything the stand-in was told to do wrong, first told first done. */
export class Script {
  #faults: { fault: PlannedFault; left: number }[] = [];
  #outcomes: { outcome: PlannedOutcome; left: number }[] = [];
  #batches: BatchOutcome['outcome'][] = [];

  addFault(fault: Fault): void {
    const planned = faultSchema.parse(fault);
    this.#faults.push({ fault: planned, left: planned.times === 0 ? Number.POSITIVE_INFINITY : planned.times });
  }

  addOutcome(outcome: Outcome): void {
    const planned = outcomeSchema.parse(outcome);
    this.#outcomes.push({ outcome: planned, left: planned.times });
  }

  addBatchOutcome(planned: BatchOutcome): void {
    const { outcome, times } = batchOutcomeSchema.parse(planned);
    this.#batches.push(...Array.from({ length: times }, () => outcome));
  }

  clear(): void {
    this.#faults = [];
    this.#outcomes = [];
    this.#batches = [];
  }

  nextBatch(): BatchOutcome['outcome'] {
    return this.#batches.shift() ?? 'completed';
  }

  nextFault(method: string, path: string): PlannedFault | undefined {
    const found = this.#faults.find(({ fault, left }) => left > 0 && matches(fault.route, `${method} ${path}`));
    if (found) found.left -= 1;
    return found?.fault;
  }

  nextOutcome(): PlannedOutcome | undefined {
    const found = this.#outcomes.find(({ left }) => left > 0);
    if (found) found.left -= 1;
    return found?.outcome;
  }
}

const words: Readonly<Record<number, readonly [code: string, message: string]>> = {
  401: ['invalid_api_key', 'Incorrect API key provided.'],
  403: ['training_not_available', 'Fine-tuning is not available for this organization.'],
  404: ['not_found', 'The resource does not exist.'],
  429: ['rate_limit_exceeded', 'Rate limit reached for requests.'],
  500: ['server_error', 'The server had an error while processing your request.'],
  503: ['server_error', 'The engine is currently overloaded, please try again later.'],
};

/** The error that a fault answers with, in OpenAI's words where none are given. */
export function faultError(fault: PlannedFault): ApiError {
  const status = fault.status ?? 500;
  const [code, message] = words[status] ?? ['error', 'An error as ordered.'];
  return new ApiError(status, fault.message ?? message, fault.code ?? code);
}

const order = <Schema extends z.ZodType>(
  pattern: RegExp,
  schema: Schema,
  take: (order: z.output<Schema>) => void,
): Route => ({
  method: 'POST',
  pattern,
  answer: async (call) => {
    take(await jsonBody(call, schema));
    return { json: { ok: true } };
  },
});

/** The stand-in's own endpoints, outside OpenAI's path. */
export const controlRoutes = (script: Script): Route[] => [
  order(/^\/_stand-in\/faults$/, faultSchema, (fault) => script.addFault(fault)),
  order(/^\/_stand-in\/jobs$/, outcomeSchema, (outcome) => script.addOutcome(outcome)),
  order(/^\/_stand-in\/batches$/, batchOutcomeSchema, (outcome) => script.addBatchOutcome(outcome)),
  {
    method: 'DELETE',
    pattern: /^\/_stand-in\/faults$/,
    answer: () => {
      script.clear();
      return { json: { ok: true } };
    },
  },
];
