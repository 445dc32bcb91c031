import fc from 'fast-check';
import type { Exchange } from '../../../layers/core/conversation/exchange.ts';
import { manifestSchema } from '../../../layers/core/dataset/manifest.ts';
import { isHeldOut } from '../../../layers/core/dataset/split.ts';
import { selectionSchema } from '../../../layers/core/quality/selection.ts';
import { makeDataset } from '../../support/dataset.ts';
import { exchange, hex, shard, shardKey, strategy } from '../../support/exchanges.ts';
import { judgeBy } from '../../support/judge.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

/** One story of which as many words in a row are changed as is told: two of these are near or not. */
const variation = ([start, length]: readonly [number, number]): { user: string; assistant: string } => {
  const words = Array.from({ length: 50 }, (_, i) => (i >= start && i < start + length ? `other${i}` : `same${i}`));
  return { user: words.join(' '), assistant: 'And what did you do next?' };
};

/** Stories of sixty words, of which no two are near; the nth telling of one has its nth word changed. */
const story = (story: number, telling = 0): { user: string; assistant: string } => {
  const words = Array.from({ length: 60 }, (_, i) => `${['run', 'rest', 'climb', 'swim'][i % 4]}${story}x${i}`);
  if (telling > 0) words[telling % 60] = `changed${telling}`;
  return { user: words.slice(0, 40).join(' '), assistant: `${words.slice(40).join(' ')}?` };
};
const users = Array.from({ length: 60 }, (_, i) => hex(`user ${i}`));
const [heldOutUser = '', ...otherHeldOut] = users.filter(isHeldOut);
const [learner = '', otherLearner = ''] = users.filter((user) => !isHeldOut(user));

type Told = readonly [story: number, telling: number, user: string];
const told = ([which, telling, user]: Told, i: number): Exchange =>
  exchange(`${which} ${telling} ${user} ${i}`, { ...story(which, telling), pseudonym: user });

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

async function datasetOf(
  exchanges: readonly Exchange[],
  {
    selection = {},
    options = {},
    ranges = 1,
    buckets = 1,
  }: {
    selection?: Record<string, unknown>;
    options?: Record<string, unknown>;
    ranges?: number;
    buckets?: number;
  } = {},
) {
  const store = new MemoryObjectStore();
  const half = Math.floor(exchanges.length / 2);
  await store.put(shardKey('one'), shard(exchanges.slice(0, half)));
  await store.put(shardKey('other'), shard(exchanges.slice(half)));
  const judge = judgeBy({ ...strategy, selection: selectionSchema.parse(selection) });
  const { dataset } = await makeDataset(store, { validationShare: 0, ...options }, { judge, ranges, buckets });
  const examples: { id: string; split: string }[] = store
    .lines(`${dataset.prefix}examples.jsonl`)
    .map((line) => JSON.parse(line));
  return { store, dataset, examples, manifest: manifestSchema.parse(JSON.parse(store.text(dataset.manifestKey))) };
}

describe('near-duplicates', () => {
  it('are one example, the best of them, across users, ranges and buckets', async () => {
    const tellings = [0, 1, 2, 3, 4].map((telling, i) => told([1, telling, learner], i));
    const [first = told([1, 0, learner], 0), ...others] = tellings;
    const best = { ...first, judgement: { ...first.judgement, scores: { ...first.judgement.scores, overall: 1 } } };
    const another = told([2, 0, otherLearner], 9);
    for (const cut of [
      { ranges: 1, buckets: 1 },
      { ranges: 7, buckets: 5 },
    ]) {
      const { store, dataset, examples, manifest } = await datasetOf([...others, another, best], cut);
      expect(examples.map(({ id }) => id).sort()).toEqual([best.id, another.id].sort());
      expect(manifest.rejected).toEqual({ near_duplicate: 4 });
      // By id, and not a word of what they said.
      const fellOut = store.lines(`${dataset.prefix}fell-out.jsonl`).map((line) => JSON.parse(line));
      expect(fellOut).toEqual(others.map(({ id }) => ({ reason: 'near_duplicate', id })).sort(byId));
    }
  });

  it('keep as many of a cluster as the policy says', async () => {
    const tellings = [0, 1, 2, 3, 4].map((telling, i) => told([1, telling, learner], i));
    expect((await datasetOf(tellings, { selection: { perCluster: 3 } })).dataset.kept).toBe(3);
  });

  it('do not make one cluster of a chain of small changes', async () => {
    // Each telling changes three more words than the one before it: the ends have nothing in common.
    const words = Array.from({ length: 60 }, (_, i) => `w${i}`);
    const chain = Array.from({ length: 20 }, (_, step) => {
      const changed = words.map((word, i) => (i < step * 3 ? `other${word}` : word));
      return exchange(`step ${step}`, {
        user: changed.join(' '),
        assistant: 'And how was that for you?',
        pseudonym: learner,
      });
    });
    const { dataset } = await datasetOf(chain);
    expect(dataset.kept).toBeGreaterThan(4);
    expect(dataset.kept).toBeLessThan(20);
  });

  it('of what a held-out user wrote are never learned, and neither is the rest of their cluster', async () => {
    const exchanges = [
      told([1, 0, heldOutUser], 0),
      told([1, 1, learner], 1),
      told([1, 0, learner], 2),
      told([2, 0, learner], 3),
    ];
    const { examples, manifest } = await datasetOf(exchanges);
    expect(examples.map(({ split }) => split).sort()).toEqual(['holdout', 'train']);
    expect(manifest.rejected).toEqual({ text_held_out: 2 });
  });

  it.each([
    ['is rejected by the policy', { assistant: `${story(1).assistant.slice(0, -1)}. Keep it up` }],
    ['was written outside of the run’s dates', { createdAt: '2020-01-01T00:00:00.000Z' }],
  ])('are not learned either where the held-out one %s', async (_, given) => {
    const heldOut = { ...told([1, 0, heldOutUser], 0), ...given };
    const { manifest } = await datasetOf([heldOut, told([1, 1, learner], 1)], { options: { since: '2026-01-01' } });
    expect(manifest.rejected).toMatchObject({ text_held_out: 1 });
  });

  it('are the same bytes in however many ranges a text stands that many people wrote', async () => {
    const variations = fc.tuple(fc.nat(45), fc.integer({ min: 1, max: 12 }));
    const written = fc.record({
      said: fc.oneof(fc.constant([0, 0] as const), variations),
      // Were one of them held out, nothing of the story would be left.
      user: fc.constantFrom(...users.filter((user) => !isHeldOut(user))),
      overall: fc.constantFrom(0.8, 0.9, 1),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(written, { minLength: 50, maxLength: 80, size: 'max' }),
        fc.constantFrom(2, 5, 20),
        fc.integer({ min: 5, max: 9 }),
        async (all, perCluster, ranges) => {
          const exchanges = all.map(({ said, user, overall }, i) => {
            const { judgement, ...rest } = exchange(`popular ${i}`, { ...variation(said), pseudonym: user });
            // What was said before tells the copies apart, so that not all but one of them are repetitions.
            const context = [
              { sender: 'user' as const, text: `Day ${i}` },
              { sender: 'ai' as const, text: 'And?' },
            ];
            return { ...rest, context, judgement: { ...judgement, scores: { ...judgement.scores, overall } } };
          });
          const given = { selection: { perCluster }, options: { validationShare: 0.4 } };
          const [one, other] = [
            await datasetOf(exchanges, given),
            await datasetOf(exchanges.toReversed(), { ...given, ranges, buckets: 3 }),
          ];
          expect(other.dataset.id).toBe(one.dataset.id);
          expect(other.examples).toEqual(one.examples);
        },
      ),
      { numRuns: 20 },
    );
  }, 60_000);
});

describe('the hold-out', () => {
  const tellings = fc.array(
    fc.tuple(fc.nat(6), fc.nat(4), fc.constantFrom(heldOutUser, ...otherHeldOut.slice(0, 2), ...users.slice(0, 8))),
    { maxLength: 40 },
  );
  const policies = fc.record({
    perCluster: fc.constantFrom(1, 2),
    perUser: fc.constantFrom(null, 3),
    targetSize: fc.constantFrom(null, 2, 10),
    diversity: fc.constantFrom(0, 1),
  });

  it('is never learned from, nor what is near to it, however data and policies grow and change', async () => {
    await fc.assert(
      fc.asyncProperty(tellings, tellings, policies, policies, async (before, added, early, late) => {
        const [old, young] = [before.map(told), added.map((each, i) => told(each, before.length + i))];
        const first = await datasetOf(old, { selection: early });
        const second = await datasetOf([...young, ...old], { selection: late, ranges: 3, buckets: 4 });
        // What was held out the first time, by the story that was told: all its tellings are near to one another.
        const stories = new Map([...old, ...young].map(({ id, user }) => [id, user.split('x')[0]]));
        const heldOut = first.examples.filter(({ split }) => split === 'holdout').map(({ id }) => stories.get(id));
        const learned = second.examples.filter(({ split }) => split !== 'holdout').map(({ id }) => stories.get(id));
        expect(learned.filter((each) => heldOut.includes(each))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  }, 30_000);

  it('and all the rest are the same bytes, however the work is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        tellings,
        policies,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        async (all, selection, ranges, buckets) => {
          const exchanges = all.map(told);
          const [one, other] = [
            await datasetOf(exchanges, { selection }),
            await datasetOf(exchanges.toReversed(), { selection, ranges, buckets }),
          ];
          expect(other.dataset.id).toBe(one.dataset.id);
          expect(other.examples).toEqual(one.examples);
        },
      ),
      { numRuns: 40 },
    );
  }, 30_000);
});
