import { endsSentence } from '../text/vocabulary.ts';
import { within } from './linear.ts';
import type { TurnReading } from './reading.ts';
import type { Seen } from './seen.ts';

/** Who asks something plain asks briefly: up to so many words wholly, from that many on not at all. */
const briefWords = [30, 15] as const;
/** Words beside its questions from which on a reply says something, and enough for an answer. */
const answerWords = [3, 8] as const;
/** Classes of a user's turn that tell of the heart: then an answer alone is not what was wanted. */
const ofTheHeart = ['tells_low', 'feeling_low', 'tells_lapse', 'dark'] as const;

/** Whether a turn asks how something is done or what is so: "how many rest days do I need?" */
export class AsksPlainly {
  readonly #wants: number;

  constructor(user: Seen) {
    this.#wants = user.uses('wants_answer');
  }

  /** "How much" asks at the beginning of a sentence: "no matter how much I vent" does not. */
  read({ seen, tokens }: TurnReading): boolean {
    if ((seen.counts[this.#wants] ?? 0) === 0) return false;
    for (let place = 0; place < seen.size; place++) {
      const from = seen.from[place] ?? 0;
      if (seen.classes[place] === this.#wants && (from === 0 || endsSentence(tokens.id[from - 1] ?? 0))) return true;
    }
    return false;
  }
}

/** How far a plain question ("how many rest days do I need?") is met by something that is said. */
export class PlainAnswer {
  readonly #asksPlainly: AsksPlainly;
  readonly #heart: readonly number[];

  constructor(user: Seen) {
    this.#asksPlainly = new AsksPlainly(user);
    this.#heart = ofTheHeart.map((name) => user.uses(name));
  }

  /**
   * @param asked words of the reply's questions
   * @returns 0..1; whether it is the right answer, no word tells
   */
  read(user: TurnReading, reply: TurnReading, asked: number): number {
    const { counts } = user.seen;
    if (!this.#asksPlainly.read(user) || this.#heart.some((index) => (counts[index] ?? 0) > 0)) return 0;
    return within(...briefWords, user.tokens.words) * within(...answerWords, reply.tokens.words - asked);
  }
}
