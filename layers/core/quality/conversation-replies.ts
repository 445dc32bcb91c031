import type { Dialogue } from '../conversation/exchange.ts';
import type { Turn } from '../conversation/message.ts';
import { marked } from './conversation-turn.ts';
import type { Evidence, Flag } from './judgement.ts';
import { within } from './scores/linear.ts';
import type { Measure } from './scores/measure.ts';
import { AsksPlainly } from './scores/plain-answer.ts';

/**
 * A reply of these flags is worth nothing to the person. A story of the companion's own is not among them: of the support chats of
 * docs/quality.md those that were kept have more of them.
 */
const spoilt = new Set<Flag>([
  'dismissive',
  'echoes_user',
  'misses_feeling',
  'misses_mood',
  'out_of_character',
  'profanity',
  'repeats_itself',
  'word_salad',
]);
/** The tone of a reply that is cold or says nothing to a person, and one that is warm enough. */
const tone = [0.2, 0.45] as const;
/** What a reply without warmth is worth where the user's turn tells a mood, and where it tells none. */
const [coldToMood, coldToNone] = [0.2, 0.6];
/** Classes of a user's turn that tell a mood. */
const ofMood = ['tells_low', 'tells_heart', 'feeling_low', 'tells_good', 'achieves', 'relief'] as const;
/** Mean relevance of replies that belong to another talk (of sixty such talks .2 to .67), and of those that belong here. */
const belong = [0.35, 0.65] as const;
/** Replies that are worth so much in the mean are good enough: one that is cold among ten spoils no talk. */
const enough = 0.9;
/** Words beside its questions with which a reply answers something. */
const wordsOfAnAnswer = 3;

/** A reply with all that it answers; turns of one speaker in a row are one. */
interface Answered {
  readonly dialogue: Dialogue;
  /** The numbers of the turns that the reply is made of. */
  readonly turns: readonly number[];
}

/**
 * What the assistant's part of a conversation is worth: the mean of its replies, 0.9 being enough, less the less they belong. A reply counts 0
 * with a flag that spoils it or where it was said before, 1 where it answers a plain question, else by its tone.
 */
export class Replies {
  readonly #measure: Measure;
  readonly #asksPlainly: AsksPlainly;
  readonly #ofMood: readonly number[];

  constructor(measure: Measure) {
    const { seen } = measure.reading.user;
    this.#measure = measure;
    this.#asksPlainly = new AsksPlainly(seen);
    this.#ofMood = ofMood.map((name) => seen.index(name));
  }

  /**
   * @param contextTurns how many turns before the user's a reply is judged by
   * @param isEmpty whether a turn is a row of keywords or a copy, by its number
   * @param evidence filled when given: each turn of a reply that is spoilt, by the flag
   * @returns 0..1; 0 where the assistant replied to nothing
   */
  worth(
    turns: readonly Turn[],
    contextTurns: number,
    isEmpty: (turn: number) => boolean,
    evidence?: Evidence[],
  ): number {
    let [worth, relevance, count] = [0, 0, 0];
    for (const reply of answeredIn(turns, contextTurns)) {
      const { scores, flags } = this.#measure.read(reply.dialogue);
      const spoils = flags.filter((flag) => spoilt.has(flag));
      if (spoils.length === 0 && reply.turns.every(isEmpty)) spoils.push('repeats_itself');
      for (const turn of reply.turns)
        for (const rule of spoils)
          evidence?.push({ rule, where: 'assistant', turn, start: 0, end: turns[turn]?.text.length ?? 0 });
      worth += spoils.length > 0 ? 0 : this.#worthOf(scores.tone);
      relevance += scores.relevance;
      count++;
    }
    return count === 0 ? 0 : within(0, enough, worth / count) * within(...belong, relevance / count);
  }

  /** Of the reply that was measured last. */
  #worthOf(itsTone: number): number {
    const { user, reply } = this.#measure.reading;
    if (this.#asksPlainly.read(user)) {
      const asked = marked(reply.tokens).reduce((sum, { from, to }) => sum + to - from, 0);
      return reply.tokens.words - asked >= wordsOfAnAnswer ? 1 : 0;
    }
    const cold = this.#ofMood.some((index) => (user.seen.counts[index] ?? 0) > 0) ? coldToMood : coldToNone;
    return cold + (1 - cold) * within(...tone, itsTone);
  }
}

/** The replies of a conversation, each with the user's turn before it. */
function answeredIn(turns: readonly Turn[], contextTurns: number): Answered[] {
  const merged: { readonly sender: Turn['sender']; text: string; readonly turns: number[] }[] = [];
  turns.forEach(({ sender, text }, turn) => {
    const last = merged.at(-1);
    if (last?.sender !== sender) merged.push({ sender, text, turns: [turn] });
    else {
      last.text += `\n\n${text}`;
      last.turns.push(turn);
    }
  });
  return merged.flatMap((reply, at) => {
    const user = merged[at - 1];
    if (reply.sender !== 'ai' || !user) return [];
    const context = merged.slice(Math.max(0, at - 1 - contextTurns), at - 1);
    return [{ dialogue: { context, user: user.text, assistant: reply.text }, turns: reply.turns }];
  });
}
