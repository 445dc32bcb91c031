import { createHash } from 'node:crypto';
import type { Example } from '../../layers/core/dataset/card/example.ts';
import type { Sample } from '../../layers/core/dataset/card/samples.ts';
import { spreadOf } from '../../layers/core/dataset/card/spread.ts';
import {
  StatisticsCollector,
  type StatisticsOptions,
  statisticsOf,
} from '../../layers/core/dataset/card/statistics.ts';
import type { RunFindings } from '../../layers/core/dataset/card/write-papers.ts';
import type { Manifest } from '../../layers/core/dataset/manifest.ts';
import { tiers } from '../../layers/core/quality/judgement.ts';
import { selectionSchema } from '../../layers/core/quality/selection.ts';
import { hex } from './exchanges.ts';

/** 0..1, the same for the same words. */
const chance = (words: string): number => createHash('sha256').update(words).digest().readUInt32BE(0) / 2 ** 32;

/** An example like many others, its scores and lengths by the hash of its name. `raise` lifts its scores. */
export function example(name: string, { raise = 0, ...given }: Partial<Example> & { raise?: number } = {}): Example {
  const score = (of: string) => Math.min(1, (chance(`${of} ${name}`) + chance(`${name} ${of}`)) / 2 + raise);
  const words = (of: string, most: number) => `${of} ${name} `.repeat(1 + Math.floor(chance(of + name) * most)).trim();
  return {
    id: hex(name),
    split: chance(`split ${name}`) < 0.8 ? 'train' : 'holdout',
    tier: tiers[chance(`tier ${name}`) < 0.2 ? 0 : 1],
    quality_score: score('overall'),
    pseudonym: hex(`user ${Math.floor(chance(`user ${name}`) ** 2 * 20)}`),
    source: chance(`source ${name}`) < 0.1 ? 'manual' : 'app',
    category: chance(`category ${name}`) < 0.5 ? 'domain' : 'conversation_quality',
    domain: chance(`domain ${name}`) < 0.2 ? [] : chance(name) < 0.5 ? ['fitness'] : ['fitness', 'sleep'],
    scores: {
      empathy: score('empathy'),
      question: score('question'),
      relevance: score('relevance'),
      context_awareness: score('context'),
      tone: score('tone'),
      overall: score('overall'),
    },
    user: words('I walked', 10),
    assistant: words('What helped with', 20),
    context: chance(`context ${name}`) < 0.5 ? [] : [{ sender: 'ai', text: 'Hello again!' }],
    ...given,
  };
}

export const examples = (count: number, given: Partial<Example> & { raise?: number } = {}): Example[] =>
  Array.from({ length: count }, (_, i) => example(`example ${i}`, given));

/** What a run of one range finds of these examples. */
export async function findingsIn(
  all: readonly Example[],
  { fellOut = [], ...options }: Partial<StatisticsOptions> & { readonly fellOut?: readonly Sample[] } = {},
): Promise<RunFindings> {
  const collector = new StatisticsCollector({ expected: all.length, ...options });
  for (const each of all) collector.add(each);
  const [users, prompts] = [await spreadOf(collector.users.counts()), await spreadOf(collector.prompts.counts())];
  const statistics = statisticsOf(collector.counted(), { users, prompts });
  return { statistics, samples: [...collector.samples.all(), ...fellOut], rows: [] };
}

/** The manifest of a dataset of so many examples; it need not be true. */
export function manifest(id: string, count: number): Manifest {
  const file = (name: string) => ({
    key: `datasets/${id}/${name}.jsonl`,
    format: name === 'examples' ? 'reflectwithin-examples-4' : 'openai-chat',
    lines: count,
    bytes: 100 * count,
    lineHash: hex(name) + hex(id),
  });
  return {
    schema: 3,
    id,
    contentHash: hex(id) + hex(`${id}!`),
    policy: 'strategy@1.0.0',
    embedder: null,
    window: { since: '1970-01-01T00:00:00.000Z', until: '2026-06-01T00:00:00.000Z' },
    split: { rule: 'sha256-of-pseudonym-1', holdoutShare: 0.1, validationShare: 0.1 },
    files: {
      train: file('train'),
      validation: file('validation'),
      holdout: file('holdout'),
      examples: file('examples'),
    },
    counts: {
      seen: 2 * count + 7,
      unreadable: 1,
      duplicate: 4,
      superseded: 2,
      conflicting: 0,
      clockBackwards: 1,
      exchanges: 2 * count,
      kept: count,
      dropped: count,
    },
    rejected: { duplicate: 4, no_question: count, superseded: 2, too_short: 3, unreadable: 1 },
    work: { partitions: 1, empty: 0, runs: 1, ranges: 1, buckets: 1 },
    signals: { seen: 5, unreadable: 0, applied: { orphan: 1, rating: 4 } },
    signatures: 'minhash-w3-128-1',
    selection: selectionSchema.parse({}),
    shards: {
      file: {
        key: 'datasets/x/shards.jsonl',
        format: 'reflectwithin-shards-1',
        lines: 2,
        bytes: 200,
        lineHash: 'd'.repeat(64),
      },
      lines: 2 * count + 7,
      notAsPlanned: { missing: 1 },
      first: [
        {
          key: 'exchanges/v=1/dt=2026-03-01/hh=11/two.jsonl.gz',
          etag: null,
          planned: '"2"',
          lines: 7,
          broken: 'missing',
        },
      ],
    },
    unreadableLines: [{ key: 'exchanges/v=1/dt=2026-03-01/hh=11/two.jsonl.gz', line: 3, reason: 'invalid_json' }],
  };
}
