import { type Lookup, saturated } from './linear.ts';
import { topicCosine, topicEvidence, wordCosine, wordEvidence } from './overlap.ts';
import type { DialogueReading } from './reading.ts';

/**
 * The numbers that the policy's weights may name, of the dialogue read last:
 * - a class of the lexicons: how often the reply holds it, saturated (0, 1, 1.5 … 2); `user.<class>` the same of
 *   the user's turn; `any.<class>` and `any.user.<class>` 1 when it is there at all;
 * - the names of `numbers` below.
 */
export class Features {
  readonly #reading: DialogueReading;
  readonly #numbers = new Map<string, number>();
  readonly #topics: { reply: Float64Array; user: Float64Array; turns: Float64Array };
  readonly #places: ReadonlyMap<string, number>;

  constructor(reading: DialogueReading) {
    this.#reading = reading;
    const size = reading.topics.names.length;
    this.#topics = { reply: new Float64Array(size), user: new Float64Array(size), turns: new Float64Array(size) };
    this.#places = new Map(
      ['i', 'you', 'feeling_low', 'feeling_high'].map((name) => [name, reading.reply.seen.index(name)]),
    );
    this.read();
  }

  set(name: string, value: number): void {
    this.#numbers.set(name, value);
  }

  number(name: string): number {
    return this.#numbers.get(name) ?? 0;
  }

  /** Counts anew what `reading` holds. */
  read(): void {
    const { reply, user, before, pairs, topics, turns, asked, repeated } = this.#reading;
    const words = reply.tokens.words;
    const count = (name: string) => reply.seen.counts[this.#places.get(name) ?? 0] ?? 0;
    this.set('words', Math.log1p(words));
    this.set('user_words', Math.log1p(user.tokens.words));
    this.set('short', Math.max(0, 1 - words / 12));
    this.set('long', Math.max(0, Math.log1p(words) - Math.log1p(120)));
    this.set('you_share', words === 0 ? 0 : count('you') / (words + 5));
    this.set('i_share', words === 0 ? 0 : count('i') / (words + 5));
    this.set('feelings', saturated(count('feeling_low') + count('feeling_high')));
    this.set('questions', Math.min(3, reply.tokens.questions));
    this.set('exclamations', Math.min(3, reply.tokens.exclamations));
    this.set('user_asks', Math.min(1, user.tokens.questions));
    this.set('user_short', user.tokens.words < 4 ? 1 : 0);
    this.set('first_turns', turns <= 1 ? 1 : 0);
    this.set('asked', asked);
    this.set('repeated', repeated > 0.8 ? repeated : 0);
    const [said, heard, all] = [this.#topics.reply.fill(0), this.#topics.user.fill(0), this.#topics.turns.fill(0)];
    topics.add(reply.bag, said);
    topics.add(user.bag, heard);
    all.set(heard);
    topics.add(before, all);
    this.set('words_met', wordEvidence(reply.bag, user.bag, before));
    this.set('user_words_met', wordEvidence(reply.bag, user.bag, undefined));
    this.set('pairs_met', pairs.metBy(reply.tokens));
    this.set('word_cosine', wordCosine(reply.bag, user.bag));
    this.set('before_cosine', wordCosine(reply.bag, before));
    this.set('topics_met', topicEvidence(topics, said, all, user.bag.words + before.words));
    this.set('topic_cosine', topicCosine(said, heard));
    this.set('before_topic_cosine', topicCosine(said, all));
    this.set('has_context', turns > 0 ? 1 : 0);
  }

  lookup: Lookup = (name) => {
    if (this.#numbers.has(name)) return () => this.number(name);
    const any = name.startsWith('any.');
    const rest = any ? name.slice(4) : name;
    const of = rest.startsWith('user.') ? 'user' : 'reply';
    const { seen } = this.#reading[of];
    const index = seen.find(rest.replace(/^user\./, ''));
    if (index === undefined) return undefined;
    return any ? () => Math.min(1, seen.counts[index] ?? 0) : () => saturated(seen.counts[index] ?? 0);
  };
}
