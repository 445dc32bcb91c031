import { jest } from '@jest/globals';
import fc from 'fast-check';
import { remembered } from '../../layers/core/remembered.ts';

describe('remembered', () => {
  it('answers as the function does, in any order of questions', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 2 })), fc.integer({ min: 1, max: 5 }), (texts, capacity) => {
        const length = remembered((text) => text.length, capacity);
        expect(texts.map(length)).toEqual(texts.map((text) => text.length));
      }),
    );
  });

  it('works once for a text that comes again soon, and forgets in the end', () => {
    const work = jest.fn((text: string) => text);
    const same = remembered(work, 2);
    for (const text of ['a', 'b', 'a', 'c', 'a']) same(text);
    expect(work.mock.calls.flat()).toEqual(['a', 'b', 'c']);
    for (const text of ['d', 'e', 'f', 'g', 'b']) same(text);
    expect(work.mock.calls.flat()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'b']);
  });

  it('tells texts apart that differ in one character, wherever it stands', () => {
    const same = remembered((text) => text);
    const texts = Array.from({ length: 100 }, (_, at) => `${'a'.repeat(at)}b${'a'.repeat(99 - at)}`);
    for (const text of [...texts, ...texts]) expect(same(text)).toBe(text);
  });

  it('keeps no long text', () => {
    const work = jest.fn((text: string) => text.length);
    const length = remembered(work);
    const long = 'x'.repeat(5000);
    expect([length(long), length(long)]).toEqual([5000, 5000]);
    expect(work).toHaveBeenCalledTimes(2);
  });
});
