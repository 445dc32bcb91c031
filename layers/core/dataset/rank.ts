import type { Selection } from '../quality/selection.ts';
import type { Joined } from './joined.ts';

/** So far below its own worth a variant stands: below everything that is none. */
export const variantsBelow = 128;

const beginning = Date.UTC(2020);
const year = 365.25 * 24 * 3600 * 1000;

/**
 * Where an example stands in the order of all: higher is better. Gold comes before all others, and all that people wrote
 * before anything that a machine made of it. Age counts in a straight line, so that no order depends on the day of the run.
 */
export function rankOf(
  { tier, source, quality_score, rating = 0, createdAt }: Omit<Joined, 'split' | 'category'>,
  { rank }: Selection,
): number {
  const years = (Date.parse(createdAt) - beginning) / year;
  const group = (tier === 'gold' ? 64 : 0) - (source === 'augmentation' ? variantsBelow : 0);
  // Clocks may be wrong: whatever a date says, it is no reason to leave the group.
  const newness = Math.max(-8, Math.min(8, rank.perYear * years));
  return group + quality_score + rank.feedback * rating + newness;
}
