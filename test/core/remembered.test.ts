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

  it.each([60, 100, 1000])('tells texts of %i units apart that differ in one, and knows the latest again', (length) => {
    const work = jest.fn((text: string) => text);
    const same = remembered(work);
    const texts = Array.from({ length }, (_, at) => `${'a'.repeat(at)}b${'a'.repeat(length - 1 - at)}`);
    // Every text again after three others: of those whose print is the same the latest are still there.
    for (const [at, text] of texts.entries()) {
      for (const each of [text, texts[at - 3] ?? text]) expect(same(each)).toBe(each);
    }
    expect(work).toHaveBeenCalledTimes(length);
  });

  it('forgets no more of texts that differ in a number than of others', () => {
    const work = jest.fn((text: string) => text);
    const same = remembered(work);
    const ids = Array.from({ length: 500 }, (_, i) => `conversation/${i}/of-today`);
    for (const id of [...ids, ...ids]) same(id);
    expect(work.mock.calls.length).toBeLessThan(520);
  });

  it('keeps no long text', () => {
    const work = jest.fn((text: string) => text.length);
    const length = remembered(work);
    const long = 'x'.repeat(5000);
    expect([length(long), length(long)]).toEqual([5000, 5000]);
    expect(work).toHaveBeenCalledTimes(2);
  });
});
