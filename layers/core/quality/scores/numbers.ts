import type { Feature } from './linear.ts';

/**
 * Closeness in meaning, by how far what is answered has words enough to be believed; and how far it has not. 0 in the
 * first stage.
 */
export const meaningNumbers = [
  'user_meaning',
  'context_meaning',
  'before_meaning',
  'usual_message_meaning',
  'usual_reply_meaning',
  'thin_meaning',
] as const;

/** The numbers that weights may name beside the classes of the lexicons. */
const numbers = [
  // Of the reply: ln(1 + words), how far it is under 12 words, shares of "you" and "I", feelings named, signs.
  'words',
  'short',
  'you_share',
  'i_share',
  'feelings',
  'questions',
  'exclamations',
  // Of the reply: ln(1 + words of sentences that speak of "I" and not to "you"), see addressed.ts.
  'own_words',
  // Whether it tells a story of its own: the class own_story, as 0 or 1.
  'tells_story',
  // Whether it is a row of keywords, see wording.ts; whether it is nothing but a shrug ("sure, whatever").
  'salad',
  'curt',
  // Of both: how far it is sympathy by set phrases alone, none of them about what the user said.
  'hollow',
  // Of both: how far it comforts who asked something plain, and does nothing else, see unasked.ts. It is hollow too.
  'unasked',
  // Of what came before: ln(1 + words of the user's turn), whether it asks, how often the assistant asked in a row.
  'user_words',
  'user_asks',
  'first_turns',
  'has_context',
  'asked',
  // Of both: whether the user has something to celebrate and the reply does, pities instead, or cheers at pain.
  'to_celebrate',
  'celebrated',
  'pitied',
  'pain_cheered',
  // Of both: praise for a lapse, with nothing kind about it.
  'mocked',
  // Of both: how far a feeling was told that nothing of the reply hears, see unheard.ts.
  'unheard',
  // Of the reply: how far it is a list of points, 0..1.
  'listed',
  // Of both: how far the reply is from the register of the user, see register.ts.
  'off_register',
  'made_light',
  // Of the reply: whether it looks to somebody's safety, see care.ts. Of both: how far it does so at once where the
  // user tells of danger.
  'cares',
  'danger_met',
  // Of both: how much the reply says the user's own words again, how it refers to what was said before.
  'echo',
  'refers',
  // Of both: see overlap.ts, people.ts and reading.ts.
  'repeated',
  'person_met',
  'person_unknown',
  'words_met',
  'user_words_met',
  'pairs_met',
  'word_cosine',
  'before_cosine',
  'topics_met',
  'topic_cosine',
  'all_topic_cosine',
  'before_topic_cosine',
  'follows',
  // Of both: how far the user asks something plain and the reply says something to it, see plain-answer.ts.
  'plainly',
  ...meaningNumbers,
  // The scores made so far, as log-odds, and the chance that two of empathy, understanding and question are so.
  'empathy',
  'understanding',
  'question',
  'relevance',
  'context_awareness',
  'tone',
  'overall',
  'two_of_three',
  // Minus the logarithm of the relevance, 0 for what belongs: a reply to something else is not good, and one that belongs
  // the more surely is no better.
  'irrelevance',
  // The same, by how much the reply belongs to the question.
  'answers_plainly',
] as const;
export type NumberName = (typeof numbers)[number];
export const numberNames: readonly NumberName[] = numbers;
/** Where each stands: an object, for its places are known when the code is compiled. */
const slotOf = Object.fromEntries(numbers.map((name, slot) => [name, slot])) as Readonly<Record<NumberName, number>>;

export const isNumber = (name: string): name is NumberName => Object.hasOwn(slotOf, name);

/** The numbers of the dialogue that was read last. */
export class Numbers {
  readonly #values = new Float64Array(numbers.length);

  set(name: NumberName, value: number): void {
    this.#values[slotOf[name]] = value;
  }

  get(name: NumberName): number {
    return this.#values[slotOf[name]] ?? 0;
  }

  /** Where a weight finds it. */
  feature(name: NumberName): Feature {
    return { values: this.#values, at: slotOf[name], shape: 'plain' };
  }
}
