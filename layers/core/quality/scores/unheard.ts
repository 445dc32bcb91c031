import { AsksPlainly } from './plain-answer.ts';
import type { TurnReading } from './reading.ts';
import type { Seen } from './seen.ts';

/** What of a reply hears a feeling: it comforts, takes part, names what is felt, or asks after it. */
const hears = [
  'sympathy',
  'recognition',
  'acknowledgement',
  'validation',
  'reassurance',
  'affirmation',
  'presence',
  'togetherness',
  'concern',
  'wish',
  'warmth',
  'relates',
  'names_feeling',
  'encouragement',
  'feeling_low',
  'turns_inward',
] as const;

/**
 * Whether a reply hears nothing of the feeling that was told ("You lost your job. What will you do about money?"). A
 * question about facts in the user's own words is relevant, open and cold.
 */
export class Unheard {
  readonly #tellsHeart: number;
  readonly #asksPlainly: AsksPlainly;
  readonly #hears: readonly number[];
  readonly #celebrates: number;

  constructor(reply: Seen, user: Seen) {
    this.#tellsHeart = user.uses('tells_heart');
    this.#asksPlainly = new AsksPlainly(user);
    this.#hears = hears.map((name) => reply.uses(name));
    this.#celebrates = reply.uses('celebration');
  }

  /**
   * A turn that asks how to do something is served by an answer, and good news by joy.
   *
   * @param told whether the user's turn is good news, and whether that ends in trouble: joy alone does not hear it, unless it asks on
   */
  read(
    reply: TurnReading,
    user: TurnReading,
    told: { readonly toCelebrate: number; readonly mixed: boolean },
  ): boolean {
    const { counts } = reply.seen;
    if (reply.tokens.words === 0 || (user.seen.counts[this.#tellsHeart] ?? 0) === 0) return false;
    if ((told.toCelebrate > 0 && !told.mixed) || this.#asksPlainly.read(user)) return false;
    if (this.#hears.some((index) => (counts[index] ?? 0) > 0)) return false;
    return (counts[this.#celebrates] ?? 0) === 0 || (told.mixed && reply.tokens.questions === 0);
  }
}
