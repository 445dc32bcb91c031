import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptIn } from '../../bench/quality/kept-vectors.ts';
import type { Embedder } from '../../layers/core/quality/embedder.ts';

/** Counts what it is asked for. */
const counting = (name: string) => {
  const asked: string[] = [];
  const embedder: Embedder = {
    name,
    dimensions: 2,
    embed: async (texts) => {
      asked.push(...texts);
      return texts.map(({ length }) => Float32Array.from([1 / 3, length]));
    },
  };
  return { embedder, asked };
};
const somewhere = () => join(mkdtempSync(join(tmpdir(), 'vectors-')), 'vectors.bin');

describe('vectors that are kept', () => {
  it('are those of the model, and each text is embedded once over all runs', async () => {
    const file = somewhere();
    const [first, second] = [counting('one'), counting('one')];
    const vectors = await keptIn(file, first.embedder).embed(['a', 'bcd', 'a']);
    const again = await keptIn(file, second.embedder).embed(['bcd', 'a', 'new one']);
    expect(first.asked).toEqual(['a', 'bcd']);
    expect(second.asked).toEqual(['new one']);
    expect(vectors.map(([, length]) => length)).toEqual([1, 3, 1]);
    expect(again.slice(0, 2)).toEqual([vectors[1], vectors[0]]);
  });

  it('of another model are not taken', async () => {
    const file = somewhere();
    const other = counting('other');
    await keptIn(file, counting('one').embedder).embed(['a']);
    await keptIn(file, other.embedder).embed(['a']);
    expect(other.asked).toEqual(['a']);
  });

  it('in a file that is cut off are refused, by its name', async () => {
    const file = somewhere();
    await keptIn(file, counting('one').embedder).embed(['a']);
    appendFileSync(file, 'x');
    expect(() => keptIn(file, counting('one').embedder)).toThrow(file);
  });
});
