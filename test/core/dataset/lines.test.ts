import { Readable } from 'node:stream';
import fc from 'fast-check';
import { isTooLong, linesOf } from '../../../layers/core/dataset/lines.ts';

async function* cut(bytes: Buffer, every: number) {
  for (let at = 0; at < bytes.length; at += every) yield bytes.subarray(at, at + every);
}
const read = async (pieces: AsyncIterable<Uint8Array>) =>
  (await Array.fromAsync(linesOf(pieces))).flat().map((line) => line.toString('utf8'));

describe('linesOf', () => {
  it.each([
    ['nothing', '', []],
    ['one line', 'a\n', ['a']],
    ['a last line without a line feed', 'a\nb', ['a', 'b']],
    ['an empty line', 'a\n\nb\n', ['a', '', 'b']],
    ['only a line feed', '\n', ['']],
  ])('%s', async (_, text, lines) => {
    expect(await read(Readable.from([Buffer.from(text)]))).toEqual(lines);
  });

  it('cuts a line that is too long at its end: nothing is left out of its middle', async () => {
    const long = JSON.stringify({ said: `${'a '.repeat(9_000_000)}the end` });
    const lines = (await Array.fromAsync(linesOf(cut(Buffer.from(`${long}\nb\n`), 1 << 16)))).flat();
    expect(lines.map(isTooLong)).toEqual([true, false]);
    expect(long.startsWith(lines[0]?.toString() ?? 'no line')).toBe(true);
    expect(lines[1]?.toString()).toBe('b');
  });

  it('finds the same lines wherever the stream is cut, also within a character', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'é', '語', '😀', ' ', '\r') });
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 20 }), async (lines, every) => {
        const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
        expect(await read(cut(bytes, every))).toEqual(lines);
      }),
    );
  });
});
