import fc from 'fast-check';
import { readOptions } from '../../../layers/core/augmentation/options.ts';
import { reportKey } from '../../../layers/core/augmentation/parent.ts';
import type { Exchange } from '../../../layers/core/conversation/exchange.ts';
import { batchPriceOf } from '../../../layers/core/dataset/prices.ts';
import { isHeldOut, splitOf } from '../../../layers/core/dataset/split.ts';
import { consentKey, tombstoneKey } from '../../../layers/core/signals/people.ts';
import {
  answered,
  askedOf,
  datasetFor,
  goodAnswer,
  judgeWith,
  plan,
  prices,
  requestsOf,
  takeIn,
} from '../../support/augmentation.ts';
import { exchange, hex, shard, shardKey, strategyJudge, version } from '../../support/exchanges.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

/** Exchanges of different users, some of whom are held out or validate. */
const many = (n: number, given: Partial<Exchange> = {}) =>
  Array.from({ length: n }, (_, i) => exchange(`${hex(String(i))} miles`, { pseudonym: hex(`user ${i}`), ...given }));

async function lakeOf(exchanges: readonly Exchange[], judge = judgeWith({})) {
  const store = new MemoryObjectStore();
  await store.put(shardKey('all'), shard(exchanges));
  const dataset = await datasetFor(store, judge);
  return { store, dataset };
}

describe('planning variants', () => {
  it('asks a chat model for JSON, once for each example of the training file', async () => {
    const { store, dataset } = await lakeOf(many(40));
    const planned = await plan(store);
    expect(planned).toMatchObject({ dataset: dataset.id, requests: dataset.train, stoppedBy: 'all', budgetUsd: 5 });
    const [request] = requestsOf(store);
    expect(request).toMatchObject({
      custom_id: askedOf(store)[0]?.id,
      method: 'POST',
      url: '/v1/chat/completions',
      body: {
        model: 'gpt-4.1-mini-2025-04-14',
        messages: [{ role: 'system' }, { role: 'user', content: expect.stringContaining('miles') }],
        response_format: {
          type: 'json_schema',
          json_schema: { strict: true, schema: { additionalProperties: false } },
        },
        max_completion_tokens: expect.any(Number),
      },
    });
    expect(Buffer.byteLength(store.text('work/aug-1/augmentation/requests.jsonl'))).toBe(planned.bytes);
    const kinds = new Set(askedOf(store).map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['context', 'domain', 'paraphrase', 'tone']);
  });

  it('is off unless the policy says otherwise', async () => {
    const { store } = await lakeOf(many(10));
    await expect(plan(store, strategyJudge)).rejects.toMatchObject({
      name: 'AugmentationOff',
      message: expect.stringContaining('"enabled": true'),
    });
  });

  it.each([
    ['there is none', {}, 'There is no dataset yet'],
    ['it is not there', { dataset: '0123456789abcdef' }, 'There is no dataset 0123456789abcdef'],
  ])('says how to get a dataset when %s', async (_, options, words) => {
    await expect(plan(new MemoryObjectStore(), judgeWith({}), options)).rejects.toThrow(words);
  });

  it('refuses a model without a price, and more than the policy allows', async () => {
    const { store } = await lakeOf(many(10));
    await expect(plan(store, judgeWith({ model: 'gpt-9' }))).rejects.toMatchObject({ name: 'BatchPriceUnknown' });
    await expect(plan(store, judgeWith({}), { budgetUsd: 6 })).rejects.toMatchObject({ name: 'BudgetTooHigh' });
  });

  it('makes none of users who were erased or withdrew consent since, nor of what the screen holds', async () => {
    const all = many(40);
    const { store } = await lakeOf(all);
    const [one, two, dark] = all.filter(({ pseudonym }) => splitOf(pseudonym, 0.1) === 'train');
    if (!one || !two || !dark) throw new Error('nobody trains');
    await store.put(tombstoneKey(one.pseudonym), '{}');
    await store.put(
      consentKey(two.pseudonym),
      JSON.stringify({ schema: 1, pseudonym: two.pseudonym, granted: false, at: one.createdAt }),
    );
    const judge = judgeWith({}, ({ user }) => (user === dark.user ? ['self_harm'] : []));
    expect((await plan(store, judge)).skipped).toMatchObject({ withdrawn: 2, safety: 1 });
    const parents = askedOf(store).map(({ parent }) => parent);
    for (const { id } of [one, two, dark]) expect(parents).not.toContain(id);
  });

  it('makes none of an exchange that consent was withdrawn for, up to the version that it was withdrawn for', async () => {
    const all = many(40).map((each) => ({ ...each, version: version(3) }));
    const { store } = await lakeOf(all);
    const [one, again, other] = all.filter(({ pseudonym }) => splitOf(pseudonym, 0.1) === 'train');
    if (!one || !again || !other) throw new Error('nobody trains');
    const withdrew = ({ id, pseudonym, createdAt }: Exchange, n: number) => ({
      schema: 1,
      kind: 'consent',
      granted: false,
      exchange: id,
      pseudonym,
      version: version(n),
      at: createdAt,
    });
    const rating = { ...withdrew(other, 9), kind: 'rating', value: 1 };
    // Consent given again collects the exchange anew, with a higher version than the withdrawal.
    const said = [withdrew(one, 2), withdrew(one, 3), withdrew(again, 2), rating].map((each) => JSON.stringify(each));
    await store.put('signals/v=1/dt=2026-03-02/hh=10/said.jsonl.gz', shard(said));
    await store.put('signals/v=1/dt=2026-03-02/hh=11/broken.jsonl.gz', 'no gzip');
    expect((await plan(store)).skipped).toMatchObject({ withdrawn: 1 });
    const parents = askedOf(store).map(({ parent }) => parent);
    expect([one, again, other].map(({ id }) => parents.includes(id))).toEqual([false, true, true]);
  });

  it('gives each example so many variants, each of another kind', async () => {
    const { store } = await lakeOf(many(30));
    await plan(store, judgeWith({ perParent: 3, kinds: ['tone', 'domain'] }));
    const [first] = askedOf(store);
    const own = askedOf(store).filter(({ parent }) => parent === first?.parent);
    expect(own.map(({ kind }) => kind).sort()).toEqual(['domain', 'tone']);
  });

  it('stops at the share, and at what one batch takes', async () => {
    const { store, dataset } = await lakeOf(many(40));
    const shared = await plan(store, judgeWith({ maxShare: 0.2 }));
    expect(shared).toMatchObject({ requests: Math.floor(dataset.train / 4), stoppedBy: 'share' });
    const few = await plan(store, judgeWith({}), { limits: { requests: 3, bytes: 1e6 } });
    expect(few).toMatchObject({ requests: 3, stoppedBy: 'batch_size' });
    const small = await plan(store, judgeWith({}), { limits: { requests: 100, bytes: 10_000 } });
    expect(small.bytes).toBeLessThanOrEqual(10_000);
  });

  it('asks for others in place of what was refused: only what is there has a share', async () => {
    const { store } = await lakeOf(many(40));
    const judge = judgeWith({ maxShare: 0.2 });
    const planned = await plan(store, judge);
    const [one, two, ...good] = askedOf(store);
    const bad = [one, two].map((each) => answered(each?.id ?? '', 'no json'));
    await takeIn(store, planned, [...bad, ...good.map((each) => answered(each.id, goodAnswer(each)))]);
    const next = await plan(store, judge, { runId: 'aug-2' });
    expect(next).toMatchObject({ requests: 2, stoppedBy: 'share', skipped: { refused_before: 2 } });
  });

  it('asks again for what was not answered, and for nothing else', async () => {
    const { store } = await lakeOf(many(30));
    const planned = await plan(store);
    const [lost, bad, ...good] = askedOf(store);
    const rows = [answered(bad?.id ?? '', 'no json'), ...good.map((each) => answered(each.id, goodAnswer(each)))];
    await takeIn(store, planned, rows);
    const before = new Map(store.objects);
    const again = await plan(store, judgeWith({}), { runId: 'aug-2' });
    expect(again).toMatchObject({ requests: 1, skipped: { known: planned.requests - 2, refused_before: 1 } });
    expect(askedOf(store, 'aug-2').map(({ id }) => id)).toEqual([lost?.id]);
    const others = [...store.objects.keys()].filter((key) => !key.startsWith('work/aug-2/'));
    expect(others).toEqual([...before.keys()]);
    expect(store.objects.has(reportKey('aug-1'))).toBe(true);
  });

  it('never asks about held-out or validating users, and never passes the budget, whatever is answered', async () => {
    const price = batchPriceOf(prices, 'gpt-4.1-mini-2025-04-14');
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(300), { minLength: 1, maxLength: 40 }),
        fc.double({ min: 0, max: 0.01, noNaN: true }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        async (some, budgetUsd, validationShare) => {
          const judge = judgeWith({ budgetUsd, perParent: 4 });
          const store = new MemoryObjectStore();
          const own = some.map((i) => exchange(`${hex(String(i))} miles`, { pseudonym: hex(`user ${i}`) }));
          await store.put(shardKey('all'), shard(own));
          await datasetFor(store, judge, validationShare);
          const planned = await plan(store, judge);
          for (const { pseudonym } of askedOf(store)) {
            expect(isHeldOut(pseudonym)).toBe(false);
            expect(splitOf(pseudonym, validationShare)).toBe('train');
          }
          expect(planned.estimatedUsd).toBeLessThanOrEqual(budgetUsd);
          const most = requestsOf(store).map(({ custom_id, body }) =>
            answered(custom_id, 'x', {}, { prompt_tokens: 0, completion_tokens: body.max_completion_tokens }),
          );
          const { usd } = await takeIn(store, planned, most, { judge });
          expect(usd).toBeLessThanOrEqual(budgetUsd);
          expect(usd).toBeCloseTo(
            (requestsOf(store).reduce((sum, { body }) => sum + body.max_completion_tokens, 0) * price.output) / 1e6,
          );
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);
});

describe('the options of an augmentation', () => {
  it('may be left out, and may come with the comment of the console', () => {
    expect(readOptions({ Comment: 'Insert your JSON here' })).toEqual({ dryRun: false });
    expect(readOptions({ budgetUsd: 1, dryRun: true })).toEqual({ budgetUsd: 1, dryRun: true });
  });
  it.each([
    [{ budget: 3 }, '"budget" is no option; did you mean "budgetUsd"?'],
    [{ budgetUsd: -1 }, '"budgetUsd" must be a number of US dollars'],
    [{ dataset: '../x' }, '"dataset" must be the id'],
    [[], 'must be a JSON object'],
  ])('%j is refused', (raw, words) => {
    expect(() => readOptions(raw)).toThrow(words);
  });
});
