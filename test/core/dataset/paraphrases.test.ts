import fc from 'fast-check';
import { loadPolicy } from '../../../layers/adapters/policy-files.ts';
import type { Exchange } from '../../../layers/core/conversation/exchange.ts';
import { manifestSchema } from '../../../layers/core/dataset/manifest.ts';
import { isHeldOut } from '../../../layers/core/dataset/split.ts';
import type { Embedder } from '../../../layers/core/quality/embedder.ts';
import { selectionSchema } from '../../../layers/core/quality/selection.ts';
import type { SignalsByKind } from '../../../layers/core/signals/signal.ts';
import { makeDataset } from '../../support/dataset.ts';
import { exchange, hex, shard, shardKey, strategy, version } from '../../support/exchanges.ts';
import { judgeBy } from '../../support/judge.ts';
import { paraphrases, recordedEmbedder, StoryEmbedder, said } from '../../support/meanings.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

const users = Array.from({ length: 60 }, (_, i) => hex(`user ${i}`));
const [heldOutUser = '', ...otherHeldOut] = users.filter(isHeldOut);
const [learner = '', otherLearner = ''] = users.filter((user) => !isHeldOut(user));
const { paraphraseCosine } = loadPolicy('layers/policy', 'reflect').selection;

type Edit = NonNullable<SignalsByKind['edit']> & { readonly assistant: string };
const editOf = ({ id, pseudonym }: Exchange, assistant: string): Edit => ({
  schema: 1,
  kind: 'edit',
  exchange: id,
  pseudonym,
  version: version(2),
  at: '2026-03-02T10:00:00.000Z',
  assistant: `${assistant}?`,
});

interface Given {
  readonly selection?: Record<string, unknown>;
  readonly options?: Record<string, unknown>;
  readonly embedder?: Embedder | undefined;
  readonly ranges?: number;
  readonly buckets?: number;
  readonly signals?: readonly Edit[];
}

async function datasetOf(exchanges: readonly Exchange[], given: Given = {}) {
  const { selection = {}, options = {}, ranges = 1, buckets = 1, signals = [] } = given;
  const embedder = 'embedder' in given ? given.embedder : new StoryEmbedder();
  const store = new MemoryObjectStore();
  const half = Math.floor(exchanges.length / 2);
  await store.put(shardKey('one'), shard(exchanges.slice(0, half)));
  await store.put(shardKey('other'), shard(exchanges.slice(half)));
  if (signals.length > 0) {
    const lines = signals.map((signal) => JSON.stringify(signal));
    await store.put('signals/v=1/dt=2026-03-02/hh=10/said.jsonl.gz', shard(lines));
  }
  const byWords = judgeBy({ ...strategy, selection: selectionSchema.parse({ paraphraseCosine, ...selection }) });
  const judgeWithMeaning = (given: Exchange) => ({ ...byWords.judge(given), scores: given.judgement.scores });
  const judge = { ...byWords, judgeWithMeaning };
  const dealing = { judge, ranges, buckets, partition: { bytes: 1, shards: 1 }, ...(embedder && { embedder }) };
  const { dataset } = await makeDataset(store, { validationShare: 0, ...options }, dealing);
  const examples: Exchange[] = store.lines(`${dataset.prefix}examples.jsonl`).map((line) => JSON.parse(line));
  return { dataset, examples, manifest: manifestSchema.parse(JSON.parse(store.text(dataset.manifestKey))) };
}

type Told = readonly [story: number, telling: number, user: string];
const told = ([story, telling, pseudonym]: Told, i = 0): Exchange =>
  exchange(`${story} ${telling} ${pseudonym} ${i}`, {
    user: said(story, telling),
    assistant: `${said(story, telling)}?`,
    pseudonym,
  });
const better = (one: Exchange): Exchange => ({
  ...one,
  judgement: { ...one.judgement, scores: { ...one.judgement.scores, overall: 1 } },
});

describe('paraphrases', () => {
  it('are one example, the best of them, across users, partitions, ranges and buckets', async () => {
    const tellings = [0, 1, 2, 3].map((telling) => told([1, telling, telling % 2 === 0 ? learner : otherLearner]));
    const best = better(told([1, 4, learner]));
    const another = told([2, 0, learner]);
    for (const cut of [
      { ranges: 1, buckets: 1 },
      { ranges: 7, buckets: 5 },
    ]) {
      const { examples, manifest } = await datasetOf([...tellings, another, best], cut);
      expect(examples.map(({ id }) => id).sort()).toEqual([best.id, another.id].sort());
      expect(manifest).toMatchObject({
        rejected: { paraphrase: 4 },
        embedder: 'stories',
        meanings: 'int8-simhash-256x2-1',
      });
    }
  });

  it.each([
    ['there is no embedder', { embedder: undefined }],
    ['the policy does not look for them', { selection: { paraphraseCosine: null } }],
    ['the policy keeps so many of a cluster', { selection: { perCluster: 3 } }],
  ])('all stay where %s', async (_, given) => {
    const tellings = [0, 1, 2].map((telling) => told([1, telling, learner]));
    expect((await datasetOf(tellings, given)).dataset.kept).toBe(3);
  });

  it('must be near in both turns: one question has many good answers', async () => {
    const [one, other] = [told([1, 0, learner]), { ...told([1, 1, learner]), assistant: `${said(2, 0)}?` }];
    expect((await datasetOf([one, other])).dataset.kept).toBe(2);
  });

  it('by MiniLM are found at the policy’s cosine, and nothing of other meaning is taken for one', async () => {
    const exchangesOf = (pair: (typeof paraphrases.same)[number], name: string) =>
      pair.map(([user, assistant], i) => exchange(`${name} ${i}`, { user, assistant, pseudonym: learner }));
    const all = [...paraphrases.same, ...paraphrases.different];
    const { examples } = await datasetOf(
      all.flatMap((pair, i) => exchangesOf(pair, String(i))),
      { embedder: recordedEmbedder() },
    );
    const kept = new Set(examples.map(({ id }) => id));
    const both = all.map((_, i) => kept.has(hex(`${i} 0`)) && kept.has(hex(`${i} 1`)));
    expect(both.slice(0, paraphrases.same.length).filter((each) => !each)).toHaveLength(15);
    expect(both.slice(paraphrases.same.length)).not.toContain(false);
  });

  it('are embedded once, where they are judged, and those that a person wrote later once more', async () => {
    const embedder = new StoryEmbedder();
    const [one, late] = [told([1, 0, learner]), told([2, 0, otherLearner])];
    const edit = editOf(late, said(3, 0));
    await datasetOf([one, late], { embedder, signals: [edit] });
    const times = (text: string) => embedder.embedded.filter((each) => each === text).length;
    expect([one.user, one.assistant, late.assistant, edit.assistant].map(times)).toEqual([1, 1, 1, 1]);
  });

  it.each([
    ['is in the dataset', {}],
    ['is rejected by the policy', { assistant: `${said(1, 0)}. Keep it up?` }],
    ['was written outside of the run’s dates', { createdAt: '2020-01-01T00:00:00.000Z' }],
  ])('of what a held-out user wrote are never learned where that %s', async (_, given) => {
    const heldOut = { ...told([1, 0, heldOutUser]), ...given };
    const exchanges = [heldOut, told([1, 1, learner]), told([2, 0, learner])];
    const { examples, manifest } = await datasetOf(exchanges, { options: { since: '2026-01-01' } });
    expect(manifest.rejected).toMatchObject({ text_held_out: 1 });
    expect(examples.filter(({ pseudonym }) => pseudonym === learner)).toHaveLength(1);
  });

  it('of a reply that was edited in an exchange of a held-out user are not learned either', async () => {
    const late = { ...told([1, 0, heldOutUser]), assistant: `${said(9, 0)}?` };
    const edit = editOf(late, said(1, 0));
    const { manifest } = await datasetOf([late, told([1, 1, learner])], { signals: [edit] });
    expect(manifest.rejected).toMatchObject({ text_held_out: 1 });
  });

  const tellings = fc.array(
    fc.tuple(fc.nat(6), fc.nat(4), fc.constantFrom(heldOutUser, ...otherHeldOut.slice(0, 2), ...users.slice(0, 8))),
    { maxLength: 40 },
  );
  const policies = fc.record({
    perCluster: fc.constantFrom(1, 2),
    perUser: fc.constantFrom(null, 2),
    targetSize: fc.constantFrom(null, 2, 10),
    diversity: fc.constantFrom(0, 0.5, 1),
  });

  it('of the hold-out are never learned, and all are the same bytes however the work is cut', async () => {
    await fc.assert(
      fc.asyncProperty(tellings, policies, fc.nat(8), fc.nat(8), async (all, selection, ranges, buckets) => {
        const exchanges = all.map(told);
        const one = await datasetOf(exchanges, { selection });
        const cut = { ranges: ranges + 1, buckets: buckets + 1 };
        const other = await datasetOf(exchanges.toReversed(), { selection, ...cut });
        expect(other.dataset.id).toBe(one.dataset.id);
        expect(other.examples).toEqual(one.examples);
        const storyOf = ({ user }: Exchange) => /s\d+/.exec(user)?.[0];
        const heldOut = new Set(exchanges.filter(({ pseudonym }) => isHeldOut(pseudonym)).map(storyOf));
        expect(one.examples.filter((each) => !isHeldOut(each.pseudonym) && heldOut.has(storyOf(each)))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
