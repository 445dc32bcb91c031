import { loadJudgeWithMeaning } from '../../../layers/adapters/judge-files.ts';
import {
  type Anchors,
  asItIs,
  cosineScaleOf,
  measureAnchors,
  UselessEmbedder,
} from '../../../layers/core/quality/cosine-scale.ts';
import { cosine, type Embedder, normalised } from '../../../layers/core/quality/embedder.ts';
import { judgeAll } from '../../../layers/core/quality/meaning.ts';

/** Hears words: enough to tell texts apart. */
const vectorOf = (text: string): Float32Array => {
  const vector = new Float32Array(64);
  for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) {
    const place = [...word].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 64;
    vector[place] = (vector[place] ?? 0) + 1;
  }
  return normalised(vector);
};
const words: Embedder = { name: 'words', dimensions: 64, embed: async (texts) => texts.map(vectorOf) };

/** The same, but with something that all texts have in common: every cosine c becomes (c + 1) / 2. */
const narrow: Embedder = {
  name: 'narrow',
  dimensions: 65,
  embed: async (texts) => texts.map((text) => normalised(Float32Array.from([...vectorOf(text), 1]))),
};

const pairs: Anchors['pairs'] = [
  ['my knee hurts', 'your knee hurts'],
  ['bread and butter', 'butter and jam'],
  ['a long day', 'what a day'],
];
const anchors = async (): Promise<Anchors> => ({
  description: '',
  embedder: 'words',
  pairs,
  ...(await measureAnchors({ pairs }, words)),
});

describe('the scale of cosines', () => {
  it('leaves the model alone by which the weights were set', async () => {
    expect(await cosineScaleOf(await anchors(), words)).toBe(asItIs);
  });

  it('undoes that a model puts everything close together', async () => {
    const scale = await cosineScaleOf(await anchors(), narrow);
    const texts = ['a knee', 'the stairs', 'bread and butter', 'a', 'zzz'];
    const [wide, close] = [await words.embed(texts), await narrow.embed(texts)];
    for (const i of texts.keys()) {
      for (const j of texts.keys()) {
        const [a, b, c, d] = [wide[i], wide[j], close[i], close[j]];
        if (a && b && c && d) expect(scale(cosine(c, d))).toBeCloseTo(cosine(a, b), 4);
      }
    }
  });

  it('never leaves -1 to 1', async () => {
    const scale = await cosineScaleOf(await anchors(), narrow);
    expect([scale(-1), scale(0.999_999_9)]).toEqual([-1, expect.any(Number)]);
    expect(scale(1)).toBeLessThanOrEqual(1);
  });

  it('refuses a model that hears nothing, by name and in words', async () => {
    const deaf: Embedder = {
      ...words,
      name: 'deaf',
      embed: async (texts) => texts.map(() => Float32Array.from([1])),
    };
    await expect(cosineScaleOf(await anchors(), deaf)).rejects.toThrow(UselessEmbedder);
    await expect(cosineScaleOf(await anchors(), deaf)).rejects.toThrow(
      /deaf does not tell .* none: then relevance goes by words/,
    );
  });

  it('is what the judge of a policy compares by', async () => {
    const about = 'Pain on the stairs sounds tiresome. Did the knee start to hurt after a particular run or workout?';
    const dialogue = { user: 'My left knee aches whenever I walk down the stairs.', assistant: about, context: [] };
    const relevance = async (embedder: Embedder) => {
      const judge = await loadJudgeWithMeaning('layers/policy', 'reflect', embedder);
      return (await judgeAll(judge, embedder, [dialogue]))[0]?.scores.relevance ?? 0;
    };
    expect(await relevance(narrow)).toBeCloseTo(await relevance(words), 3);
  });
});
