import type { Dialogue } from '../../conversation/exchange.ts';
import type { Evidence, Flag, Scores } from '../judgement.ts';
import type { Closeness } from '../meaning.ts';
import type { ScoringData } from '../scoring.ts';
import { Asking } from './asking.ts';
import { Domain } from './domain.ts';
import { Features } from './features.ts';
import { FittedScores } from './fitted.ts';
import { Flags } from './flags.ts';
import { Follows } from './follows.ts';
import { limited } from './limits.ts';
import { compile, logistic, logit, type Model, surprise, within } from './linear.ts';
import { meaningNumbers } from './numbers.ts';
import { PlainAnswer } from './plain-answer.ts';
import { DialogueReading } from './reading.ts';
import { explainCosines, explainTerms, explainWords } from './relevance-evidence.ts';

/** In the order in which they are made: a later one may use an earlier one, as log-odds. */
const madeInTurn = ['empathy', 'understanding', 'relevance', 'context_awareness', 'tone', 'overall'] as const;
type Made = (typeof madeInTurn)[number];

/** What is made of the features, in the order in which `read` makes it. */
const inTurn = [
  'empathy',
  'understanding',
  'two_of_three',
  'relevance',
  'irrelevance',
  'answers_plainly',
  ...madeInTurn.slice(3),
] as const;
/** Before all of them comes `follows`. */
const afterFollows = ['follows', ...meaningNumbers, ...inTurn];

/** The chance that two of three independent things, or all three, are so. */
const twoOfThree = (a: number, b: number, c: number): number => a * b + a * c + b * c - 2 * a * b * c;

/** An answer that belongs to nothing is none: from this relevance on it begins to count, and wholly from that on. */
const belongs = [0.2, 0.6] as const;

/** What was measured of a dialogue. */
export interface Measured {
  readonly scores: Scores;
  readonly flags: readonly Flag[];
  readonly domain: readonly string[];
  /** As a judgement's. */
  readonly language: string;
}

/** Measures dialogues with one set of weights and word lists. Not for two dialogues at once: it has one memory. */
export class Measure {
  readonly reading: DialogueReading;
  readonly features: Features;
  readonly #asking: Asking;
  readonly #domain: Domain;
  readonly #fitted: FittedScores | undefined;
  readonly #flags: Flags;
  /** What makes the second stage of a score from the first and from closeness in meaning. */
  readonly meaning: Readonly<Record<'relevance' | 'context_awareness', Model>>;
  readonly #models: Readonly<Record<Made, Model>>;
  readonly #follows: Follows;
  readonly #plainAnswer: PlainAnswer;

  /** @param questionMarkOnly whether a sentence asks only by its question mark */
  constructor(data: ScoringData, questionMarkOnly = false) {
    const { scoring } = data;
    this.reading = new DialogueReading(data);
    this.features = new Features(this.reading);
    const { seen } = this.reading.reply;
    this.#asking = new Asking(scoring.question, seen, this.reading.vocabulary, questionMarkOnly);
    this.#domain = new Domain(this.reading);
    this.#fitted = data.fitted && new FittedScores(data.fitted, this.features.lookup);
    this.#flags = new Flags(this.reading, this.features, this.#asking);
    const model = (name: Made) =>
      compile(name, scoring[name], this.features.lookup, inTurn.slice(inTurn.indexOf(name)));
    this.#plainAnswer = new PlainAnswer(this.reading.user.seen);
    this.#models = {
      empathy: model('empathy'),
      understanding: model('understanding'),
      relevance: model('relevance'),
      context_awareness: model('context_awareness'),
      tone: model('tone'),
      overall: model('overall'),
    };
    this.meaning = {
      relevance: compile('meaning.relevance', scoring.meaning.relevance, this.features.lookup),
      context_awareness: compile('meaning.context_awareness', scoring.meaning.context_awareness, this.features.lookup),
    };
    this.#follows = new Follows(scoring.follows, this.features.lookup, afterFollows);
  }

  /** @param closeness of the reply in meaning, for the second stage; without it words alone measure */
  read(dialogue: Dialogue, evidence?: Evidence[], closeness?: Closeness): Measured {
    const { reading, features } = this;
    const { reply } = reading.read(dialogue);
    features.read();
    const asking = this.#asking.read(reply.tokens, reply.seen, {
      before: reading.asked,
      salad: features.number('salad'),
      takesUp: features.number('words_met') > 0,
    });
    features.set('question', logit(asking.score));
    features.set('plainly', this.#plainAnswer.read(reading.user, reply, asking.words));
    features.set('follows', this.#follows.read(reply.tokens));
    features.readMeaning(undefined);
    const empathy = this.#score('empathy');
    const understanding = this.#score('understanding');
    features.set('two_of_three', logit(twoOfThree(empathy, understanding, asking.score)));
    const scores = {
      empathy,
      question: asking.score,
      relevance: this.#score('relevance'),
      context_awareness: this.#score('context_awareness'),
      tone: this.#score('tone'),
      overall: this.#score('overall'),
    };
    // What was learned, was learned from words alone: it must not see what meaning makes of a score.
    const fitted = this.#fitted?.read(dialogue.assistant, reply.tokens) ?? {};
    // Whatever was learned: a reply that asks nothing has no good question.
    if (fitted.question !== undefined && asking.score === 0) fitted.question = 0;
    if (evidence) this.#explainRelevance('relevance', this.#models.relevance, dialogue, evidence);
    const byMeaning = closeness ? this.#withMeaning(closeness, dialogue, evidence) : {};
    const { tags, knows } = this.#domain.read();
    const measured = {
      scores: { ...scores, ...byMeaning, ...fitted },
      flags: this.#flags.read(knows),
      domain: tags,
      language: reading.language(dialogue),
    };
    if (evidence) this.#explain(measured, dialogue, evidence);
    return measured;
  }

  /** Makes a score, and lets those after it see its log-odds. */
  #score(name: Made): number {
    return this.#made(name, this.#models[name]);
  }

  #made(name: Made, model: Model): number {
    const value = logistic(limited(name, model.logOdds(), this.features));
    this.features.set(name, logit(value));
    if (name === 'relevance') this.#setByRelevance(value);
    return value;
  }

  #setByRelevance(relevance: number): void {
    const { features } = this;
    features.set('irrelevance', surprise(logit(relevance)));
    features.set('answers_plainly', features.number('plainly') * within(...belongs, relevance));
  }

  /** The scores that meaning changes, from those of the first stage. */
  #withMeaning(closeness: Closeness, dialogue: Dialogue, evidence: Evidence[] | undefined): Partial<Scores> {
    this.features.readMeaning(closeness);
    if (evidence) {
      explainCosines(closeness, dialogue.assistant.length, evidence);
      this.#explainRelevance('relevance_with_meaning', this.meaning.relevance, dialogue, evidence);
    }
    return {
      relevance: this.#made('relevance', this.meaning.relevance),
      context_awareness: this.#made('context_awareness', this.meaning.context_awareness),
      overall: this.#score('overall'),
    };
  }

  #explainRelevance(stage: string, model: Model, { assistant }: Dialogue, evidence: Evidence[]): void {
    const logOdds = limited('relevance', model.logOdds(), this.features);
    explainTerms(stage, { model, logOdds }, assistant.length, evidence);
  }

  #explain({ flags, domain }: Measured, { assistant }: Dialogue, evidence: Evidence[]): void {
    const { reply, user } = this.reading;
    reply.seen.explain(reply.tokens, 'assistant', evidence);
    user.seen.explain(user.tokens, 'user', evidence);
    this.#asking.explain(reply.tokens, reply.seen, evidence);
    this.#flags.explain(flags, assistant.length, evidence);
    this.#domain.explain(domain, evidence);
    explainWords(this.reading, evidence);
  }
}
