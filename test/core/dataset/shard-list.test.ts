import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { manifestSchema } from '../../../layers/core/dataset/manifest.ts';
import { makeDataset, shardsOf } from '../../support/dataset.ts';
import { exchange, shard, shardKey } from '../../support/exchanges.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

/** Milliseconds: some thousand objects, on a machine that may be busy. */
const long = 60_000;

const objects: readonly (readonly [key: string, content: Uint8Array | string])[] = [
  ...Array.from({ length: 5 }, (_, i) => [shardKey(`whole ${i}`), shard([exchange(`${i} miles`)])] as const),
  [shardKey('cut'), shard([exchange('far'), exchange('farther')]).subarray(0, 60)],
  [shardKey('none'), 'no gzip'],
  ['examples/v=1/team.jsonl.gz', shard([exchange('by hand')])],
  ['signals/v=1/dt=2026-03-02/hh=10/a.jsonl.gz', shard(['{"schema":1}'])],
];

async function datasetOf(all: typeof objects, shards = 500, ranges = 1) {
  const store = new MemoryObjectStore();
  for (const [key, content] of all) await store.put(key, content);
  const partition = { bytes: 16 * 1024 * 1024, shards };
  const { dataset } = await makeDataset(store, {}, { partition, ranges, buckets: 1 });
  const manifest = manifestSchema.parse(JSON.parse(store.text(dataset.manifestKey)));
  const list = store.text(`${dataset.prefix}shards.jsonl`);
  return { store, dataset, manifest, list };
}

describe('the list of shards', () => {
  it('names every shard with the ETag that was read, by key, and the manifest holds its hash', async () => {
    const { store, dataset, manifest, list } = await datasetOf(objects, 2);
    const listed = shardsOf(store, dataset);
    const etags = new Map<string, string>();
    for await (const { key, etag } of store.list('')) etags.set(key, etag);
    expect(listed.map(({ key }) => key)).toEqual(objects.map(([key]) => key).sort());
    for (const { key, etag } of listed) expect(etag).toBe(etags.get(key));

    const hash = createHash('sha256');
    for (const line of list.split('\n').slice(0, -1)) hash.update(createHash('sha256').update(line).digest());
    expect(manifest.shards.file).toEqual({
      key: `${dataset.prefix}shards.jsonl`,
      format: 'reflectwithin-shards-1',
      lines: objects.length,
      bytes: Buffer.byteLength(list),
      lineHash: hash.digest('hex'),
    });
    const broken = listed.filter((each) => each.broken !== undefined);
    expect(broken.map(({ key }) => key)).toEqual([shardKey('cut'), shardKey('none')].sort());
    expect(manifest.shards).toMatchObject({ notAsPlanned: { cut_off: 1, not_gzip: 1 }, first: broken });
    expect(manifest.shards.lines).toBe(listed.reduce((sum, { lines }) => sum + lines, 0));
  });

  it(
    'is the same, and so is what the manifest says of it, in whatever order shards came and however they are dealt out',
    async () => {
      const said = async (...given: Parameters<typeof datasetOf>) => {
        const { list, manifest } = await datasetOf(...given);
        return { list, shards: manifest.shards, id: manifest.id };
      };
      const once = await said(objects);
      const order = fc.shuffledSubarray([...objects], { minLength: objects.length });
      await fc.assert(
        fc.asyncProperty(order, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 3 }), async (...cut) => {
          expect(await said(...cut)).toEqual(once);
        }),
        { numRuns: 10 },
      );
    },
    long,
  );

  it(
    'makes neither the manifest longer nor what a partition hands on, however many shards there are and are broken',
    async () => {
      const sizes = async (n: number) => {
        const bad = Array.from({ length: n }, (_, i) => [shardKey(`bad ${i}`), 'no gzip'] as const);
        const { store, dataset, manifest } = await datasetOf([...objects, ...bad], 5000);
        expect(manifest.shards.notAsPlanned).toEqual({ cut_off: 1, not_gzip: n + 1 });
        expect(manifest.shards.first).toHaveLength(21);
        expect(shardsOf(store, dataset)).toHaveLength(objects.length + n);
        const papers = ['counts', 'inputs'].map((name) => `work/run-1/curated/0.${name}.json`);
        return [dataset.manifestKey, ...papers].map((key) => store.text(key).length);
      };
      const [few, lots] = [await sizes(30), await sizes(3000)];
      // Numbers alone grow, by a digit or two.
      for (const [i, size] of lots.entries()) expect(size).toBeLessThan((few[i] ?? 0) + 20);
    },
    long,
  );
});
