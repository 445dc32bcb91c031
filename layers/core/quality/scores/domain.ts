import type { Evidence } from '../judgement.ts';
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

/** Finds the domain of the exchange that a reading holds. */
export class Domain {
  readonly #reading: DialogueReading;
  readonly #tags: readonly { tag: string; strong: number; weak: number | undefined }[];
  readonly #knowledge: number;

  constructor(reading: DialogueReading) {
    const { seen } = reading.reply;
    this.#reading = reading;
    this.#tags = domainTags.map((tag) => ({ tag, strong: seen.index(tag), weak: seen.find(`${tag}_weak`) }));
    this.#knowledge = seen.uses('domain_knowledge');
  }

  /**
   * The tags, sorted: what the user says counts whole, what the reply says half; a word that is weak alone counts
   * half of a strong one. And whether the reply speaks with knowledge of the field.
   */
  read(): { tags: string[]; knows: boolean } {
    const { reply, user } = this.#reading;
    const tags: string[] = [];
    for (const { tag, strong, weak } of this.#tags) {
      const of = ({ counts }: Seen) => (counts[strong] ?? 0) + (weak === undefined ? 0 : (counts[weak] ?? 0) / 2);
      if (of(user.seen) + of(reply.seen) / 2 >= 1) tags.push(tag);
    }
    return { tags, knows: (reply.seen.counts[this.#knowledge] ?? 0) > 0 };
  }

  /** Adds the words that gave these tags, as rules of the tags' names. */
  explain(tags: readonly string[], evidence: Evidence[]): void {
    const { reply, user } = this.#reading;
    for (const { tag: rule, strong, weak = strong } of this.#tags) {
      if (!tags.includes(rule)) continue;
      for (const index of new Set([strong, weak])) {
        user.seen.explainClass(index, { rule, where: 'user', tokens: user.tokens, evidence });
        reply.seen.explainClass(index, { rule, where: 'assistant', tokens: reply.tokens, evidence });
      }
    }
  }
}
