import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { type Embedder, normalised } from '../../layers/core/quality/embedder.ts';

const dimensions = 64;

/** A direction that depends on a name alone; those of two names are about at right angles. */
const direction = (name: string): Float32Array => {
  const bytes = ['a', 'b'].map((half) => createHash('sha512').update(half).update(name).digest());
  return normalised(Float32Array.from(Buffer.concat(bytes).subarray(0, dimensions), (byte) => byte - 127.5));
};

/**
 * Texts that mean the same and share no word: `said(story, telling)`. An embedder sees them at a cosine of about 0.94
 * where the story is the same, and of about 0 where it is not.
 */
export const said = (story: number, telling: number, words = 12): string =>
  Array.from({ length: words }, (_, i) => `s${story}t${telling}w${i}`).join(' ');

/** Turns at which a text is looked at, besides where it was embedded. */
export class StoryEmbedder implements Embedder {
  readonly name: string;
  readonly dimensions = dimensions;
  readonly embedded: string[] = [];

  constructor(name = 'stories') {
    this.name = name;
  }

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    this.embedded.push(...texts);
    return texts.map((text) => {
      const [, story = text, telling = ''] = /s(\d+)t(\d+)w/.exec(text) ?? [];
      const [base, own] = [direction(story), direction(`${story} ${telling}`)];
      return normalised(base.map((value, i) => value + 0.25 * (own[i] ?? 0)));
    });
  }
}

const recorded = z.record(z.string(), z.base64());

/** What all-MiniLM-L6-v2 (int8) made of the texts of paraphrases.json, in one byte a dimension. */
export function recordedEmbedder(): Embedder {
  const file = new URL('../core/dataset/near/minilm-vectors.json', import.meta.url);
  const vectors = recorded.parse(JSON.parse(readFileSync(file, 'utf8')));
  const embedOne = (text: string) => {
    const vector = vectors[text];
    if (vector === undefined) throw new Error(`minilm-vectors.json has no vector for: ${text}`);
    return normalised(Float32Array.from(new Int8Array(Buffer.from(vector, 'base64'))));
  };
  return { name: 'recorded', dimensions: 384, embed: async (texts) => texts.map(embedOne) };
}

const turns = z.tuple([z.string(), z.string()]);
const pairs = z.array(z.tuple([turns, turns]));

/** Pairs of exchanges, each as what the user said and the reply: in other words, and of other meaning. */
export const paraphrases = z
  .object({ same: pairs, different: pairs })
  .parse(JSON.parse(readFileSync(new URL('../core/dataset/near/paraphrases.json', import.meta.url), 'utf8')));
