import type { Exchange } from '../../../layers/core/conversation/exchange.ts';
import { manifestSchema } from '../../../layers/core/dataset/manifest.ts';
import { makeDataset, shardsOf } from '../../support/dataset.ts';
import { exchange, shard, shardKey, version } from '../../support/exchanges.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

type Shards = Readonly<Record<string, Uint8Array | string>>;

/** A dataset of shards, each in a partition of its own. */
async function datasetOf(shards: Shards, limit?: number) {
  const store = new MemoryObjectStore();
  for (const [name, content] of Object.entries(shards)) await store.put(shardKey(name), content);
  const partition = { bytes: 1, shards: 1 };
  const { dataset } = await makeDataset(
    store,
    { validationShare: 0 },
    { partition, ranges: 4, buckets: 2, ...(limit === undefined ? {} : { limit }) },
  );
  const manifest = manifestSchema.parse(JSON.parse(store.text(dataset.manifestKey)));
  const of = (name: string) => shardsOf(store, dataset).find(({ key }) => key === shardKey(name));
  return { store, dataset, manifest, of };
}

const many = (n: number): Exchange[] => Array.from({ length: n }, (_, i) => exchange(`${i} miles`));
const good = shard([exchange('good')]);

describe('bad input never stops a run, and the manifest tells of it', () => {
  it('a shard cut off in the middle: what came before the cut is used', async () => {
    const whole = shard(many(3000));
    const { of, manifest } = await datasetOf({ good, cut: whole.subarray(0, Math.floor(whole.length / 2)) });
    expect(of('cut')).toMatchObject({ broken: 'cut_off' });
    expect(manifest.counts.exchanges).toBeGreaterThan(100);
  });

  it('a gzip error in the middle, or no gzip at all', async () => {
    const damaged = Buffer.from(shard(many(3000)));
    const middle = Math.floor(damaged.length / 2);
    damaged.fill(0xff, middle, middle + 64);
    const { of, manifest } = await datasetOf({ good, damaged, none: 'no gzip' });
    expect([of('damaged')?.broken, of('none')?.broken]).toEqual(['not_gzip', 'not_gzip']);
    expect(manifest.counts.kept).toBeGreaterThan(0);
  });

  it('a schema from a future version: each line has its place and its reason', async () => {
    const future = shard(['{"schema":2,"id":"x"}', JSON.stringify(exchange('a'))]);
    const { manifest } = await datasetOf({ future });
    expect(manifest.unreadableLines).toEqual([{ key: shardKey('future'), line: 1, reason: 'unknown_schema' }]);
    expect(manifest.counts).toMatchObject({ seen: 2, unreadable: 1, kept: 1 });
  });

  it('many lines that cannot be read: the manifest counts all and names some, and a file names the rest', async () => {
    const bad = (n: number) => shard(Array.from({ length: n }, () => 'no JSON'));
    const named = async (shards: Shards) => {
      const { store, dataset, manifest } = await datasetOf({ good, ...shards });
      const all = store.lines(`${dataset.prefix}unreadable.jsonl`).map((line) => JSON.parse(line));
      const handedOn = [...Array(manifest.work.partitions).keys()].map(
        (partition) => store.text(`work/run-1/curated/${partition}.inputs.json`).length,
      );
      return { all, manifest, handedOn: Math.max(...handedOn) };
    };
    const [few, lots] = [
      await named({ bad1: bad(60), bad2: bad(60) }),
      await named({ bad1: bad(6000), bad2: bad(6000) }),
    ];
    expect(few.all).toHaveLength(120);
    const [, later] = ['bad1', 'bad2'].map(shardKey).sort();
    expect(few.all[60]).toEqual({ key: later, line: 1, reason: 'invalid_json' });
    expect(lots.all).toHaveLength(12_000);
    expect(lots.manifest.counts.unreadable).toBe(12_000);
    for (const { all, manifest } of [few, lots]) expect(manifest.unreadableLines).toEqual(all.slice(0, 100));
    // Numbers alone grow, by a digit or two.
    expect(lots.handedOn).toBeLessThan(few.handedOn + 20);
  });

  it('two lines of one version that disagree: the same one wins, wherever they stand', async () => {
    const [one, other] = [exchange('a'), exchange('a', { user: 'I swam far out today.' })];
    const first = await datasetOf({ x: shard([one]), y: shard([other]) });
    const second = await datasetOf({ x: shard([other]), y: shard([one]) });
    expect(first.dataset.id).toBe(second.dataset.id);
    expect(first.manifest.counts).toMatchObject({ exchanges: 1, conflicting: 1 });
  });

  it('an empty partition', async () => {
    const { manifest, of } = await datasetOf({ good, empty: shard([]), nothing: '' });
    expect(manifest.work).toMatchObject({ partitions: 3, empty: 2 });
    expect(of('empty')).toMatchObject({ lines: 0 });
    expect(manifest.counts).toMatchObject({ seen: 1, kept: 1 });
  });

  it('a partition larger than memory: more sorted runs, the same dataset', async () => {
    const all = shard(many(300));
    const [one, other] = [await datasetOf({ all }), await datasetOf({ all }, 10_000)];
    expect(one.manifest.work).toMatchObject({ partitions: 1, runs: 1 });
    expect(other.manifest.work.partitions).toBe(1);
    expect(other.manifest.work.runs).toBeGreaterThan(10);
    expect(other.dataset.id).toBe(one.dataset.id);
  });

  it('a clock going backwards: the version counts, not the date', async () => {
    const early = '2026-02-01T00:00:00.000Z';
    const edited = exchange('a', { version: version(2), createdAt: early, user: 'I walked there and back again.' });
    const { store, dataset, manifest } = await datasetOf({ one: shard([exchange('a')]), other: shard([edited]) });
    expect(store.text(`${dataset.prefix}examples.jsonl`)).toContain('there and back again');
    expect(manifest.counts).toMatchObject({ superseded: 1, clockBackwards: 1 });
  });

  it('an object deleted between plan and read: what was erased must not train', async () => {
    const store = new MemoryObjectStore();
    await store.put(shardKey('good'), good);
    await store.put(shardKey('gone'), shard([exchange('gone')]));
    const put = store.put.bind(store);
    store.put = async (key, body) => {
      await put(key, body);
      if (key.endsWith('ranges.json')) store.objects.delete(shardKey('gone'));
    };
    const { dataset } = await makeDataset(store, { validationShare: 0 });
    const manifest = manifestSchema.parse(JSON.parse(store.text(dataset.manifestKey)));
    expect(manifest.shards.first).toMatchObject([{ key: shardKey('gone'), etag: null, broken: 'missing' }]);
    expect(manifest.counts).toMatchObject({ seen: 1, kept: 1 });
  });
});
