import { setTimeout } from 'node:timers/promises';
import { inOrder, mapBounded } from '../../layers/core/bounded.ts';

describe('mapBounded', () => {
  it('gives results in order, with no more at once than allowed', async () => {
    let running = 0;
    let most = 0;
    const results = await mapBounded([5, 1, 3, 2, 4], 2, async (wait) => {
      running++;
      most = Math.max(most, running);
      await setTimeout(wait);
      running--;
      return wait * 10;
    });
    expect(results).toEqual([50, 10, 30, 20, 40]);
    expect(most).toBe(2);
  });

  it('begins nothing new after a failure, and waits for what is under way', async () => {
    const begun: number[] = [];
    let finished = 0;
    const work = async (item: number) => {
      begun.push(item);
      if (item === 0) throw new Error('first');
      await setTimeout(2);
      finished++;
    };
    await expect(mapBounded([0, 1, 2, 3], 2, work)).rejects.toThrow('first');
    expect([begun, finished]).toEqual([[0, 1], 1]);
  });

  it('does nothing with nothing', async () => {
    expect(await mapBounded([], 3, async () => 1)).toEqual([]);
  });
});

describe('inOrder', () => {
  it('gives results in order while later ones are under way, and no more of them than allowed', async () => {
    let [running, most] = [0, 0];
    const given: number[] = [];
    const results = inOrder([5, 1, 3, 2, 4], 2, async (wait) => {
      running++;
      most = Math.max(most, running);
      await setTimeout(wait);
      running--;
      return wait * 10;
    });
    for await (const result of results) given.push(result);
    expect(given).toEqual([50, 10, 30, 20, 40]);
    expect(most).toBe(2);
  });

  it('throws a failure in its turn, whichever fails first', async () => {
    const work = async (item: number) => {
      if (item > 0) throw new Error(`item ${item}`);
      await setTimeout(5);
      return item;
    };
    const given: number[] = [];
    const all = (async () => {
      for await (const result of inOrder([0, 1, 2], 3, work)) given.push(result);
    })();
    await expect(all).rejects.toThrow('item 1');
    expect(given).toEqual([0]);
  });
});
