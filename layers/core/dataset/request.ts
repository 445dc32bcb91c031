import * as z from 'zod';
import { TerminalError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { optionsIn, printable } from '../options.ts';
import { largestValidationShare } from './split.ts';

/** What a training run is asked to do: every option has a value, and every value was checked. */
export const requestSchema = z.object({
  /** Exchanges written from `since` on and before `until` take part: ISO 8601, UTC. */
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  policy: z.string(),
  /** Fewer training lines than this stop the run. At least 10, for the trainer takes no fewer. */
  minimumExamples: z.int().min(10),
  /** A base model, or an earlier fine-tune (`ft:…`). */
  baseModel: z.string(),
  suffix: z.string(),
  seed: z.int().min(0),
  epochs: z.union([z.literal('auto'), z.int().min(1)]),
  /** The share (0..0.5) of what is not held out that validates instead of training. */
  validationShare: z.number().min(0).max(largestValidationShare),
  maximumCostUsd: z.number().min(0),
  dryRun: z.boolean(),
  promote: z.enum(['auto', 'never']),
});
export type RunRequest = Readonly<z.infer<typeof requestSchema>>;

/** What the options fall back on, and what they are checked against. */
export interface RequestContext {
  /** ISO 8601 with any offset: the default of `until`. */
  readonly startedAt: string;
  readonly minimumExamples: number;
  readonly policy: string;
  readonly baseModel: string;
  /** The names of the policies there are. */
  readonly policies: readonly string[];
}

/** An option that is unknown or has a value that cannot be. Says which, and what would do. */
export class InvalidRequest extends TerminalError {
  override name = 'InvalidRequest';

  constructor(problems: readonly string[]) {
    super(`${problems.join(' ')} Start the run again with that mended; {} takes every default.`);
  }
}

/** A policy of this name does not exist. */
export class UnknownPolicy extends TerminalError {
  override name = 'UnknownPolicy';

  constructor(policy: string, known: readonly string[]) {
    const meant = nearest(policy, known);
    super(
      `There is no policy "${printable(policy)}"${meant === undefined ? '' : `; did you mean "${meant}"?`} ` +
        `Policies: ${known.join(', ')}. Name one of them, or leave the option out.`,
    );
  }
}

const instant = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()])
  .transform((text) => new Date(text).toISOString());

/** Narrower than the request itself, which a dataset of other times may have been made by. */
const optionsSchema = z
  .object({
    since: instant,
    until: instant,
    policy: z.string().min(1),
    minimumExamples: z.int().min(10),
    baseModel: z.string().regex(/^[\w.:/-]{1,200}$/),
    suffix: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
    seed: z.int().min(0).max(2_147_483_647),
    epochs: z.union([z.literal('auto'), z.int().min(1).max(50)]),
    validationShare: z.number().min(0).max(largestValidationShare),
    maximumCostUsd: z.number().min(0),
    dryRun: z.boolean(),
    promote: z.enum(['auto', 'never']),
  } satisfies Record<keyof RunRequest, z.ZodType>)
  .partial();

const wants = {
  since: 'a date such as "2026-01-31" or "2026-01-31T08:00:00Z"',
  until: 'a date such as "2026-01-31" or "2026-01-31T08:00:00Z"',
  policy: 'the name of a policy',
  minimumExamples: 'a whole number from 10 on (the trainer takes no fewer)',
  baseModel: 'a model such as "gpt-4o-mini-2024-07-18" or an earlier fine-tune "ft:…"',
  suffix: '1 to 64 letters, digits, "-" or "_": the new model is named with it',
  seed: 'a whole number from 0 to 2147483647',
  epochs: '"auto" or a whole number from 1 to 50',
  validationShare: 'a number from 0 to 0.5',
  maximumCostUsd: 'a number of US dollars from 0 on',
  dryRun: 'true or false',
  promote: '"auto" or "never"',
} satisfies Record<keyof RunRequest, string>;

const defaults = ({ startedAt, minimumExamples, policy, baseModel }: RequestContext): RunRequest => ({
  since: '1970-01-01T00:00:00.000Z',
  until: new Date(startedAt).toISOString(),
  policy,
  minimumExamples,
  baseModel,
  suffix: 'reflectwithin',
  seed: 42,
  epochs: 'auto',
  validationShare: 0.1,
  maximumCostUsd: 25,
  dryRun: false,
  promote: 'auto',
});

/**
 * Fills in and checks the options of a run, see `optionsIn`.
 *
 * @throws InvalidRequest naming every option that is unknown or wrong; UnknownPolicy
 */
export function resolveRequest(raw: unknown, context: RequestContext): RunRequest {
  const options = optionsIn(raw, optionsSchema, wants);
  if (Array.isArray(options)) throw new InvalidRequest(options);
  const request = requestSchema.parse({ ...defaults(context), ...options });
  if (request.since >= request.until) {
    throw new InvalidRequest([
      `"since" (${request.since}) must be before "until" (${request.until}${options.until === undefined ? ', the start of the run' : ''}).`,
    ]);
  }
  if (!context.policies.includes(request.policy)) throw new UnknownPolicy(request.policy, context.policies);
  return request;
}
