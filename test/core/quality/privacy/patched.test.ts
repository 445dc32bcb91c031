import fc from 'fast-check';
import { Patched } from '../../../../layers/core/quality/privacy/patched.ts';

describe('a text with pieces replaced', () => {
  const pieces = fc.array(
    fc.record({ kept: fc.nat(3), old: fc.integer({ min: 1, max: 2 }), piece: fc.constantFrom('', 'x', 'xyz') }),
  );

  it('leads back to where each of its units stood', () => {
    fc.assert(
      fc.property(pieces, fc.nat(3), (replaced, rest) => {
        const length = replaced.reduce((sum, { kept, old }) => sum + kept + old, rest);
        const original = Array.from({ length }, (_, unit) => String.fromCharCode(0x4e00 + unit)).join('');
        const patched = new Patched(original);
        const [starts, ends]: [number[], number[]] = [[], []];
        let [text, from] = ['', 0];
        const keep = (units: number) => {
          for (const until = from + units; from < until; from++) {
            text += original[from];
            starts.push(from);
            ends.push(from + 1);
          }
        };
        for (const { kept, old, piece } of replaced) {
          keep(kept);
          patched.put(from, from + old, piece);
          text += piece;
          starts.push(...Array.from(piece, () => from));
          from += old;
          if (piece === '' && ends.length > 0) ends.splice(-1, 1, from);
          else ends.push(...Array.from(piece, () => from));
        }
        keep(rest);
        const places = [...starts, original.length].map((_, place) => place);
        expect(patched.text).toBe(text);
        expect(places.map((place) => patched.start(place))).toEqual([...starts, original.length]);
        expect(places.map((place) => patched.end(place))).toEqual([0, ...ends]);
      }),
    );
  });
});
