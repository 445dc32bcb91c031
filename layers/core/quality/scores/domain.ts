import type { DialogueReading } from './reading.ts';
import type { Seen } from './seen.ts';

/** What an exchange is about, in ReflectWithin's own field. The words of each are in the lexicon `domain`. */
export const domainTags = [
  'anxiety',
  'crossfit_strength',
  'fitness_psychology',
  'goals',
  'life_balance',
  'recovery_injury',
  'stress',
  'yoga_mobility',
] as const;

const strengthOf = (seen: Seen, tag: string): number => {
  const weak = seen.find(`${tag}_weak`);
  return (seen.counts[seen.index(tag)] ?? 0) + (weak === undefined ? 0 : (seen.counts[weak] ?? 0) / 2);
};

/** The tags of the exchange, sorted, and whether the reply speaks with knowledge of the field. */
export function domainOf({ reply, user }: DialogueReading): { tags: string[]; knows: boolean } {
  const tags = domainTags.filter((tag) => strengthOf(user.seen, tag) + strengthOf(reply.seen, tag) / 2 >= 1);
  return { tags, knows: (reply.seen.counts[reply.seen.index('domain_knowledge')] ?? 0) > 0 };
}
