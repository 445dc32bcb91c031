import type { Dialogue } from '../../conversation/exchange.ts';
import { type Remembered, remembered } from '../../remembered.ts';
import { LanguageOfTokens, languageOfBoth } from '../language.ts';
import type { ScoringData } from '../scoring.ts';
import { Bag, type PackedBag } from '../text/bag.ts';
import { Pairs } from '../text/pairs.ts';
import { Phrases } from '../text/phrases.ts';
import { Tokens } from '../text/tokens.ts';
import { Topics } from '../text/topics.ts';
import { wordsOf } from '../text/trie.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { Addressed } from './addressed.ts';
import { Belittling } from './belittling.ts';
import { CueRow } from './cue-row.ts';
import { People } from './people.ts';
import { Relief } from './relief.ts';
import { Seen } from './seen.ts';
import { Wording } from './wording.ts';

/** One turn, read: its words, what the lexicons saw in it, its word families, and whom it speaks of. */
export class TurnReading {
  readonly tokens: Tokens;
  readonly seen: Seen;
  readonly bag: Bag;
  /** As bits, see people.ts. */
  people = 0;
  readonly #people: People;

  constructor(vocabulary: Vocabulary, topics: Topics, seen: Seen, people: People) {
    this.#people = people;
    this.tokens = new Tokens(vocabulary);
    this.seen = seen;
    this.bag = new Bag(vocabulary, topics);
  }

  read(text: string): void {
    this.tokens.read(text);
    this.seen.look(this.tokens);
    this.bag.clear().add(this.tokens);
    this.people = this.#people.of(this.tokens);
  }
}

/** A turn as those after it see it: its word families, how often it asks, and whom it speaks of. */
interface Said {
  readonly bag: PackedBag;
  readonly questions: number;
  readonly people: number;
}

/**
 * An exchange, read once for all scores. The buffers are used again for the next exchange: what is read here is
 * valid until the next `read`.
 */
export class DialogueReading {
  readonly reply: TurnReading;
  readonly user: TurnReading;
  /** The turns before the user's, as one bag, and those of the assistant alone. */
  readonly before: Bag;
  /** The pairs of words of the user's turn. */
  readonly pairs: Pairs;
  /** How many of the assistant's turns directly before asked something, up to 3. */
  asked = 0;
  /** 0..1: how much of the reply one of the assistant's own earlier turns said already. */
  repeated = 0;
  turns = 0;
  /** Whom any turn before the reply speaks of. */
  known = 0;
  readonly vocabulary: Vocabulary;
  readonly topics: Topics;
  readonly wording: Wording;
  readonly cueRow: CueRow;
  readonly addressed: Addressed;
  /** A turn is met again as the context of what follows it. */
  readonly #said: Remembered<Said>;
  readonly #relief: Relief;
  readonly #belittling: Belittling;
  readonly #languages: LanguageOfTokens;

  constructor({ lexicon, topics, frequencies }: ScoringData) {
    const topicWords = Object.values(topics).flatMap((lines) => lines.flatMap((line) => line.split(' ')));
    const vocabulary = new Vocabulary([...wordsOf(lexicon), ...wordsOf({ topics: topicWords })], frequencies);
    // Single words, too many to be noted as phrases: those that hold a sentence together, those of a row of keywords, and those for people.
    const {
      glue: _glue,
      cue: _cue,
      before_noun: _beforeNoun,
      he: _he,
      she: _she,
      they: _they,
      man: _man,
      woman: _woman,
      ...phrases
    } = lexicon;
    const seen = new Seen(new Phrases(phrases, vocabulary));
    const people = new People(lexicon, vocabulary);
    this.vocabulary = vocabulary;
    this.topics = new Topics(topics, vocabulary);
    this.reply = new TurnReading(vocabulary, this.topics, seen, people);
    this.user = new TurnReading(vocabulary, this.topics, seen.sibling(), people);
    this.#relief = new Relief(seen);
    this.#belittling = new Belittling(seen, vocabulary);
    this.#languages = new LanguageOfTokens(vocabulary);
    this.before = new Bag(vocabulary, this.topics);
    this.pairs = new Pairs(vocabulary);
    this.wording = new Wording(lexicon, vocabulary, seen);
    this.cueRow = new CueRow(lexicon, vocabulary);
    this.addressed = new Addressed(lexicon, vocabulary, seen);
    const tokens = new Tokens(vocabulary);
    const bag = new Bag(vocabulary, this.topics);
    this.#said = remembered((text) => ({
      bag: bag.clear().add(tokens.read(text)).pack(),
      questions: tokens.questions,
      people: people.of(tokens),
    }));
  }

  read({ user, assistant, context }: Dialogue): this {
    this.reply.read(assistant);
    this.user.read(user);
    this.#relief.settle(this.user.seen, this.user.tokens);
    this.#belittling.settle(this.reply.seen, this.reply.tokens);
    this.pairs.read(this.user.tokens);
    this.before.clear();
    this.turns = context.length;
    this.known = this.user.people;
    this.asked = this.repeated = 0;
    let stillAsking = true;
    for (let at = context.length - 1; at >= 0; at--) {
      const turn = context[at];
      if (!turn) continue;
      const { bag, questions, people } = this.#said(turn.text);
      this.before.addPacked(bag);
      this.known |= people;
      if (turn.sender === 'user') continue;
      if (stillAsking && questions > 0 && this.asked < 3) this.asked++;
      else stillAsking = false;
      this.repeated = Math.max(this.repeated, turn.text === assistant ? 1 : this.#saidAlready(bag));
    }
    for (const [text, { bag, tokens, people }] of [
      [user, this.user],
      [assistant, this.reply],
    ] as const)
      this.#said.keep(text, { bag: bag.pack(), questions: tokens.questions, people });
    return this;
  }

  /** The language of the exchange that was read last, whose texts are given again. */
  language({ user, assistant }: Dialogue): string {
    const of = this.#languages;
    return languageOfBoth(of.of(user, this.user.tokens), of.of(assistant, this.reply.tokens));
  }

  #saidAlready(own: PackedBag): number {
    const { bag } = this.reply;
    return bag.size < 4 ? 0 : bag.shared(own) / bag.size;
  }
}
