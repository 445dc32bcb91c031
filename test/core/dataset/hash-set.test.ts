import fc from 'fast-check';
import { FirstSeen } from '../../../layers/core/dataset/hash-set.ts';

describe('FirstSeen', () => {
  it('remembers what a Map would', () => {
    // Few different values: they must meet again. Zeros and ones are where a slot could be taken for empty.
    const hash = fc.oneof(
      fc.constant('0'.repeat(16)),
      fc.nat(5000).map((n) => n.toString(16).padStart(16, '0')),
    );
    fc.assert(
      fc.property(fc.array(hash, { maxLength: 5000, size: 'max' }), (hashes) => {
        const [seen, map] = [new FirstSeen(), new Map<string, number>()];
        for (const [i, text] of hashes.entries()) {
          expect(seen.add(text, i)).toBe(map.get(text));
          if (!map.has(text)) map.set(text, i);
        }
        expect(seen.size).toBe(map.size);
        expect(hashes.every((text) => seen.has(text))).toBe(true);
        expect(seen.has('f'.repeat(16))).toBe(false);
      }),
      { numRuns: 20 },
    );
  });
});
