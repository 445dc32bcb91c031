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

/** What a run that failed has recorded, as far as the laptop tells it. */
export const failureSchema = z.object({
  error: z.string(),
  reason: z.string(),
  /** The run's jobs as the trainer had them in the end. */
  jobs: z.array(z.object({ id: z.string(), status: z.string() })).default([]),
});

/** The state of a failed run with its job's last status: the run itself ended at the poll that met it. */
export function asRecorded(state: RunState, { jobs }: z.infer<typeof failureSchema>): RunState {
  const job = state.job && { ...state.job, ...jobs.find(({ id }) => id === state.job?.id) };
  return job ? { ...state, job } : state;
}
