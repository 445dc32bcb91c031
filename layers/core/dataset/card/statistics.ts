import { createHash } from 'node:crypto';
import * as z from 'zod';
import { scoreNames } from '../../quality/judgement.ts';
import { plainText } from '../plain-text.ts';
import { summed, Tally } from '../tally.ts';
import type { CountTokens } from '../tokens.ts';
import type { Example } from './example.ts';
import {
  doublingEdges,
  Histogram,
  type HistogramData,
  histogramOfAll,
  histogramSchema,
  scoreEdges,
} from './histogram.ts';
import { Occurrences } from './occurrences.ts';
import { promptConcentrationOf, promptsSchema } from './prompts.ts';
import { Samples } from './samples.ts';
import type { Spread } from './spread.ts';
import { concentrationOf, concentrationSchema } from './users.ts';

const count = z.int().min(0);
const counts = z.record(z.string(), count);

/** What is counted of each example by itself: counts of parts add up to those of the whole. */
export const countedSchema = z.object({
  examples: count,
  splits: counts,
  tiers: counts,
  /** Empty where the dataset did not record them. */
  sources: counts,
  categories: counts,
  /** An example with two domains counts under both, one with none under `none`. */
  domains: counts,
  /** `overall` is that of every example; the others are empty where they were not recorded. */
  scores: z.record(z.string(), histogramSchema),
  /** In UTF-16 units; the context in turns. */
  lengths: z.object({ user: histogramSchema, assistant: histogramSchema, context: histogramSchema }),
  /** Tokens of context, message and reply together; `examples` of them were counted. */
  tokens: z.object({ examples: count, perExample: histogramSchema }).nullable(),
});
export type Counted = Readonly<z.infer<typeof countedSchema>>;

/** What `statistics.json` holds: numbers and names of classes, no text and nobody's id. */
export const statisticsSchema = countedSchema.extend({
  schema: z.literal(1),
  users: concentrationSchema.nullable(),
  /** Datasets of old did not count them. */
  prompts: promptsSchema.optional(),
});
export type Statistics = Readonly<z.infer<typeof statisticsSchema>>;

/** @param users how many examples each user wrote @param prompts how many training examples answer each message */
export const statisticsOf = (
  counted: Counted,
  { users, prompts }: Record<'users' | 'prompts', Spread>,
): Statistics => ({
  schema: 1,
  ...counted,
  users: concentrationOf(users),
  prompts: promptConcentrationOf(prompts),
});

/** Counting tokens takes longer than all else: of more examples than this a sample by hash is counted. */
const tokenSample = 50_000;

const fractionOf = (id: string): number =>
  createHash('sha256').update(`tokens\0${id}`).digest().readUInt32BE(0) / 2 ** 32;

export interface StatisticsOptions {
  /** How many examples will come, for the share whose tokens are counted. */
  readonly expected: number;
  readonly countTokens?: CountTokens | undefined;
}

/** Gathers the statistics of examples in one pass. Memory: fixed, and some 40 bytes for each user and each message. */
export class StatisticsCollector {
  readonly #options: StatisticsOptions;
  readonly #tallies = {
    splits: new Tally(),
    tiers: new Tally(),
    sources: new Tally(),
    categories: new Tally(),
    domains: new Tally(),
  };
  readonly #scores = scoreNames.map((name) => ({ name, histogram: new Histogram(scoreEdges, 1e-4) }));
  readonly #lengths = {
    user: new Histogram(doublingEdges(16, 2 ** 14)),
    assistant: new Histogram(doublingEdges(16, 2 ** 14)),
    context: new Histogram([0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20]),
  };
  readonly #tokens = new Histogram(doublingEdges(16, 2 ** 16));
  /** How many examples each user wrote, and how many training examples answer each message. */
  readonly users = new Occurrences();
  readonly prompts = new Occurrences();
  readonly samples = new Samples();
  #examples = 0;
  #tokensCounted = 0;

  constructor(options: StatisticsOptions) {
    this.#options = options;
  }

  add(example: Example): void {
    this.#examples++;
    const { splits, tiers, sources, categories, domains } = this.#tallies;
    splits.add(example.split);
    tiers.add(example.tier);
    if (example.source !== undefined) sources.add(example.source);
    if (example.category !== undefined) categories.add(example.category);
    for (const domain of example.domain?.length === 0 ? ['none'] : (example.domain ?? [])) domains.add(domain);
    if (example.pseudonym !== undefined) this.users.add(example.pseudonym);
    if (example.split === 'train') this.prompts.add(plainText(example.user));
    for (const { name, histogram } of this.#scores) {
      const score = name === 'overall' ? example.quality_score : example.scores?.[name];
      if (score !== undefined) histogram.add(score);
    }
    this.#lengths.user.add(example.user.length);
    this.#lengths.assistant.add(example.assistant.length);
    this.#lengths.context.add(example.context.length);
    this.#countTokens(example);
    const { id, tier, quality_score, user, assistant, context } = example;
    this.samples.offer({ id, tier, quality_score, user, assistant, context });
  }

  #countTokens({ id, user, assistant, context }: Example): void {
    const { expected, countTokens } = this.#options;
    if (countTokens === undefined || fractionOf(id) * expected >= tokenSample) return;
    const texts = [...context.map((turn) => turn.text), user, assistant];
    this.#tokens.add(texts.reduce((sum, text) => sum + countTokens(text), 0));
    this.#tokensCounted++;
  }

  counted(): Counted {
    const { splits, tiers, sources, categories, domains } = this.#tallies;
    return {
      examples: this.#examples,
      splits: splits.all(),
      tiers: tiers.all(),
      sources: sources.all(),
      categories: categories.all(),
      domains: domains.all(),
      scores: Object.fromEntries(this.#scores.map(({ name, histogram }) => [name, histogram.data()])),
      lengths: {
        user: this.#lengths.user.data(),
        assistant: this.#lengths.assistant.data(),
        context: this.#lengths.context.data(),
      },
      tokens: this.#options.countTokens ? { examples: this.#tokensCounted, perExample: this.#tokens.data() } : null,
    };
  }
}

/** What was counted of all parts of a whole. @param all of one part or more */
export function countedInAll(all: readonly Counted[]): Counted {
  const of = (name: 'splits' | 'tiers' | 'sources' | 'categories' | 'domains') => summed(all.map((each) => each[name]));
  const histogram = (pick: (counted: Counted) => HistogramData | undefined) =>
    histogramOfAll(all.flatMap((each) => pick(each) ?? []));
  const length = (name: keyof Counted['lengths']) => histogram(({ lengths }) => lengths[name]);
  const tokens = all.flatMap((each) => each.tokens ?? []);
  return {
    examples: all.reduce((sum, { examples }) => sum + examples, 0),
    splits: of('splits'),
    tiers: of('tiers'),
    sources: of('sources'),
    categories: of('categories'),
    domains: of('domains'),
    scores: Object.fromEntries(scoreNames.map((name) => [name, histogram(({ scores }) => scores[name])])),
    lengths: { user: length('user'), assistant: length('assistant'), context: length('context') },
    tokens:
      tokens.length === 0
        ? null
        : {
            examples: tokens.reduce((sum, { examples }) => sum + examples, 0),
            perExample: histogramOfAll(tokens.map(({ perExample }) => perExample)),
          },
  };
}
