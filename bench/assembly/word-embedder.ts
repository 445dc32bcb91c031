import { type Embedder, normalised } from '../../layers/core/quality/embedder.ts';
import { seededShares } from '../../layers/core/seeded.ts';

const dimensions = 384;
/** How far the vector of a word points away from that of its meaning: two texts of synonyms have a cosine of 0.9. */
const own = 1 / 3;

/** Shorter words are few, stand in every text and mean nothing. */
const leastLetters = 5;
const rootOf = (word: string) => word.replace(/q$/, '');

/** Another word for the same; no word of the lake has a letter that this one has. */
export const synonymOf = (word: string): string => `${word}q`;

function direction(name: string): Float32Array {
  let seed = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) seed = Math.imul(seed ^ name.charCodeAt(i), 0x01000193);
  const next = seededShares(seed);
  return normalised(Float32Array.from({ length: dimensions }, () => next() - 0.5));
}

/**
 * Stands in for a model: the vector of a text is the sum of its words' directions, drawn by a seed. It knows synonyms
 * and nothing else, and takes a fraction of a model's time. That time is told apart: it says nothing of any model.
 */
export class WordEmbedder implements Embedder {
  readonly name = 'stand-in: seeded words';
  readonly dimensions = dimensions;
  readonly #words = new Map<string, Float32Array>();
  /** Processor time in microseconds. */
  time = 0;

  #vectorOf(word: string): Float32Array {
    const known = this.#words.get(word);
    if (known) return known;
    const [meaning, itself] = [direction(rootOf(word)), direction(`the word ${word}`)];
    const vector = meaning.map((value, i) => value + own * (itself[i] ?? 0));
    this.#words.set(word, vector);
    return vector;
  }

  #embed(text: string): Float32Array {
    const sum = new Float32Array(dimensions);
    for (const [word] of text.matchAll(/\w+/g)) {
      if (rootOf(word).length < leastLetters) continue;
      const vector = this.#vectorOf(word);
      for (let i = 0; i < dimensions; i++) sum[i] = (sum[i] ?? 0) + (vector[i] ?? 0);
    }
    return normalised(sum);
  }

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    const before = process.cpuUsage();
    const vectors = texts.map((text) => this.#embed(text));
    const { user, system } = process.cpuUsage(before);
    this.time += user + system;
    return vectors;
  }
}
