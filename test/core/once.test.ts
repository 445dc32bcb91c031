import { jest } from '@jest/globals';
import { once } from '../../layers/core/once.ts';

describe('once', () => {
  it('builds one thing, when it is first asked for', () => {
    const build = jest.fn(() => undefined);
    const thing = once(build);
    expect(build).not.toHaveBeenCalled();
    thing();
    thing();
    expect(build).toHaveBeenCalledTimes(1);
  });

  it('tries again after a failure', () => {
    const build = jest
      .fn(() => 'built')
      .mockImplementationOnce(() => {
        throw new Error('not yet');
      });
    const thing = once(build);
    expect(thing).toThrow('not yet');
    expect(thing()).toBe('built');
  });
});
