import fc from 'fast-check';
import { partitionsOf } from '../../../layers/core/dataset/plan.ts';

const object = (key: string, size: number) => ({ key, etag: `"${key}"`, size });
const limits = { bytes: 100, shards: 3 };

describe('partitionsOf', () => {
  it.each([
    ['nothing', [], []],
    ['one', [10], [1]],
    ['what fits together', [50, 50], [2]],
    ['no more bytes than the limit', [60, 60, 40], [1, 2]],
    ['no more shards than the limit', [1, 1, 1, 1], [3, 1]],
    ['a shard larger than the limit by itself', [10, 500, 10], [1, 1, 1]],
  ])('%s', (_, sizes, partitions) => {
    const shards = sizes.map((size, i) => object(`k${i}`, size));
    expect(partitionsOf(shards, limits).map((partition) => partition.shards.length)).toEqual(partitions);
  });

  it('has every shard once, by key, whatever the order of the listing', () => {
    const keys = fc.uniqueArray(fc.record({ key: fc.string(), size: fc.nat(150) }), { selector: ({ key }) => key });
    fc.assert(
      fc.property(keys, (shards) => {
        const objects = shards.map(({ key, size }) => object(key, size));
        const partitions = partitionsOf(objects, limits);
        expect(partitions).toEqual(partitionsOf(objects.toReversed(), limits));
        expect(partitions.map(({ index }) => index)).toEqual(partitions.map((_, i) => i));
        const planned = partitions.flatMap((partition) => partition.shards.map(({ key }) => key));
        expect(planned).toEqual(objects.map(({ key }) => key).sort());
      }),
    );
  });
});
