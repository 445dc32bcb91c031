import { endsSentence, sign, type Vocabulary } from '../text/vocabulary.ts';
import { AsksPlainly } from './plain-answer.ts';
import type { TurnReading } from './reading.ts';
import type { Seen } from './seen.ts';

/** What of a reply hears a feeling whatever its words: it comforts and takes part. */
const hears = [
  'sympathy',
  'recognition',
  'validation',
  'reassurance',
  'affirmation',
  'presence',
  'togetherness',
  'concern',
  'wish',
  'warmth',
  'relates',
  'encouragement',
] as const;
/** What names a feeling, or asks after it. */
const names = ['feeling_low', 'names_feeling', 'acknowledgement', 'turns_inward'] as const;
/**
 * How far a feeling is unheard that is only said again: enough to be told, next to nothing in a score. People found empathy in
 * 22 % of 18 such replies, in 3 % of 160 that name none, and in 37 % of the others.
 */
const saidAgain = 0.01;
/** So many words after a name belong to it: "feel so shaky". */
const wordsAfter = 2;
/** A word that weighs less says nothing of its own: "you are going through". */
const leastWeight = 1;

/**
 * Whether a reply hears nothing of the feeling that was told ("You lost your job. What will you do about money?"). A
 * question about facts in the user's own words is relevant, open and cold.
 */
export class Unheard {
  readonly #tellsHeart: number;
  readonly #asksPlainly: AsksPlainly;
  readonly #hears: readonly number[];
  readonly #celebrates: number;
  /** By class: 1 for those of `names`. */
  readonly #names: Uint8Array;
  readonly #telling: Uint8Array;

  constructor(reply: Seen, user: Seen, vocabulary: Vocabulary) {
    this.#tellsHeart = user.uses('tells_heart');
    this.#asksPlainly = new AsksPlainly(user);
    this.#hears = hears.map((name) => reply.uses(name));
    this.#celebrates = reply.uses('celebration');
    this.#names = new Uint8Array(reply.counts.length);
    for (const name of names) this.#names[reply.uses(name)] = 1;
    this.#telling = vocabulary.tellingFrom(leastWeight);
  }

  /**
   * A turn that asks how to do something is served by an answer, and good news by joy.
   *
   * @param told whether the user's turn is good news, and whether that ends in trouble: joy alone does not hear it, unless it asks on
   * @returns 0 where it is heard, 1 where nothing even names it, and little where it is only said again
   */
  read(reply: TurnReading, user: TurnReading, told: { readonly toCelebrate: number; readonly mixed: boolean }): number {
    const { counts } = reply.seen;
    if (reply.tokens.words === 0 || (user.seen.counts[this.#tellsHeart] ?? 0) === 0) return 0;
    if ((told.toCelebrate > 0 && !told.mixed) || this.#asksPlainly.read(user)) return 0;
    if (this.#hears.some((index) => (counts[index] ?? 0) > 0)) return 0;
    if ((counts[this.#celebrates] ?? 0) > 0 && !(told.mixed && reply.tokens.questions === 0)) return 0;
    return this.#leftUnnamed(reply, user);
  }

  /**
   * 0 where the reply asks after a feeling, or names one in a word of its own. Who only says again that "you feel like a failure"
   * has heard the words. One pass over places and tokens.
   */
  #leftUnnamed({ seen, tokens: { id, stem, count } }: TurnReading, { bag }: TurnReading): number {
    let unnamed = 1;
    let end = 0;
    for (let place = 0; place < seen.size; place++) {
      if (this.#names[seen.classes[place] ?? 0] !== 1) continue;
      unnamed = saidAgain;
      const [from, to] = [seen.from[place] ?? 0, seen.to[place] ?? 0];
      for (let at = from; at < Math.min(count, to + wordsAfter) && !endsSentence(id[at] ?? 0); at++)
        if (this.#telling[id[at] ?? 0] === 1 && bag.find(stem[at] ?? 0) < 0) return 0;
      end = Math.max(end, to);
      while (end < count && !endsSentence(id[end] ?? 0)) end++;
      if (end < count && id[end] === sign.question) return 0;
    }
    return unnamed;
  }
}
