import type { Dialogue } from '../../conversation/exchange.ts';
import type { Evidence, Flag, Scores } from '../judgement.ts';
import type { Closeness } from '../meaning.ts';
import type { ScoringData } from '../scoring.ts';
import { Asking } from './asking.ts';
import { Domain } from './domain.ts';
import { Features, type NumberName } from './features.ts';
import { FittedScores } from './fitted.ts';
import { classOf, explainFlags, missedMoods } from './flag-evidence.ts';
import { compile, type Feature, logistic, logit, type Model, refuseLater, surprise } from './linear.ts';
import { DialogueReading } from './reading.ts';

/** In the order in which they are made: a later one may use an earlier one, as log-odds. */
const madeInTurn = ['empathy', 'understanding', 'relevance', 'context_awareness', 'tone', 'overall'] as const;

/** What is made of the features, in the order in which `read` makes it. */
const inTurn = [
  'empathy',
  'understanding',
  'two_of_three',
  'relevance',
  'irrelevance',
  ...madeInTurn.slice(3),
] as const;
/** Before all of them comes `follows`. */
const meanings = ['user_meaning', 'context_meaning', 'before_meaning', 'usual_message_meaning', 'usual_reply_meaning'];
const afterFollows = ['follows', ...meanings, ...inTurn];

/** The chance that two of three independent things, or all three, are so. */
const twoOfThree = (a: number, b: number, c: number): number => a * b + a * c + b * c - 2 * a * b * c;

/** The relevance of a parrot or a row of keywords, in log-odds: about 0.18. */
const relevanceOfFakes = -1.5;
/** The empathy and tone of nothing but a row of set phrases, at most, in log-odds: about 0.27. */
const mostOfHollow = -1;
/** A reply that the assistant gave before, or that has no word, is no more relevant than this, in log-odds: about 0.05. */
const relevanceOfRepeats = -3;

/** The flags that a class of the reply sets, whatever else there is. */
const flagged = [
  ['self_disclosure', classOf.self_disclosure],
  ['dismissive', 'cold'],
  ['profanity', classOf.profanity],
  ['out_of_character', classOf.out_of_character],
] as const;

/** Whether a feature is more than 0; where it is negated, whether it is not. */
interface Condition {
  readonly feature: Feature;
  readonly negated: boolean;
}
const holds = ({ feature: { values, at }, negated }: Condition): boolean => (values[at] ?? 0) > 0 !== negated;

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
  readonly #putsDown: readonly number[];
  readonly #flagged: readonly (readonly [flag: Flag, index: number])[];
  /** What makes the second stage of a score from the first and from closeness in meaning. */
  readonly meaning: Readonly<Record<'relevance' | 'context_awareness', Model>>;
  readonly #models: Readonly<Record<(typeof madeInTurn)[number], Model>>;
  readonly #follows: readonly { readonly before: Condition; readonly after: Condition; readonly logOdds: number }[];

  /** @param questionMarkOnly whether a sentence asks only by its question mark */
  constructor(data: ScoringData, questionMarkOnly = false) {
    const { scoring } = data;
    this.reading = new DialogueReading(data);
    this.features = new Features(this.reading);
    const { seen } = this.reading.reply;
    this.#asking = new Asking(scoring.question, seen, this.reading.vocabulary, questionMarkOnly);
    this.#domain = new Domain(this.reading);
    this.#fitted = data.fitted && new FittedScores(data.fitted, this.features.lookup);
    this.#putsDown = ['put_down', 'scolding'].map((name) => seen.uses(name));
    this.#flagged = flagged.map(([flag, name]) => [flag, seen.uses(name)]);
    const model = (name: (typeof madeInTurn)[number]) =>
      compile(name, scoring[name], this.features.lookup, inTurn.slice(inTurn.indexOf(name)));
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
    this.#follows = scoring.follows.map(([before, after, logOdds]) => ({
      before: this.#condition(before),
      after: this.#condition(after),
      logOdds,
    }));
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
    features.set('follows', this.#followed());
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
    const byMeaning = closeness ? this.#withMeaning(closeness) : {};
    const { tags, knows } = this.#domain.read();
    const measured = {
      scores: { ...scores, ...byMeaning, ...fitted },
      flags: this.#flags(knows),
      domain: tags,
      language: reading.language(dialogue),
    };
    if (evidence) this.#explain(measured, dialogue, evidence);
    return measured;
  }

  /** Makes a score, and lets those after it see its log-odds. */
  #score(name: (typeof madeInTurn)[number]): number {
    return this.#made(name, this.#models[name]);
  }

  #made(name: NumberName, model: Model): number {
    const logOdds = model.logOdds();
    const value = logistic(name === 'relevance' ? this.#unfaked(logOdds) : this.#unhollowed(name, logOdds));
    this.features.set(name, logit(value));
    if (name === 'relevance') this.features.set('irrelevance', surprise(logit(value)));
    return value;
  }

  /** However many set phrases a reply strings together: what they add up to must not count. */
  #unhollowed(name: NumberName, logOdds: number): number {
    const hollow = name === 'empathy' || name === 'tone' ? this.features.number('hollow') : 0;
    return hollow === 0 ? logOdds : (1 - hollow) * logOdds + hollow * Math.min(logOdds, mostOfHollow);
  }

  /** Words that are only said again meet those of the user without limit: what they add up to must not count. */
  #unfaked(logOdds: number): number {
    const fake = Math.max(this.features.number('salad'), this.features.number('echo'));
    const unfaked = fake === 0 ? logOdds : (1 - fake) * Math.min(3, logOdds) + fake * relevanceOfFakes;
    const saysNothing = this.features.number('words') === 0 || this.features.number('repeated') > 0;
    return saysNothing ? Math.min(unfaked, relevanceOfRepeats) : unfaked;
  }

  /** The scores that meaning changes, from those of the first stage. */
  #withMeaning(closeness: Closeness): Partial<Scores> {
    this.features.readMeaning(closeness);
    return {
      relevance: this.#made('relevance', this.meaning.relevance),
      context_awareness: this.#made('context_awareness', this.meaning.context_awareness),
      overall: this.#score('overall'),
    };
  }

  #condition(name: string): Condition {
    const [plain, negated] = [name.replace(/^!/, ''), name.startsWith('!')];
    refuseLater('"follows"', plain, afterFollows);
    const feature = this.features.lookup(plain);
    if (!feature) throw new Error(`"follows" names an unknown feature "${name}"`);
    return { feature, negated };
  }

  #followed(): number {
    let sum = 0;
    for (const { before, after, logOdds } of this.#follows) if (holds(after) && holds(before)) sum += logOdds;
    // A long reply does everything somewhere.
    return sum / (1 + this.reading.reply.tokens.words / 60);
  }

  #flags(knowsDomain: boolean): Flag[] {
    const { reply, asked, repeated } = this.reading;
    const { best } = this.#asking;
    const flags: Flag[] = this.#flagged.flatMap(([flag, index]) => ((reply.seen.counts[index] ?? 0) > 0 ? [flag] : []));
    if (best?.bare) flags.push('bare_question');
    if (best && asked >= 2) flags.push('third_question_in_a_row');
    if (repeated > 0.8) flags.push('repeats_itself');
    if (this.#puttingDown() || this.features.number('curt') > 0) flags.push('dismissive');
    if (this.features.number('salad') >= 0.5) flags.push('word_salad');
    if (this.features.number('echo') >= 0.5) flags.push('echoes_user');
    const { features } = this;
    if (missedMoods.reduce((sum, name) => sum + features.number(name), 0) >= 0.5) flags.push('misses_mood');
    if (knowsDomain) flags.push('uses_domain_knowledge');
    return flags;
  }

  /** Who comforts may say "suck it up" of what others said. */
  #puttingDown(): boolean {
    const { counts } = this.reading.reply.seen;
    return this.#putsDown.some((index) => (counts[index] ?? 0) > 0) && this.features.number('empathy') < 0;
  }

  #explain({ flags, domain }: Measured, { assistant }: Dialogue, evidence: Evidence[]): void {
    const { reading, features } = this;
    const { reply, user } = reading;
    reply.seen.explain(reply.tokens, 'assistant', evidence);
    user.seen.explain(user.tokens, 'user', evidence);
    this.#asking.explain(reply.tokens, reply.seen, evidence);
    const puttingDown = this.#puttingDown();
    explainFlags(flags, { reading, features, asking: this.#asking, puttingDown, length: assistant.length }, evidence);
    this.#domain.explain(domain, evidence);
    const { bag } = reply;
    for (let i = 0; i < bag.size; i++) {
      if (bag.weight(i) < 1.5 || user.bag.find(bag.stems[i] ?? 0) < 0) continue;
      const token = bag.tokens[i] ?? 0;
      evidence.push({
        rule: 'word_met',
        where: 'assistant',
        start: reply.tokens.start[token] ?? 0,
        end: reply.tokens.end[token] ?? 0,
      });
    }
  }
}
