import { gunzipSync } from 'node:zlib';
import { toGzippedJsonLines } from '../../layers/adapters/json-lines.ts';

describe('JSON lines', () => {
  it('compress to the same bytes each time', async () => {
    const values = [{ a: 1 }, { b: 'ß' }];
    const [once, again] = await Promise.all([toGzippedJsonLines(values), toGzippedJsonLines(values)]);
    expect(Buffer.from(once).equals(Buffer.from(again))).toBe(true);
    expect(gunzipSync(once).toString()).toBe('{"a":1}\n{"b":"ß"}\n');
  });
});
