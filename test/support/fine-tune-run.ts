import * as z from 'zod';
import type { costed } from '../../functions/training/state.ts';
import type { Notifier } from '../../layers/core/notifier.ts';
import type { Champion, ModelParameter, NewChampion, Registry } from '../../layers/core/training/registry.ts';
import { ChampionChanged } from '../../layers/core/training/registry.ts';
import { MemoryErasableStore } from './erasable-store.ts';
import { line, lines, subjects } from './stand-in.ts';

/** Prompts that nobody trained on, near enough to what was. */
const holdout = subjects.map((subject) => line(`Today something about ${subject} went wrong`, 'Held out.'));

/** A lake with a dataset in it, and the state of a run that has come as far as Estimate cost. */
export async function runWithDataset(changes: Partial<z.infer<typeof costed>['request']> = {}, train = lines(40)) {
  const store = new MemoryErasableStore();
  const prefix = 'datasets/0123456789abcdef/';
  const texts = { train, validation: lines(4), holdout: holdout.map((text) => `${text}\n`).join('') };
  const file = async (name: keyof typeof texts | 'examples', text: string) => {
    const key = `${prefix}${name}.jsonl`;
    await store.put(key, text);
    const counted = { lines: text.split('\n').length - 1, bytes: Buffer.byteLength(text) };
    return [name, { key, format: 'openai-chat', ...counted, lineHash: '' }] as const;
  };
  const files = await Promise.all([
    ...(['train', 'validation', 'holdout'] as const).map((name) => file(name, texts[name])),
    file('examples', ''),
  ]);
  const counts = { seen: 60, unreadable: 0, duplicate: 0, superseded: 0, conflicting: 0, exchanges: 60 };
  const manifest = {
    schema: 3,
    id: '0123456789abcdef',
    contentHash: '',
    policy: 'strategy@1.0.0',
    embedder: null,
    window: { since: '', until: '' },
    split: { rule: '', holdoutShare: 0.1, validationShare: 0.1 },
    files: Object.fromEntries(files),
    counts: { ...counts, kept: 56, dropped: 4 },
    rejected: {},
    shards: [],
    unreadableLines: [],
  };
  await store.put(`${prefix}manifest.json`, JSON.stringify(manifest));
  const state: z.infer<typeof costed> = {
    runId: 'run-1',
    startedAt: '2026-11-24T08:00:00Z',
    request: {
      since: '1970-01-01T00:00:00.000Z',
      until: '2026-11-24T08:00:00.000Z',
      policy: 'strategy',
      minimumExamples: 10,
      baseModel: 'gpt-4o-mini-2024-07-18',
      suffix: 'reflect',
      seed: 42,
      epochs: 'auto',
      validationShare: 0.1,
      maximumCostUsd: 25,
      dryRun: false,
      promote: 'auto',
      ...changes,
    },
    plan: {
      key: 'runs/run-1/plan.json',
      partitions: 1,
      ranges: 1,
      rangesKey: 'runs/run-1/ranges.json',
      buckets: 1,
      bucketsKey: 'runs/run-1/buckets.json',
      shards: 1,
      bytes: 1000,
      erased: 0,
    },
    selection: { candidates: 50, outcomes: { kept: 50 } },
    dataset: {
      id: '0123456789abcdef',
      prefix,
      manifestKey: `${prefix}manifest.json`,
      partsKey: 'runs/run-1/parts.json',
      train: 40,
      validation: 4,
      holdout: holdout.length,
      seen: 60,
      kept: 56,
      rejected: { too_short: 4 },
      tokens: 1234,
      problems: 0,
      problemsKey: `${prefix}problems.jsonl`,
    },
    cost: { epochs: 3, trainingTokens: 3702, usd: 0.01 },
  };
  return { store, state };
}

/** A registry in memory, with the same promises as the table's. */
export class MemoryRegistry implements Registry, ModelParameter {
  readonly history: Champion[] = [];
  /** Everything that was written to the parameter. */
  readonly parameter: string[] = [];

  async champion() {
    return this.history.at(-1);
  }
  async promotedBy(runId: string, model: string) {
    return this.history.find((champion) => champion.runId === runId && champion.model === model);
  }
  async promote(candidate: NewChampion, expected: number) {
    if (this.history.length !== expected) throw new ChampionChanged(expected);
    const champion = { version: expected + 1, ...candidate };
    this.history.push(champion);
    return champion;
  }
  async write(model: string) {
    this.parameter.push(model);
  }
}

export class Inbox implements Notifier {
  readonly mails: { readonly subject: string; readonly message: string }[] = [];
  async publish(subject: string, message: string) {
    this.mails.push({ subject, message });
  }
}

const listing = z.object({ data: z.array(z.object({ filename: z.string() })) });

/** The names of the files that lie at the trainer. */
export const filesAt = async (standIn: { readonly url: string }): Promise<string[]> => {
  const answer = await fetch(`${standIn.url}/files?purpose=fine-tune`, {
    headers: { authorization: 'Bearer right-key' },
  });
  const { data } = listing.parse(await answer.json());
  return data.map(({ filename }) => filename);
};
