import type { Dialogue } from '../../conversation/exchange.ts';
import type { ScoringData } from '../scoring.ts';
import { Bag } from '../text/bag.ts';
import { Pairs } from '../text/pairs.ts';
import { Phrases, wordsOf } from '../text/phrases.ts';
import { Tokens } from '../text/tokens.ts';
import { Topics } from '../text/topics.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { Seen } from './seen.ts';

/** One turn, read: its words, what the lexicons saw in it, its word families. */
export class Reading {
  readonly tokens: Tokens;
  readonly seen: Seen;
  readonly bag: Bag;

  constructor(vocabulary: Vocabulary, seen: Seen) {
    this.tokens = new Tokens(vocabulary);
    this.seen = seen;
    this.bag = new Bag(vocabulary);
  }

  read(text: string): void {
    this.tokens.read(text);
    this.seen.look(this.tokens);
    this.bag.clear().add(this.tokens);
  }
}

/**
 * An exchange, read once for all scores. The buffers are used again for the next exchange: what is read here is
 * valid until the next `read`.
 */
export class DialogueReading {
  readonly reply: Reading;
  readonly user: Reading;
  /** The turns before the user's, as one bag, and those of the assistant alone. */
  readonly before: Bag;
  /** The pairs of words of the user's turn. */
  readonly pairs: Pairs;
  /** How many of the assistant's turns directly before asked something, up to 3. */
  asked = 0;
  /** 0..1: how much of the reply one of the assistant's own earlier turns said already. */
  repeated = 0;
  turns = 0;
  readonly topics: Topics;
  readonly #turn: Tokens;
  readonly #own: Bag;

  constructor({ lexicon, topics, frequencies }: ScoringData) {
    const topicWords = Object.values(topics).flatMap((lines) => lines.flatMap((line) => line.split(' ')));
    const vocabulary = new Vocabulary([...wordsOf(lexicon), ...wordsOf({ topics: topicWords })], frequencies);
    const seen = new Seen(new Phrases(lexicon, vocabulary));
    this.reply = new Reading(vocabulary, seen);
    this.user = new Reading(vocabulary, seen.sibling());
    this.before = new Bag(vocabulary);
    this.pairs = new Pairs(vocabulary);
    this.topics = new Topics(topics, vocabulary);
    this.#turn = new Tokens(vocabulary);
    this.#own = new Bag(vocabulary);
  }

  read({ user, assistant, context }: Dialogue): this {
    this.reply.read(assistant);
    this.user.read(user);
    this.pairs.read(this.user.tokens);
    this.before.clear();
    this.turns = context.length;
    this.asked = this.repeated = 0;
    let stillAsking = true;
    for (let at = context.length - 1; at >= 0; at--) {
      const turn = context[at];
      if (!turn) continue;
      this.before.add(this.#turn.read(turn.text));
      if (turn.sender === 'user') continue;
      if (stillAsking && this.#turn.questions > 0 && this.asked < 3) this.asked++;
      else stillAsking = false;
      this.repeated = Math.max(this.repeated, turn.text === assistant ? 1 : this.#saidAlready());
    }
    return this;
  }

  #saidAlready(): number {
    const own = this.#own.clear().add(this.#turn);
    const { bag } = this.reply;
    if (bag.size < 4) return 0;
    let said = 0;
    for (let i = 0; i < bag.size; i++) if (own.find(bag.stems[i] ?? 0) >= 0) said++;
    return said / bag.size;
  }
}
