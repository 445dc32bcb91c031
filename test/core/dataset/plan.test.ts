import { Readable } from 'node:stream';
import fc from 'fast-check';
import type { StoredObject } from '../../../layers/core/dataset/object-store.ts';
import { NoShards, partitionSchema, planRun, writePartitions } from '../../../layers/core/dataset/plan.ts';
import { cutFor } from '../../../layers/core/dataset/ranges.ts';
import { tombstoneKey } from '../../../layers/core/signals/people.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

const object = (key: string, size: number) => ({ key, etag: `"${key}"`, size });
const limits = { bytes: 100, shards: 3 };

/** What is written of shards that are listed so. */
async function partitionsOf(shards: readonly StoredObject[]) {
  const store = new MemoryObjectStore();
  const count = await writePartitions(store, 'plan', Readable.from(shards), limits);
  const partitions = partitionSchema.array().parse(JSON.parse(store.text('plan')));
  expect(partitions).toHaveLength(count);
  return partitions;
}

describe('writePartitions', () => {
  it.each([
    ['nothing', [], []],
    ['one', [10], [1]],
    ['what fits together', [50, 50], [2]],
    ['no more bytes than the limit', [60, 60, 40], [1, 2]],
    ['no more shards than the limit', [1, 1, 1, 1], [3, 1]],
    ['a shard larger than the limit by itself', [10, 500, 10], [1, 1, 1]],
  ])('%s', async (_, sizes, partitions) => {
    const shards = sizes.map((size, i) => object(`k${i}`, size));
    const written = await partitionsOf(shards);
    expect(written.map((partition) => partition.shards.length)).toEqual(partitions);
  });

  it('has every shard once, in the order of the listing', async () => {
    const keys = fc.uniqueArray(fc.record({ key: fc.string(), size: fc.nat(150) }), { selector: ({ key }) => key });
    await fc.assert(
      fc.asyncProperty(keys, async (shards) => {
        const objects = shards.map(({ key, size }) => object(key, size));
        const partitions = await partitionsOf(objects);
        expect(partitions.map(({ index }) => index)).toEqual(partitions.map((_, i) => i));
        expect(partitions.flatMap((partition) => partition.shards)).toEqual(objects);
      }),
    );
  });
});

/** Exchanges of a shard, and compressed bytes of one, as `npm run bench:assemble` makes them. */
const [perShard, bytesEach] = [500, 421];

/** A lake of which only the listing is needed. */
class ListedStore extends MemoryObjectStore {
  readonly exchanges: number;

  constructor(exchanges: number) {
    super();
    this.exchanges = exchanges;
  }

  override async *list(prefix: string) {
    for (let i = 0; prefix === 'exchanges/v=1/' && i * perShard < this.exchanges; i++) {
      const size = bytesEach * Math.min(perShard, this.exchanges - i * perShard);
      yield object(`${prefix}dt=2026-01-01/hh=00/${String(i).padStart(8, '0')}.jsonl.gz`, size);
    }
  }
}

describe('planRun', () => {
  it.each([
    [1000, { partitions: 1, ranges: 1, buckets: 1 }],
    [1_000_000, { partitions: 26, ranges: 26, buckets: 51 }],
    [10_000_000, { partitions: 254, ranges: 251, buckets: 502 }],
  ])('cuts %d exchanges so that no child has more than forty thousand', async (exchanges, cut) => {
    const store = new ListedStore(exchanges);
    const plan = await planRun(store, 'run-1');
    expect(plan).toMatchObject(cut);
    const partitions = partitionSchema.array().parse(JSON.parse(store.text(plan.key)));
    const largest = Math.max(...partitions.map(({ shards }) => shards.length * perShard), exchanges / plan.ranges);
    expect(largest).toBeLessThanOrEqual(40_000);
    // What a child of a map is given must fit into the state of Step Functions.
    expect(Math.max(...partitions.map((partition) => JSON.stringify(partition).length))).toBeLessThan(256 * 1024);
  });

  it('knows how many were erased by then, so that whoever comes later is told apart', async () => {
    const store = new MemoryObjectStore();
    for (const key of ['exchanges/v=1/one.jsonl.gz', tombstoneKey('a'), tombstoneKey('b')]) await store.put(key, '');
    expect(await planRun(store, 'run-1')).toMatchObject({ erased: 2 });
  });

  it('writes the partitions as it lists the shards, by key over all folders, and nothing where there is nothing to learn', async () => {
    const store = new MemoryObjectStore();
    const names = Array.from({ length: 40 }, (_, i) => `dt=2026-03-01/hh=10/${(i * 7) % 40}.jsonl.gz`);
    await store.put(`signals/v=1/${names[0]}`, 'x');
    await expect(planRun(store, 'run-1')).rejects.toThrow(NoShards);
    expect(store.text('runs/run-1/plan.json')).toBe('');
    for (const folder of ['signals', 'exchanges', 'examples']) {
      for (const [i, name] of names.entries()) await store.put(`${folder}/v=1/${name}`, 'x'.repeat(i));
    }
    await store.put('exchanges/v=1/notes.txt', 'no shard');
    const plan = await planRun(store, 'run-1', { partition: limits });
    const shards: StoredObject[] = [];
    for await (const object of store.list('')) if (object.key.endsWith('.gz')) shards.push(object);
    const partitions = JSON.parse(store.text(plan.key));
    expect(partitions).toEqual(await partitionsOf(shards));
    const bytes = shards.reduce((sum, { size }) => sum + size, 0);
    expect(plan).toMatchObject({ shards: 120, partitions: partitions.length, bytes });
  });

  it('stops cutting at a thousand, where what is written of each would be more work than the rest', () => {
    expect(cutFor(bytesEach * 100_000_000)).toEqual({ ranges: 1024, buckets: 1024 });
  });
});
