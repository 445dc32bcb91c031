import * as z from 'zod';

/** The scores that can be learned from labels. */
export const learnable = ['empathy', 'question', 'overall'] as const;
export type Learnable = (typeof learnable)[number];

/** Weights of hand-made features are whole thousandths of log-odds. */
export const unitsPerLogOdds = 1000;

const fittedTargetSchema = z.strictObject({
  /** Log-odds × 1000, and by feature what it adds to it. */
  bias: z.int(),
  weights: z.record(z.string(), z.int()),
  /** One signed byte per bucket of grams, as base64, and the log-odds that one unit of it is worth. */
  grams: z.base64(),
  gramUnit: z.number().positive(),
});

/** What `calibrate` writes beside a policy: `fitted.json`. */
export const fittedSchema = z.strictObject({
  schema: z.literal(1),
  description: z.string(),
  targets: z.partialRecord(z.enum(learnable), fittedTargetSchema),
});
export type Fitted = Readonly<z.infer<typeof fittedSchema>>;
export type FittedTarget = Readonly<z.infer<typeof fittedTargetSchema>>;
