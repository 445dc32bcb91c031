import fc from 'fast-check';
import { joinedView, viewOf } from '../../../../layers/core/quality/privacy/text-view.ts';

const read = (text: string) => {
  const view = viewOf(text);
  return joinedView(view, text.length) ?? view;
};

describe('a text is read plainly', () => {
  it.each([
    ['as it is', 'Did Fran in 4:12', 'Did Fran in 4:12'],
    ['without what cannot be seen', 'S\u200ba\u00adr\u2060ah', 'Sarah'],
    ['from full width', 'Ｓａｒａｈ ４１５', 'Sarah 415'],
    ['from mathematical letters', '𝐒𝐚𝐫𝐚𝐡', 'Sarah'],
    ['from other digits', '٤١٥ ४१५', '415 415'],
    ['from lookalikes in a word', 'Sаrаh', 'Sarah'],
    ['but Russian stays Russian', 'Анна сказала', 'Анна сказала'],
    ['joined where spelled out', 'S a r a h called', 'Sarah called'],
    ['joined over dots', 'J.o.h.a.n.n.a .S.m.i.t.h', 'Johanna Smith'],
    ['joined in groups', '0 2 0     7 9 4 6     0 0 1 8', '020 7946 0018'],
    ['but a tempo stays', 'tempo 3.1.1.0', 'tempo 3.1.1.0'],
    ['with plain apostrophes', 'Sarah’s', "Sarah's"],
  ])('%s', (_, text, plain) => {
    expect(read(text).text).toBe(plain);
  });

  it('and every unit keeps its place', () => {
    const text = 'call S\u200ba\u200brah now';
    const { start, end, text: plain } = read(text);
    const at = plain.indexOf('Sarah');
    expect(text.slice(start(at), end(at + 5))).toBe('S\u200ba\u200brah');
  });

  it('whatever it holds: places never leave the text or go back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const view = read(text);
        expect(view.lower).toHaveLength(view.text.length);
        let before = 0;
        for (let index = 0; index < view.text.length; index++) {
          expect(view.start(index)).toBeGreaterThanOrEqual(before);
          expect(view.end(index + 1)).toBeLessThanOrEqual(text.length);
          before = view.start(index);
        }
      }),
    );
  });
});
