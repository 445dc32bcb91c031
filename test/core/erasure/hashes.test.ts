import fc from 'fast-check';
import { hashesIn, KeptHashes } from '../../../layers/core/erasure/hashes.ts';
import { hex } from '../../support/exchanges.ts';

/** What a hash is, said slowly. */
const named = /(?<=")[0-9a-f]{32}(?=")|^[0-9a-f]{32}$/g;
const slowly = (line: string) => line.match(named) ?? [];

const hash = fc.nat(1000).map((n) => hex(String(n)).padEnd(32, '0').slice(0, 32));
const piece = fc.oneof(
  hash,
  hash.map((one) => `"${one}"`),
  hash.map((one) => `"${one}0"`),
  hash.map((one) => `"${one.slice(1)}"`),
  hash.map((one) => one.toUpperCase()),
  fc.string({ unit: fc.constantFrom('"', 'a', '0', 'f', 'g', ' ', ':', '\\'), maxLength: 40 }),
  fc.constant('"user":"I walked a mile and felt bad.",'),
);

describe('the hashes in a line', () => {
  it('are those that it names, wherever they stand', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const line = pieces.join('');
        expect([...hashesIn(Buffer.from(line, 'latin1'))]).toEqual(slowly(line));
      }),
      { numRuns: 2000 },
    );
  });

  it('are kept as they are, and more than one piece holds', () => {
    const kept = new KeptHashes();
    const count = 70_000;
    const nth = (n: number) => n.toString(16).padStart(32, '0');
    for (let n = 0; n < count; n++) kept.add(nth(n));
    let n = 0;
    for (const each of kept.all()) if (each !== nth(n++)) throw new Error(`${each} is not number ${n}`);
    expect(n).toBe(count);
  });
});
