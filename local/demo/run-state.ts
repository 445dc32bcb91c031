import * as z from 'zod';

const count = z.int().min(0);
const scores = z.record(z.string(), z.number());

/** What the laptop's run tells of a training run's state: every part is there once its state has been passed. */
export const runStateSchema = z.object({
  dataset: z
    .object({
      id: z.string(),
      prefix: z.string(),
      train: count,
      validation: count,
      holdout: count,
      seen: count,
      kept: count,
      rejected: z.record(z.string(), count),
      tokens: count.optional(),
    })
    .optional(),
  cost: z.object({ usd: z.number() }).optional(),
  job: z
    .object({ id: z.string(), status: z.string(), loss: z.number().nullish(), fineTunedModel: z.string().nullish() })
    .optional(),
  evaluation: z.object({ prompts: count, candidate: scores, champion: scores.nullable() }).optional(),
  gate: z.object({ verdict: z.enum(['pass', 'fail']), reasons: z.array(z.string()) }).optional(),
  promotion: z.object({ model: z.string().nullable() }).optional(),
});
export type RunState = Readonly<z.infer<typeof runStateSchema>>;
