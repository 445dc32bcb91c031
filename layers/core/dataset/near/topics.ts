import { topicMinima, topicWords } from '../select/differences.ts';

/** Shorter words say little of what a text is about. */
const leastLetters = 4;

const words = /[\p{L}\p{N}]+/gu;

/**
 * What a text is about, as 16 MinHash minima of 16 bits over its single words: of two texts, those share as many as
 * they have words in common. Single words, for the same thing can be told in many orders.
 */
export function topicSketch(text: string): Uint32Array {
  const minima = new Int32Array(topicMinima).fill(0x7fffffff);
  for (const [word] of text.toLowerCase().matchAll(words)) {
    if (word.length < leastLetters) continue;
    let hash = 0x811c9dc5;
    for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
    for (let i = 0; i < topicMinima; i++) {
      const value = Math.imul(hash ^ (hash >>> 15), 0x9e3779b1 + 2 * i * 0x632be5ab) ^ Math.imul(i + 1, 0x85ebca6b);
      if (value < (minima[i] ?? 0)) minima[i] = value;
    }
  }
  const half = (i: number) => Math.imul(minima[i] ?? 0, 0x9e3779b1) >>> 16;
  return Uint32Array.from({ length: topicWords }, (_, i) => half(2 * i) | (half(2 * i + 1) << 16));
}
