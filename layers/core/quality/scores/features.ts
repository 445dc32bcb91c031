import { type Lookup, saturated } from './linear.ts';
import { topicCosine, topicEvidence, wordCosine, wordEvidence } from './overlap.ts';
import type { DialogueReading } from './reading.ts';

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
  // Of what came before: ln(1 + words of the user's turn), whether it asks, how often the assistant asked in a row.
  'user_words',
  'user_asks',
  'first_turns',
  'has_context',
  'asked',
  // Of both: see overlap.ts and reading.ts.
  'repeated',
  'words_met',
  'user_words_met',
  'pairs_met',
  'word_cosine',
  'before_cosine',
  'topics_met',
  'topic_cosine',
  'before_topic_cosine',
  'follows',
  // Closeness in meaning, 0 in the first stage.
  'user_meaning',
  'context_meaning',
  // The scores made so far, as log-odds, and the chance that two of empathy, understanding and question are so.
  'empathy',
  'understanding',
  'question',
  'relevance',
  'context_awareness',
  'tone',
  'overall',
  'two_of_three',
] as const;
export type NumberName = (typeof numbers)[number];

/**
 * The features that the policy's weights may name, of the dialogue read last:
 * - a class of the lexicons: how often the reply holds it, saturated (0, 1, 1.5 … 2); `user.<class>` the same of
 *   the user's turn; `any.<class>` and `any.user.<class>` 1 when it is there at all;
 * - the names of `numbers`.
 */
export class Features {
  readonly #reading: DialogueReading;
  readonly #values = new Float64Array(numbers.length);
  readonly #slots = new Map<string, number>(numbers.map((name, slot) => [name, slot]));
  readonly #topics: { reply: Float64Array; user: Float64Array; turns: Float64Array };
  readonly #class: Readonly<Record<'i' | 'you' | 'feeling_low' | 'feeling_high', number>>;

  constructor(reading: DialogueReading) {
    this.#reading = reading;
    const size = reading.topics.names.length;
    this.#topics = { reply: new Float64Array(size), user: new Float64Array(size), turns: new Float64Array(size) };
    const { seen } = reading.reply;
    this.#class = {
      i: seen.index('i'),
      you: seen.index('you'),
      feeling_low: seen.index('feeling_low'),
      feeling_high: seen.index('feeling_high'),
    };
  }

  set(name: NumberName, value: number): void {
    this.#values[this.#slots.get(name) ?? 0] = value;
  }

  number(name: NumberName): number {
    return this.#values[this.#slots.get(name) ?? 0] ?? 0;
  }

  /** Counts anew what `reading` holds. */
  read(): void {
    const { reply, user, before, pairs, topics, turns, asked, repeated } = this.#reading;
    const { words } = reply.tokens;
    const { counts } = reply.seen;
    this.set('words', Math.log1p(words));
    this.set('user_words', Math.log1p(user.tokens.words));
    this.set('short', Math.max(0, 1 - words / 12));
    this.set('you_share', (counts[this.#class.you] ?? 0) / (words + 5));
    this.set('i_share', (counts[this.#class.i] ?? 0) / (words + 5));
    this.set('feelings', saturated((counts[this.#class.feeling_low] ?? 0) + (counts[this.#class.feeling_high] ?? 0)));
    this.set('questions', Math.min(3, reply.tokens.questions));
    this.set('exclamations', Math.min(3, reply.tokens.exclamations));
    this.set('user_asks', Math.min(1, user.tokens.questions));
    this.set('first_turns', turns <= 1 ? 1 : 0);
    this.set('has_context', turns > 0 ? 1 : 0);
    this.set('asked', asked);
    this.set('repeated', repeated > 0.8 ? repeated : 0);
    const { reply: said, user: heard, turns: all } = this.#topics;
    topics.add(reply.bag, said.fill(0));
    topics.add(user.bag, heard.fill(0));
    all.set(heard);
    topics.add(before, all);
    this.set('words_met', wordEvidence(reply.bag, user.bag, before));
    this.set('user_words_met', turns === 0 ? this.number('words_met') : wordEvidence(reply.bag, user.bag, undefined));
    this.set('pairs_met', pairs.metBy(reply.tokens));
    this.set('word_cosine', wordCosine(reply.bag, user.bag));
    this.set('before_cosine', wordCosine(reply.bag, before));
    this.set('topics_met', topicEvidence(topics, said, all, user.bag.words + before.words));
    this.set('topic_cosine', topicCosine(said, heard));
    this.set('before_topic_cosine', turns === 0 ? this.number('topic_cosine') : topicCosine(said, all));
  }

  /** Every feature but the fixed `any.` forms: what a model can be fitted on. */
  names(): string[] {
    return [...numbers, ...this.#reading.reply.seen.names()];
  }

  lookup: Lookup = (name) => {
    const slot = this.#slots.get(name);
    const values = this.#values;
    if (slot !== undefined) return () => values[slot] ?? 0;
    const any = name.startsWith('any.');
    const rest = any ? name.slice(4) : name;
    const { seen } = this.#reading[rest.startsWith('user.') ? 'user' : 'reply'];
    const index = seen.find(rest.replace(/^user\./, ''));
    if (index === undefined) return undefined;
    const { counts } = seen;
    return any ? () => Math.min(1, counts[index] ?? 0) : () => saturated(counts[index] ?? 0);
  };
}
