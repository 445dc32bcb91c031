import { jest } from '@jest/globals';

it('fake timers fake the clock and the timers of the tests, until they are real again', () => {
  const began = Date.now();
  jest.useFakeTimers({ now: 0 });
  try {
    const rung = jest.fn();
    setTimeout(rung, 60_000);
    jest.advanceTimersByTime(59_999);
    expect(rung).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(rung).toHaveBeenCalledTimes(1);
    expect(Date.now()).toBe(60_000);
  } finally {
    jest.useRealTimers();
  }
  expect(Date.now()).toBeGreaterThanOrEqual(began);
});

it('what a mock promises is a promise of the tests', async () => {
  const promised = jest.fn<() => Promise<number>>().mockResolvedValue(1)();
  expect(promised).toBeInstanceOf(Promise);
  expect(await promised).toBe(1);
});

it('legacy fake timers, which are not there, cannot be used in silence', () => {
  expect(() => jest.useFakeTimers({ legacyFakeTimers: true })).toThrow('useFakeTimers');
});
