import { LineOrder } from '../../../layers/adapters/input/line-order.ts';

const orderOf = (times: readonly number[]) => {
  const order = new LineOrder();
  for (const [at, time] of times.slice(1).entries()) order.add(String(times[at]), String(time));
  return order;
};

describe('the order of the lines of a file', () => {
  it.each<[string, number[], boolean]>([
    ['one line', [1], true],
    ['the order of time', [1, 2, 3, 4], true],
    ['all at one time', [1, 1, 1], true],
    ['one that came late among many', [1, 2, 3, 4, 3, 4, 5, 6, 7, 8, 9, 9], true],
    ['the newest first', [9, 8, 7, 7], false],
    ['shuffled', [3, 5, 1, 6, 2, 4], false],
  ])('is told by how often it goes back: %s', (_, times, isTimely) => {
    expect(orderOf(times).isTimely).toBe(isTimely);
  });
});
