import { scoreNames, type Tier, tiers } from '../../quality/judgement.ts';
import { barsOf, chartOf } from './charts.ts';
import { type Block, percent, type Section, text, whole } from './content.ts';
import { type HistogramData, total } from './histogram.ts';
import { crowdedPrompt } from './prompts.ts';
import type { CardSource } from './source.ts';

const notRecorded = text('Not recorded in this dataset.');

const asScore = { write: (value: number) => value.toFixed(2), end: '{} to 1.00', complete: true };
const asCount = { write: whole, end: '{} or more' };
const isFilled = (data: HistogramData | undefined): data is HistogramData =>
  data !== undefined && total(data.counts) > 0;

export function scores({ statistics, before }: CardSource): Section {
  const charts = ['overall', ...scoreNames.filter((name) => name !== 'overall')].flatMap((name) => {
    const data = statistics.scores[name];
    return isFilled(data) ? [chartOf(name.replaceAll('_', ' '), data, before?.scores[name], asScore)] : [];
  });
  return {
    title: 'Scores',
    blocks: charts.length === 0 ? [notRecorded] : [histograms('Scores of the examples, 0 to 1', charts, before)],
  };
}

const histograms = (caption: string, charts: ReturnType<typeof chartOf>[], before: unknown): Block => ({
  kind: 'histograms',
  caption,
  charts,
  compared: before !== undefined,
});

export function kinds({ statistics, before }: CardSource): Section {
  const bars = (caption: string, of: 'categories' | 'domains' | 'sources') => {
    const now = statistics[of];
    if (Object.keys(now).length === 0) return text(`${caption}: not recorded.`);
    return barsOf(caption, now, statistics.examples, before && { counts: before[of], of: before.examples });
  };
  return {
    title: 'Categories',
    blocks: [
      bars('What an example teaches most', 'categories'),
      bars('Domains (an example may have several)', 'domains'),
      bars('Sources', 'sources'),
    ],
  };
}

export function lengths({ statistics: { lengths: now, tokens, examples }, before }: CardSource): Section {
  const charts = [
    chartOf('message, characters', now.user, before?.lengths.user, asCount),
    chartOf('reply, characters', now.assistant, before?.lengths.assistant, asCount),
    chartOf('context, turns', now.context, before?.lengths.context, asCount),
    ...(tokens ? [chartOf('tokens', tokens.perExample, before?.tokens?.perExample, asCount)] : []),
  ];
  const counted = tokens
    ? `Tokens (o200k) are those of context, message and reply, without the system prompt; ${
        tokens.examples === examples
          ? 'all examples were'
          : `${whole(tokens.examples)} examples, a sample by hash, were`
      } counted.`
    : 'Tokens were not counted.';
  return {
    title: 'Lengths and tokens',
    blocks: [histograms('Lengths of the examples', charts, before), text(counted)],
  };
}

export function concentration({ statistics: { users }, before }: CardSource): Section {
  if (users === null) return { title: 'Users', blocks: [notRecorded] };
  const { examples } = users;
  const rows = [
    ['Users', whole(users.users)],
    ['Largest share of one user', percent(users.largest / examples)],
    ['Share of the ten who wrote most', percent(users.largestTen / examples)],
    ['Users, had each written as much (1 / Σ share²)', whole((examples * examples) / users.squares)],
  ];
  return {
    title: 'Users',
    blocks: [
      { kind: 'table', caption: 'How the examples are spread over users', head: ['', ''], rows },
      histograms(
        'Users by their examples',
        [chartOf('examples per user', users.perUser, before?.users?.perUser, asCount)],
        before,
      ),
    ],
  };
}

export function messages({ statistics: { prompts } }: CardSource): Section {
  if (prompts === undefined) return { title: 'Messages', blocks: [notRecorded] };
  const { examples, largest, largestTen } = prompts;
  const warning = crowdedPrompt(prompts);
  const share = (n: number) => percent(n / Math.max(1, examples));
  const rows = [
    ['Training examples', whole(examples)],
    ['Share that answers the message most often answered', share(largest)],
    ['Share that answers the ten that are', share(largestTen)],
  ];
  return {
    title: 'Messages',
    blocks: [
      ...(warning === undefined ? [] : [text(`Warning: ${warning}`)]),
      { kind: 'table', caption: 'How often one message is answered', head: ['', ''], rows },
    ],
  };
}

const tierWords: Readonly<Record<Tier, string>> = {
  gold: 'gold: a person approved it',
  accepted: 'accepted: good enough by the policy',
  review: 'review: a person must look first',
  rejected: 'rejected: does not train',
};

export function shown({ samples }: CardSource): Section {
  const blocks = tiers.flatMap((tier): Block[] => {
    const found = samples.filter((sample) => sample.tier === tier);
    const caption = tierWords[tier];
    return [found.length === 0 ? text(`${caption}. None here.`) : { kind: 'samples', caption, samples: found }];
  });
  return {
    title: 'Samples',
    blocks: [
      text(
        'Up to ten of each tier, chosen by hash. Personal data was replaced when they were collected. Those held for safety may be hard to read.',
      ),
      ...blocks,
    ],
  };
}
