import type { Bag } from './bag.ts';
import { stem } from './stem.ts';
import { hashOf, normalForm, type Vocabulary } from './vocabulary.ts';

/** Which topics a word family belongs to, and how much of each a text holds. */
export class Topics {
  readonly names: readonly string[];
  /** By topic: the chance that a word of running text belongs to it. */
  readonly chances: Float64Array;
  readonly #of = new Map<number, number[]>();

  constructor(topics: Readonly<Record<string, readonly string[]>>, vocabulary: Vocabulary) {
    this.names = Object.keys(topics);
    this.chances = new Float64Array(this.names.length);
    this.names.forEach((name, topic) => {
      const words = new Set((topics[name] ?? []).flatMap((line) => line.split(' ')).map(normalForm));
      for (const word of words) {
        const family = hashOf(stem(word));
        const topics = this.#of.get(family) ?? [];
        if (!topics.includes(topic)) this.#of.set(family, [...topics, topic]);
        this.chances[topic] = (this.chances[topic] ?? 0) + vocabulary.chance(vocabulary.id(word));
      }
    });
  }

  /** Adds to `into`, by topic, the weights of the families of a text; one family at most 3. */
  add(bag: Bag, into: Float64Array): void {
    for (let i = 0; i < bag.size; i++) {
      const topics = this.#of.get(bag.stems[i] ?? 0);
      if (!topics) continue;
      const weight = Math.min(3, bag.weights[i] ?? 0);
      for (const topic of topics) into[topic] = (into[topic] ?? 0) + weight;
    }
  }
}
