import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type Exchange, exchangeSchema } from '../../conversation/exchange.ts';
import { type Tier, tiers } from '../../quality/judgement.ts';

/** An exchange that a card shows: redacted, as everything in the lake is. */
export const sampleSchema = exchangeSchema.pick({ id: true, user: true, assistant: true, context: true }).extend({
  tier: z.enum(tiers),
  quality_score: z.number().min(0).max(1),
  /** Why it did not become an example. */
  reasons: z.array(z.string()).readonly().optional(),
});
export type Sample = Readonly<z.infer<typeof sampleSchema>>;

/** How many exchanges of each tier a card shows. */
const perTier = 10;

const placeOf = (id: string): string => createHash('sha256').update(`sample\0${id}`).digest('hex');

/**
 * Picks a few exchanges of each tier by the hash of their ids: nobody chooses, and the same exchanges give the same
 * samples in any order. Picks of parts can be put together to the pick of the whole.
 */
export class Samples {
  readonly #picked = new Map<Tier, { place: string; sample: Sample }[]>();

  offer(sample: Sample): void {
    const place = placeOf(sample.id);
    const picked = this.#picked.get(sample.tier) ?? [];
    const last = picked[perTier - 1];
    if (last !== undefined && last.place <= place) return;
    if (picked.some((each) => each.place === place)) return;
    const next = [...picked, { place, sample }].sort((a, b) => (a.place < b.place ? -1 : 1));
    this.#picked.set(sample.tier, next.slice(0, perTier));
  }

  all(): Sample[] {
    return tiers.flatMap((tier) => (this.#picked.get(tier) ?? []).map(({ sample }) => sample));
  }

  /** As JSON Lines. */
  lines(): string {
    return linesOfSamples(this.all());
  }
}

/** The id comes first: erasure looks for it. */
export const linesOfSamples = (samples: readonly Sample[]): string =>
  samples.map(({ id, ...rest }) => `${JSON.stringify({ id, ...rest })}\n`).join('');

/** An exchange as a sample of a tier. @param reasons why it fell out */
export const sampleOf = (
  { id, user, assistant, context, judgement }: Exchange,
  tier: Tier,
  reasons: readonly string[],
): Sample => ({ id, tier, quality_score: judgement.scores.overall, reasons, user, assistant, context });
