import { enoughExamples, TooFewExamples } from '../../../functions/training/enough-examples.ts';
import { costOf } from '../../../functions/training/estimate-cost.ts';
import { planDataset } from '../../../functions/training/plan-dataset.ts';
import { resolve } from '../../../functions/training/resolve-request.ts';
import { costed } from '../../../functions/training/state.ts';
import { loadPrices, policyNames } from '../../../layers/adapters/policy-files.ts';
import { CostTooHigh } from '../../../layers/core/dataset/cost.ts';
import { manifestSchema } from '../../../layers/core/dataset/manifest.ts';
import { NoShards } from '../../../layers/core/dataset/plan.ts';
import { PriceUnknown } from '../../../layers/core/dataset/prices.ts';
import { InvalidRequest } from '../../../layers/core/dataset/request.ts';
import { loadTokenizer } from '../../../layers/core/dataset/tokens.ts';
import { InvalidDataset } from '../../../layers/core/dataset/validate-dataset.ts';
import { policyFolder } from '../../../layers/kit/layer-folder.ts';
import { makeDataset, run, shardsOf, validateRun } from '../../support/dataset.ts';
import { exchange, shard, shardKey } from '../../support/exchanges.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

const prices = loadPrices(policyFolder());
const count = await loadTokenizer();

const lakeOf = async (exchanges: number) => {
  const store = new MemoryObjectStore();
  await store.put(shardKey('all'), shard(Array.from({ length: exchanges }, (_, i) => exchange(`${i} miles`))));
  return store;
};
const validatedRun = async (options: Record<string, unknown> = {}) => {
  const store = await lakeOf(100);
  return validateRun(await makeDataset(store, options), store, count);
};

describe('from Resolve request to Estimate cost', () => {
  it('adds to the state what each state found out, and no text', async () => {
    const state = costed.parse(costOf(enoughExamples(await validatedRun()), prices));
    expect(state).toMatchObject({
      runId: 'run-1',
      plan: { key: 'runs/run-1/plan.json', partitions: 1, shards: 1 },
      dataset: { seen: 100, kept: 100, rejected: {}, problems: 0 },
    });
    const { train, validation, holdout, prefix, manifestKey, problemsKey } = state.dataset;
    expect(train + validation + holdout).toBe(100);
    expect([manifestKey, problemsKey]).toEqual([`${prefix}manifest.json`, `${prefix}problems.jsonl`]);
    expect(state.cost).toEqual({ epochs: 3, trainingTokens: 3 * state.dataset.tokens, usd: 0.05 });
    expect(JSON.stringify(state)).not.toContain('walked');
  });

  it('gives the first state’s options to a run', () => {
    const context = {
      policy: 'strategy',
      baseModel: 'gpt-4o-mini-2024-07-18',
      policies: policyNames(policyFolder()),
      minimumExamples: 1000,
    };
    const start = { runId: 'run-1', startedAt: '2026-06-01T00:00:00Z' };
    expect(resolve({ ...start, request: {} }, context).request).toMatchObject({
      policy: 'strategy',
      minimumExamples: 1000,
    });
    expect(() => resolve({ ...start, request: { dry: true } }, context)).toThrow(InvalidRequest);
  });

  it('stops without shards, whatever else is in the lake', async () => {
    const store = new MemoryObjectStore();
    await store.put('exchanges/v=1/readme.txt', 'x');
    await expect(planDataset(run(), store)).rejects.toThrow(NoShards);
    await expect(planDataset(run(), store)).rejects.toThrow('Check that the app writes messages with consent');
  });

  it('stops with too few examples, and says why there are so few', async () => {
    const state = await validatedRun();
    const rejected = { no_question: 40, too_short: 3, duplicate: 2, generic_phrase: 1 };
    const few = { ...state, dataset: { ...state.dataset, train: 9, rejected } };
    expect(() => enoughExamples(few)).toThrow(TooFewExamples);
    expect(() => enoughExamples(few)).toThrow(
      'The dataset has 9 training examples, the run asks for 10. Of 100 exchanges seen 100 were kept ' +
        '(most fell out for: no_question 40, too_short 3, duplicate 2). Widen "since"',
    );
  });

  it('stops before more is spent than the run may cost', async () => {
    const state = await validatedRun({ maximumCostUsd: 0.01 });
    expect(() => costOf(state, prices)).toThrow(CostTooHigh);
    expect(() => costOf(state, prices)).toThrow('the run may cost $0.01. Raise "maximumCostUsd"');
    expect(() => costOf({ ...state, request: { ...state.request, baseModel: 'other' } }, prices)).toThrow(PriceUnknown);
  });

  it('stops at a dataset that the trainer would refuse, and names the lines', async () => {
    const store = await lakeOf(100);
    const state = await makeDataset(store, {}, { ranges: 3 });
    const key = `${state.dataset.prefix}train.jsonl`;
    const lines = store.lines(key);
    const [second = '', last = ''] = [lines[1], lines.at(-1)];
    lines[1] = '{"messages": []}'.padEnd(Buffer.byteLength(second));
    lines[lines.length - 1] = '{"mess'.padEnd(Buffer.byteLength(last));
    await store.put(key, lines.map((line) => `${line}\n`).join(''));
    const refused = validateRun(state, store, count);
    await expect(refused).rejects.toThrow(InvalidDataset);
    const problemsKey = `${state.dataset.prefix}problems.jsonl`;
    await expect(refused).rejects.toThrow(`The dataset has 2 problems; all are in ${problemsKey}.`);
    await expect(refused).rejects.toThrow('train.jsonl line 2: The line has no messages.');
    await expect(refused).rejects.toThrow(`train.jsonl line ${state.dataset.train}: The line stops being JSON`);
    expect(store.lines(problemsKey)).toHaveLength(2);
  });

  it('stops at a file that is not as it was written', async () => {
    const store = await lakeOf(100);
    const state = await makeDataset(store);
    const key = `${state.dataset.prefix}train.jsonl`;
    await store.put(key, `${store.text(key)}{"messages": []}\n`);
    await expect(validateRun(state, store, count)).rejects.toThrow('train.jsonl line 0: The file has');
  });

  it('leaves out what was written outside of the dates', async () => {
    const { dataset } = await makeDataset(await lakeOf(5), { since: '2026-03-02' });
    expect(dataset).toMatchObject({ kept: 0, seen: 5, rejected: { outside_window: 5 } });
  });
});

describe('a shard that changes between plan and read', () => {
  const changed = async (change: (store: MemoryObjectStore, key: string) => Promise<unknown>) => {
    const store = await lakeOf(20);
    const key = shardKey('other');
    await store.put(key, shard([exchange('of another shard')]));
    const { put } = store;
    // Right after the plan was written, the shard is another one.
    store.put = async (name: string, body: string) => {
      await put.call(store, name, body);
      if (name.endsWith('ranges.json')) await change(store, key);
    };
    const { dataset } = await makeDataset(store);
    const { shards } = manifestSchema.parse(JSON.parse(store.text(dataset.manifestKey)));
    return { dataset, shards, shard: shardsOf(store, dataset).find((each) => each.key === key) };
  };

  it('is missed when it was deleted: what was erased must not train', async () => {
    const { dataset, shards, shard: found } = await changed(async (store, key) => store.objects.delete(key));
    expect(dataset).toMatchObject({ seen: 20, kept: 20 });
    expect(found).toMatchObject({ etag: null, broken: 'missing', lines: 0 });
    expect(shards).toMatchObject({ lines: 20, notAsPlanned: { missing: 1 }, first: [found] });
  });

  it('is read as it is now when it was written anew, and both ETags are in the list', async () => {
    const {
      dataset,
      shards,
      shard: found,
    } = await changed(async (store, key) => store.objects.set(key, shard([exchange('new'), exchange('newer')])));
    expect(dataset.seen).toBe(22);
    expect(found).toMatchObject({ lines: 2, planned: expect.any(String) });
    expect(found?.planned).not.toBe(found?.etag);
    expect(shards).toMatchObject({ notAsPlanned: { written_anew: 1 }, first: [found] });
  });
});
