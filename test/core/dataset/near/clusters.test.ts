import fc from 'fast-check';
import { starClusters } from '../../../../layers/core/dataset/near/clusters.ts';

const clustersOf = (bestFirst: number[], pairs: readonly (readonly [number, number])[]) => [
  ...starClusters(bestFirst.length, Uint32Array.from(bestFirst), {
    from: Uint32Array.from(pairs, ([from]) => from),
    to: Uint32Array.from(pairs, ([, to]) => to),
  }),
];

describe('starClusters', () => {
  it('gives the best text all that are near to it', () => {
    expect(
      clustersOf(
        [2, 0, 1, 3],
        [
          [0, 2],
          [2, 3],
        ],
      ),
    ).toEqual([2, 1, 2, 2]);
  });

  it('does not make one cluster of a chain', () => {
    const chain = Array.from({ length: 99 }, (_, i) => [i, i + 1] as const);
    const order = Array.from({ length: 100 }, (_, i) => i);
    expect(new Set(clustersOf(order, chain)).size).toBe(50);
  });

  it('takes a pair as often as it is found', () => {
    expect(
      clustersOf(
        [1, 0],
        [
          [0, 1],
          [1, 0],
          [0, 1],
        ],
      ),
    ).toEqual([1, 1]);
  });

  const graph = fc.integer({ min: 1, max: 20 }).chain((texts) => {
    const text = fc.nat(texts - 1);
    const order = fc.shuffledSubarray([...Array(texts).keys()], { minLength: texts });
    return fc.tuple(order, fc.array(fc.tuple(text, text), { maxLength: 60 }));
  });

  it('puts nobody into a cluster whose centre is not near, and leaves no two centres that are near', () => {
    fc.assert(
      fc.property(graph, ([order, pairs]) => {
        const centres = clustersOf(order, pairs);
        const areNear = (a: number, b: number) =>
          a === b || pairs.some(([from, to]) => (from === a && to === b) || (from === b && to === a));
        expect(centres.every((centre, text) => areNear(centre, text))).toBe(true);
        expect(pairs.filter(([a, b]) => a !== b && centres[a] === a && centres[b] === b)).toEqual([]);
      }),
    );
  });

  it('does not depend on the order of the pairs', () => {
    fc.assert(
      fc.property(graph, ([order, pairs]) => {
        const turned = pairs.toReversed().map(([a, b]) => [b, a] as const);
        expect(clustersOf(order, turned)).toEqual(clustersOf(order, pairs));
      }),
    );
  });
});
