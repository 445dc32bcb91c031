import * as z from 'zod';
import { meansSchema } from '../../layers/core/training/gate.ts';
import { costed } from './state.ts';

/**
 * The state of a training run from Check base model to Notify; it goes on where state.ts ends, and by its rules.
 */

const count = z.int().min(0);

/** After Check base model. `shutdownDate`: `YYYY-MM-DD`, the earliest end announced for the model or its base. */
export const checked = costed.extend({
  baseModel: z.object({ id: z.string(), shutdownDate: z.string().nullable() }),
});

/** After Upload dataset: the trainer's ids of the files. `validation` is null where nobody is left to validate with. */
export const uploaded = checked.extend({
  files: z.object({ training: z.string(), validation: z.string().nullable() }),
});

/** After Create fine-tune, and after each Poll fine-tune. */
export const tuning = uploaded.extend({
  job: z.object({
    id: z.string(),
    /** The trainer's own word. */
    status: z.string(),
    /** Seconds to wait before the next poll. */
    pollSeconds: z.int().min(1),
    polls: count,
    /** Polls in a row that went unanswered. */
    missed: count,
    trainedTokens: count.nullable(),
    fineTunedModel: z.string().nullable(),
    /** The training loss at the end, where the trainer tells it. */
    loss: z.number().nullable(),
    /** The trainer's ids of uploaded files that it did not delete when the job was over. Older runs have none written. */
    filesLeft: z.array(z.string()).default([]),
    /** `runs/<runId>/events.jsonl`, oldest first. */
    eventsKey: z.string(),
  }),
});

/** After Evaluate candidate. `key`: every prompt's answers and scores, in S3. */
export const evaluated = tuning.extend({
  evaluation: z.object({
    key: z.string(),
    prompts: count,
    candidate: meansSchema,
    /** Null when neither the champion nor the base model answers any more. */
    champion: meansSchema.nullable(),
    championModel: z.string().nullable(),
    /** The registry's version that the candidate must still find when it is promoted; 0 = nothing promoted yet. */
    championVersion: count,
  }),
});

/** After Gate. */
export const gated = evaluated.extend({
  gate: z.object({ verdict: z.enum(['pass', 'fail']), reasons: z.array(z.string()) }),
});

/** After Promote. Nulls when the request said never. */
export const promoted = gated.extend({
  promotion: z.object({ model: z.string().nullable(), version: count.nullable() }),
});

/** What reaches Notify: a dry run without files, a candidate that the gate refused, or a promoted one. */
export const ended = checked.extend({
  ...promoted.pick({ files: true, job: true, evaluation: true, gate: true, promotion: true }).partial().shape,
});

/** After Notify. */
export const notified = ended.extend({
  report: z.object({ key: z.string(), outcome: z.enum(['promoted', 'not promoted', 'gate failed', 'dry run']) }),
});
