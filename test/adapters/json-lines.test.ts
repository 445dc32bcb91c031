import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { toGzippedJsonLines, toJsonLines } from '../../layers/adapters/json-lines.ts';

describe('JSON lines', () => {
  it('are what a joined string would be, in any script and at any size', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({ unit: 'binary' }))), (values) => {
        const joined = values.map((value) => `${JSON.stringify(value)}\n`).join('');
        expect(Buffer.from(toJsonLines(values)).equals(Buffer.from(joined))).toBe(true);
      }),
    );
    const large = ['€'.repeat(100_000), 'x', '𝄞'.repeat(70_000)];
    expect(new TextDecoder().decode(toJsonLines(large))).toBe(
      large.map((text) => `${JSON.stringify(text)}\n`).join(''),
    );
  });

  it('compress to the same bytes each time', async () => {
    const values = [{ a: 1 }, { b: 'ß' }];
    const [once, again] = await Promise.all([toGzippedJsonLines(values), toGzippedJsonLines(values)]);
    expect(Buffer.from(once).equals(Buffer.from(again))).toBe(true);
    expect(gunzipSync(once).toString()).toBe('{"a":1}\n{"b":"ß"}\n');
  });
});
