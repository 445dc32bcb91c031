import { hashOf } from './hash.ts';
import { layNumbers, NumberTable } from './number-table.ts';
import { stem } from './stem.ts';
import { normalForm, sign, type Vocabulary } from './vocabulary.ts';

/** Which topics a word family belongs to, and how much of each a text holds. */
export class Topics {
  readonly names: readonly string[];
  /** By topic: the chance that a word of running text belongs to it. */
  readonly chances: Float64Array;
  /** By the id of a word: its family's place in `lists`; place 0 is none. */
  readonly #places: Uint16Array;
  /** By family: the same. */
  readonly #byFamily: NumberTable;
  /** At each place how many topics, then the topics. */
  readonly #lists: Uint16Array;
  readonly #vocabulary: Vocabulary;

  constructor(topics: Readonly<Record<string, readonly string[]>>, vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    this.names = Object.keys(topics);
    const of = new Map<number, number[]>();
    this.chances = new Float64Array(this.names.length);
    this.names.forEach((name, topic) => {
      const words = new Set((topics[name] ?? []).flatMap((line) => line.split(' ')).map(normalForm));
      for (const word of words) {
        const family = hashOf(stem(word));
        const topics = of.get(family) ?? [];
        if (!topics.includes(topic)) of.set(family, [...topics, topic]);
        this.chances[topic] = (this.chances[topic] ?? 0) + vocabulary.chance(vocabulary.id(word));
      }
    });
    const lists = [0];
    const places = new Map<number, number>();
    for (const [family, list] of of) {
      places.set(family, lists.length);
      lists.push(list.length, ...list);
    }
    this.#byFamily = new NumberTable(layNumbers(places));
    this.#lists = Uint16Array.from(lists);
    this.#places = Uint16Array.from({ length: vocabulary.size }, (_, id) =>
      id === sign.unknown ? 0 : this.#placeOfFamily(vocabulary.stemOf(id)),
    );
  }

  #placeOfFamily(family: number): number {
    return Math.max(0, this.#byFamily.find(family));
  }

  /** The place of a word's topics, for `of`; 0 for none. */
  placeOf(id: number, family: number): number {
    // A number and an emoji are families of their own, whatever the stemmer makes of their letters.
    if (id !== sign.unknown && this.#vocabulary.stemOf(id) === family) return this.#places[id] ?? 0;
    return this.#placeOfFamily(family);
  }

  /** Adds a weight to each of the topics of a place. */
  add(place: number, weight: number, into: Float64Array): void {
    const lists = this.#lists;
    for (let at = place + (lists[place] ?? 0); at > place; at--) {
      const topic = lists[at] ?? 0;
      into[topic] = (into[topic] ?? 0) + weight;
    }
  }

  /** The topics of a place, by number. */
  of(place: number): Uint16Array {
    return this.#lists.subarray(place + 1, place + 1 + (this.#lists[place] ?? 0));
  }
}
