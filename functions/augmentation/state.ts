import * as z from 'zod';
import { augmentationPlanSchema } from '../../layers/core/augmentation/parent.ts';

/** The state of an augmentation, as it grows from state to state: ids, keys and counts, never text. */

const count = z.int().min(0);

/** What the console's "Start execution" hands over, with what Step Functions knows of the execution. */
export const started = z.object({ runId: z.string().min(1), startedAt: z.string(), request: z.unknown() });

/** After Plan augmentation. */
export const planned = z.object({
  runId: z.string().min(1),
  startedAt: z.string(),
  /** The policy's name. */
  policy: z.string(),
  dryRun: z.boolean(),
  plan: augmentationPlanSchema,
});

/** After Upload requests. */
export const uploaded = planned.extend({
  /** The service's id of the file. */
  file: z.string(),
  /** How many users were erased when it was made. A run that was under way before this was asked knows none. */
  erased: count.default(0),
});

/** After Create batch, and after each Poll batch. */
export const waiting = uploaded.extend({
  batch: z.object({
    id: z.string(),
    /** The service's own word. */
    status: z.string(),
    /** True when no more will come of it. */
    ended: z.boolean(),
    outputFile: z.string().nullable(),
    errorFile: z.string().nullable(),
    /** Seconds to wait before the next poll. */
    pollSeconds: z.int().min(1),
    polls: count,
    /** Polls in a row that went unanswered. */
    missed: count,
  }),
});

/** After Take in variants. */
export const augmented = waiting.extend({
  report: z.object({
    key: z.string(),
    asked: count,
    made: count,
    withdrawn: count,
    refused: z.record(z.string(), count),
    failed: z.record(z.string(), count),
    usd: z.number().min(0),
  }),
});
