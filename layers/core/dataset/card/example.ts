import * as z from 'zod';
import { exchangeSchema } from '../../conversation/exchange.ts';
import { scoresSchema, tiers } from '../../quality/judgement.ts';
import type { Joined } from '../joined.ts';
import { splits } from '../split.ts';

const { id, user, assistant, context } = exchangeSchema.shape;

/**
 * A line of `examples.jsonl`: a kept exchange and what is known of it. What older datasets did not write down is
 * optional; their cards say that it was not recorded. Keys stand in this order in the file; the id comes first, for
 * erasure looks for it.
 */
export const exampleSchema = z.object({
  id,
  split: z.enum(splits),
  tier: z.enum(tiers),
  quality_score: z.number().min(0).max(1),
  /** Of the exchange: consent that is withdrawn later holds up to a version. */
  version: z.string().optional(),
  pseudonym: z.string().optional(),
  createdAt: z.string().optional(),
  model: z.string().optional(),
  /** The stand-in for the user's name. */
  name: z.string().optional(),
  source: z.string().optional(),
  /** Of a variant: the example that it was made of, and how. */
  parent: z.string().optional(),
  variation: z.string().optional(),
  /** What it teaches most; one of the policy's quotas. */
  category: z.string().optional(),
  /** What it talks about; none, one or several. */
  domain: z.array(z.string()).readonly().optional(),
  scores: scoresSchema.optional(),
  user,
  assistant,
  context,
});
export type Example = Readonly<z.infer<typeof exampleSchema>>;

/** The example that a joined exchange becomes. */
export const exampleOf = ({ judgement: { domain, scores }, ...joined }: Joined): Example =>
  exampleSchema.parse({ ...joined, domain, scores });
