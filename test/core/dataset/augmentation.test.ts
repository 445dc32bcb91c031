import fc from 'fast-check';
import type { Exchange } from '../../../layers/core/conversation/exchange.ts';
import { cardOf } from '../../../layers/core/dataset/card/card.ts';
import { markdownOf } from '../../../layers/core/dataset/card/markdown.ts';
import { manifestSchema } from '../../../layers/core/dataset/manifest.ts';
import { splitOf } from '../../../layers/core/dataset/split.ts';
import { consentKey, tombstoneKey } from '../../../layers/core/signals/people.ts';
import { signalSchema } from '../../../layers/core/signals/signal.ts';
import { findingsIn } from '../../support/card.ts';
import { makeDataset } from '../../support/dataset.ts';
import { augmentingJudge, exchange, hex, shard, shardKey, variantOf, version } from '../../support/exchanges.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

const at = '2026-03-02T10:00:00.000Z';

async function lakeOf(exchanges: readonly Exchange[], variants: readonly Exchange[]) {
  const store = new MemoryObjectStore();
  await store.put(shardKey('all'), shard(exchanges));
  if (variants.length > 0) await store.put(`examples/v=1/augmentation/${hex('x')}.jsonl.gz`, shard(variants));
  return store;
}

async function datasetIn(store: MemoryObjectStore, options: Record<string, unknown> = { validationShare: 0 }) {
  const { dataset } = await makeDataset(store, options, { judge: augmentingJudge, ranges: 3, buckets: 2 });
  const file = (name: string) => store.lines(`${dataset.prefix}${name}.jsonl`);
  const examples = file('examples').map((line) => JSON.parse(line));
  const manifest = manifestSchema.parse(JSON.parse(store.text(dataset.manifestKey)));
  return { dataset, manifest, examples, train: file('train'), rest: [...file('validation'), ...file('holdout')] };
}

// Users `l` and `q` are held out: see split.test.ts.
const all = ['a', 'b', 'c', 'd'].map((name) => exchange(name));
const [first = exchange('a')] = all;

describe('variants of examples', () => {
  it('train beside their parent, and only there', async () => {
    const { examples, manifest } = await datasetIn(await lakeOf(all, [variantOf(first)]));
    const [variant] = examples.filter(({ source }) => source === 'augmentation');
    expect(variant).toMatchObject({ split: 'train', parent: first.id, variation: 'paraphrase@1.0.0' });
    expect(manifest.augmentation).toMatchObject({ seen: 1, kept: 1, rejected: {} });
  });

  const held = exchange('l');
  const signal = (given: Record<string, unknown>) => (store: MemoryObjectStore) =>
    store.put(
      `signals/v=1/dt=2026-03-02/hh=10/${hex('s')}.jsonl.gz`,
      shard([
        JSON.stringify(
          signalSchema.parse({
            schema: 1,
            exchange: first.id,
            pseudonym: first.pseudonym,
            version: version(5),
            at,
            ...given,
          }),
        ),
      ]),
    );
  const put = (key: string, paper: unknown) => (store: MemoryObjectStore) => store.put(key, JSON.stringify(paper));
  const nothing = async () => {};
  const { pseudonym } = first;

  it.each<[string, Exchange, (store: MemoryObjectStore) => Promise<void>, string]>([
    ['is not there', variantOf(exchange('nobody')), nothing, 'parent_left_out'],
    [
      'was rejected by a person',
      variantOf(first),
      signal({ kind: 'review', decision: 'rejected', reviewer: hex('r') }),
      'parent_left_out',
    ],
    ['lost its consent', variantOf(first), signal({ kind: 'consent', granted: false }), 'parent_left_out'],
    [
      'says something else by now',
      variantOf(first),
      signal({ kind: 'edit', assistant: 'You went for miles. What helped you to go on?' }),
      'parent_left_out',
    ],
    ['is of another user', variantOf(first, 'x', { pseudonym: hex('user of b') }), nothing, 'parent_left_out'],
    [
      'is of a user who withdrew consent',
      variantOf(first),
      put(consentKey(pseudonym), { schema: 1, pseudonym, granted: false, at }),
      'consent_withdrawn',
    ],
    [
      'is of a user who was erased',
      variantOf(first),
      put(tombstoneKey(pseudonym), { schema: 1, pseudonym, at }),
      'erased',
    ],
    ['is held out', variantOf(held), nothing, 'variant_outside_train'],
    [
      'is outside the window',
      variantOf(first, 'x', { createdAt: '2027-01-01T00:00:00.000Z' }),
      nothing,
      'outside_window',
    ],
  ])('go when the parent %s', async (_, variant, prepare, reason) => {
    const store = await lakeOf([...all, held], [variant]);
    await prepare(store);
    const { examples, manifest } = await datasetIn(store);
    expect(examples.filter(({ source }) => source === 'augmentation')).toEqual([]);
    expect(manifest.augmentation).toMatchObject({ seen: 1, kept: 0, rejected: { [reason]: 1 } });
  });

  it('go when they say nearly the same as the parent', async () => {
    const { manifest } = await datasetIn(
      await lakeOf(all, [variantOf(first, 'x', { user: first.user.toUpperCase(), assistant: first.assistant })]),
    );
    expect(manifest.augmentation?.rejected).toEqual({ text_repeated: 1 });
  });

  it('are measured as everything is', async () => {
    const dull = variantOf(first, 'x', { assistant: 'Keep it up' });
    const { judgement: _, ...rest } = dull;
    const store = await lakeOf(all, [{ ...rest, judgement: augmentingJudge.judge(dull) }]);
    const { manifest } = await datasetIn(store);
    expect(manifest.augmentation?.rejected).toMatchObject({ too_short: 1 });
  });

  it('give no preferences, whatever is said of them', async () => {
    const store = await lakeOf(all, [variantOf(first)]);
    const assistant = 'A long day, you say. What made it so long?';
    const about = { schema: 1, exchange: variantOf(first).id, pseudonym, version: version(5), at };
    const edit = signalSchema.parse({ ...about, kind: 'edit', assistant });
    await store.put(`signals/v=1/dt=2026-03-02/hh=10/${hex('s')}.jsonl.gz`, shard([JSON.stringify(edit)]));
    const { examples, manifest } = await datasetIn(store);
    expect(examples.find(({ source }) => source === 'augmentation')).toMatchObject({ assistant });
    expect(manifest.preferences).toMatchObject({ pairs: 0, sources: {} });
  });

  it('are told of on the card', async () => {
    const { manifest } = await datasetIn(await lakeOf(all, [variantOf(first), variantOf(exchange('nobody'))]));
    const { statistics } = await findingsIn([]);
    const card = markdownOf(cardOf({ manifest, statistics, before: undefined, samples: [] }));
    expect(card).toMatch(
      /fell out: parent_left_out \| 1[\s\S]*that train \| 1[\s\S]*share of the training file \| 20\.0 %/,
    );
  });

  /** In milliseconds: many datasets are made. */
  const long = 60_000;

  it(
    'only ever add lines to the training file, however the data grows, and never more than their share',
    async () => {
      const users = fc.nat(30).map((n) => hex(`user of ${n}`));
      const given = fc.uniqueArray(fc.tuple(users, fc.nat(99)), {
        minLength: 1,
        maxLength: 25,
        selector: ([, n]) => n,
      });
      await fc.assert(
        fc.asyncProperty(
          given,
          fc.array(fc.nat(24), { maxLength: 30 }),
          fc.double({ min: 0, max: 0.5, noNaN: true }),
          async (some, of, validationShare) => {
            const exchanges = some.map(([user, n]) => exchange(`${hex(String(n))} miles`, { pseudonym: user }));
            const variants = of.flatMap((place, i) => {
              const parent = exchanges[place];
              return parent ? [variantOf(parent, `variant ${i}`)] : [];
            });
            for (const size of [Math.ceil(exchanges.length / 2), exchanges.length]) {
              const there = exchanges.slice(0, size);
              const withThem = await datasetIn(await lakeOf(there, variants), { validationShare });
              const without = await datasetIn(await lakeOf(there, []), { validationShare });
              expect(withThem.rest).toEqual(without.rest);
              const made = withThem.examples.filter(({ source }) => source === 'augmentation');
              expect(made.length).toBeLessThanOrEqual(withThem.train.length / 2);
              expect(withThem.examples.filter(({ source }) => source !== 'augmentation')).toEqual(without.examples);
              expect(withThem.train).toHaveLength(without.train.length + made.length);
              for (const { pseudonym: user } of made) expect(splitOf(user, validationShare)).toBe('train');
            }
          },
        ),
        { numRuns: 15 },
      );
    },
    long,
  );
});
