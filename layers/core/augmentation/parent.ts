import * as z from 'zod';
import { exchangeSchema } from '../conversation/exchange.ts';
import { variationKinds } from '../quality/augmentation.ts';

const { id, pseudonym, createdAt, name, user, assistant, context } = exchangeSchema.shape;

/** A line of the run's own list: a variant that was asked for, and all that must be known of its parent then. */
export const askedSchema = z.object({
  /** Of the variant. */
  id,
  kind: z.enum(variationKinds),
  variation: z.string(),
  parent: id,
  parentText: z.string(),
  pseudonym,
  createdAt,
  name,
  user,
  assistant,
  context,
});
export type Asked = Readonly<z.infer<typeof askedSchema>>;

const count = z.int().min(0);

/** What a run is going to ask for. */
export const augmentationPlanSchema = z.object({
  dataset: z.string(),
  policy: z.string(),
  model: z.string(),
  /** The version of the prompts. */
  prompts: z.string(),
  requests: count,
  /** Of the file for the Batch API. */
  bytes: count,
  /** What it costs at most. */
  estimatedUsd: z.number().min(0),
  budgetUsd: z.number().min(0),
  /** Variants that are there or were refused, and examples of which none is made, by reason. */
  skipped: z.record(z.string(), count),
  /** Why no more was asked for. `all`: there is nothing left to ask. */
  stoppedBy: z.enum(['all', 'budget', 'share', 'batch_size']),
});
export type AugmentationPlan = Readonly<z.infer<typeof augmentationPlanSchema>>;

const folder = (runId: string) => `work/${runId}/augmentation/`;
/** The file for the Batch API, and the run's list, line by line of the same variants. */
export const requestsKey = (runId: string) => `${folder(runId)}requests.jsonl`;
export const askedKey = (runId: string) => `${folder(runId)}asked.jsonl`;

/** What an erasure has copied of the batch's answers, without those about the user: they are taken in from here then. */
export const answersKey = (runId: string) => `${folder(runId)}answers.jsonl`;
/** Whether a key of `work/` is of an augmentation. */
export const isOfAugmentation = (runId: string, key: string): boolean => key.startsWith(folder(runId));

/** Where variants lie, and what was told of each run that made some. */
export const variantsPrefix = 'examples/v=1/augmentation/';
export const reportsPrefix = 'augmentations/';
/**
 * The paper of a run that may have something at the service, `{ left: { batch: null } }`: written before anything is
 * sent, so that an erasure knows of a run that was aborted too, and without `left` once nothing lies there, or the
 * failure's paper says what does. See sent.ts.
 */
export const sentKey = (runId: string) => `runs/${runId}/sent.json`;
/** The paper of a run that failed: why, and what it left at the service. */
export const failureKey = (runId: string) => `runs/${runId}/failure.json`;
export const reportKey = (runId: string) => `${reportsPrefix}${runId}.json`;
