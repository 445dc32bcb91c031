import fc from 'fast-check';
import { matchesOf } from '../../../../layers/core/quality/privacy/matches.ts';

describe('the matches of a pattern', () => {
  it.each([/a+b?/g, /(?<=a)b/gu, /\p{L}{2}/gu, /(?<first>a)(b)?/dg])('are what matchAll gives: %s', (pattern) => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', '😊') }), (text) => {
        expect(matchesOf(pattern, text)).toEqual([...text.matchAll(pattern)]);
      }),
    );
  });

  it('are all found though they are asked for while others are gone through', () => {
    const pattern = /\d/g;
    const pairs = matchesOf(pattern, '123').flatMap(([one]) => matchesOf(pattern, '45').map(([other]) => one + other));
    expect(pairs).toEqual(['14', '15', '24', '25', '34', '35']);
  });

  it.each([/a*/g, /a*/gu, /a*/gv])('have a length, and end: %s', (pattern) => {
    expect(matchesOf(pattern, 'baa😀b😀😀aa').map(({ 0: match, index }) => [match, index])).toEqual([
      ['aa', 1],
      ['aa', 10],
    ]);
  });
});
