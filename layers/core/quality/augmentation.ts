import * as z from 'zod';

/** In what a variant differs from its parent. What each asks of the model stands in layers/policy/augmentation.json. */
export const variationKinds = ['paraphrase', 'tone', 'context', 'domain'] as const;
export type VariationKind = (typeof variationKinds)[number];

/** Whether a chat model may vary examples, and how much of a dataset that may become. Anything else is refused. */
export const augmentationSchema = z.strictObject({
  /** Off: none is made, and those that were made before do not train. */
  enabled: z.boolean().default(false),
  /** What one run of the state machine may cost at most, by the prices of layers/policy/prices.json. */
  budgetUsd: z.number().min(0).default(5),
  /** The largest share of the training examples. It never gives way. */
  maxShare: z.number().min(0).max(0.5).default(0.2),
  kinds: z.array(z.enum(variationKinds)).min(1).readonly().default(variationKinds),
  /** The most variants of one example, each of another kind. */
  perParent: z.int().min(1).max(variationKinds.length).default(1),
  /** Whoever writes the variants; the price table must know it. */
  model: z.string().min(1).default('gpt-4.1-mini-2025-04-14'),
});
export type Augmentation = Readonly<z.infer<typeof augmentationSchema>>;
