import type { Tokens } from './tokens.ts';
import type { Topics } from './topics.ts';
import { type Vocabulary, weightless } from './vocabulary.ts';

/** A bag that is kept: of each family, in their order, stem, count, and weight with topics; and how many words were read. */
export interface PackedBag {
  readonly families: readonly number[];
  readonly words: number;
}
const packedFamily = 3;
/** A weight's place in the scale, below those of topics. */
const weightBits = 8;

/** Tables for a usual turn; a quarter of the slots may be taken. */
const usualFamilies = 128;
const usualSlots = 4 * usualFamilies;

/** The distinct word families of a text, each with its weight. Kept in flat tables: a judge makes millions. */
export class Bag {
  size = 0;
  /** The families in the order of their first word, with the weight of the rarest word seen of each. */
  stems = new Int32Array(usualFamilies);
  /** Places in the vocabulary's scale. */
  #weights = new Uint8Array(usualFamilies);
  /** Places among the topics. */
  topics = new Uint16Array(usualFamilies);
  /** The token that brought the family in, for evidence. */
  tokens = new Int32Array(usualFamilies);
  /** How often the family was seen. */
  counts = new Int32Array(usualFamilies);
  /** Words read, the weightless too. */
  words = 0;
  /** Sum of the squared weights. */
  mass = 0;
  #slots = new Int32Array(usualSlots);
  readonly #vocabulary: Vocabulary;
  readonly #topics: Topics;

  constructor(vocabulary: Vocabulary, topics: Topics) {
    this.#vocabulary = vocabulary;
    this.#topics = topics;
  }

  /** What a family weighs, and its place in the vocabulary's scale. */
  weight(at: number): number {
    return this.#vocabulary.scale.weights[this.#weights[at] ?? 0] ?? 0;
  }
  weightPlace(at: number): number {
    return this.#weights[at] ?? 0;
  }

  clear(): this {
    this.size = this.mass = this.words = 0;
    // Room made for a long text is given back: to clear it costs each text after it.
    if (this.#slots.length > usualSlots * 4) {
      this.#slots = new Int32Array(usualSlots);
      this.#resize(usualFamilies);
    } else this.#slots.fill(0);
    return this;
  }

  add(tokens: Tokens): this {
    const { weights } = this.#vocabulary;
    const { id: ids, stem: stems, count } = tokens;
    this.words += tokens.words;
    for (let at = 0; at < count; at++) {
      const id = ids[at] ?? 0;
      const weight = weights[id] ?? 0;
      if (weight === weightless) continue;
      const stem = stems[at] ?? 0;
      const slot = this.#slotOf(stem);
      if (!this.#again(slot, 1)) this.#put(slot, stem, weight, this.#topics.placeOf(id, stem), at, 1);
    }
    return this;
  }

  pack(): PackedBag {
    const families = new Array<number>(this.size * packedFamily);
    for (let at = 0, to = 0; at < this.size; at++) {
      families[to++] = this.stems[at] ?? 0;
      families[to++] = this.counts[at] ?? 0;
      families[to++] = ((this.topics[at] ?? 0) << weightBits) | (this.#weights[at] ?? 0);
    }
    return { families, words: this.words };
  }

  /** Adds what another bag held; its families have no tokens here. */
  addPacked({ families, words }: PackedBag): this {
    this.words += words;
    for (let at = 0; at < families.length; at += packedFamily) {
      const [stem, count, about] = [families[at] ?? 0, families[at + 1] ?? 0, families[at + 2] ?? 0];
      const slot = this.#slotOf(stem);
      if (!this.#again(slot, count))
        this.#put(slot, stem, about & ((1 << weightBits) - 1), about >>> weightBits, 0, count);
    }
    return this;
  }

  /** How many of the families of another bag are here too. */
  shared({ families }: PackedBag): number {
    let shared = 0;
    for (let at = 0; at < families.length; at += packedFamily) if (this.find(families[at] ?? 0) >= 0) shared++;
    return shared;
  }

  /** Adds to `into`, by topic, the weights of the families; one family at most 3. */
  addTopics(into: Float64Array): void {
    for (let at = 0; at < this.size; at++) {
      const place = this.topics[at] ?? 0;
      if (place === 0) continue;
      this.#topics.add(place, Math.min(3, this.weight(at)), into);
    }
  }

  /** Where in `stems` a family is, or -1. */
  find(stem: number): number {
    return (this.#slots[this.#slotOf(stem)] ?? 0) - 1;
  }

  /** The slot where a family is, or would be. */
  #slotOf(stem: number): number {
    const [slots, stems] = [this.#slots, this.stems];
    const mask = slots.length - 1;
    let slot = (stem ^ (stem >>> 15)) & mask;
    for (;;) {
      const place = slots[slot] ?? 0;
      if (place === 0 || stems[place - 1] === stem) return slot;
      slot = (slot + 1) & mask;
    }
  }

  /** Counts a family that is there already. @returns whether it is */
  #again(slot: number, times: number): boolean {
    const place = this.#slots[slot] ?? 0;
    if (place === 0) return false;
    this.counts[place - 1] = (this.counts[place - 1] ?? 0) + times;
    return true;
  }

  #put(slot: number, stem: number, weight: number, topics: number, token: number, times: number): void {
    const at = this.size++;
    this.#slots[slot] = this.size;
    this.stems[at] = stem;
    this.#weights[at] = weight;
    this.topics[at] = topics;
    this.tokens[at] = token;
    this.counts[at] = times;
    const value = this.#vocabulary.scale.weights[weight] ?? 0;
    this.mass += value * value;
    if (this.size === this.stems.length) this.#grow();
  }

  /** Makes room for so many families; what is there stays, as far as there is room. */
  #resize(room: number): void {
    const { stems, topics, tokens, counts } = this;
    const weights = this.#weights;
    this.stems = new Int32Array(room);
    this.#weights = new Uint8Array(room);
    this.topics = new Uint16Array(room);
    this.tokens = new Int32Array(room);
    this.counts = new Int32Array(room);
    this.stems.set(stems.subarray(0, room));
    this.#weights.set(weights.subarray(0, room));
    this.topics.set(topics.subarray(0, room));
    this.tokens.set(tokens.subarray(0, room));
    this.counts.set(counts.subarray(0, room));
  }

  #grow(): void {
    this.#resize(this.stems.length * 2);
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let at = 0; at < this.size; at++) this.#slots[this.#slotOf(this.stems[at] ?? 0)] = at + 1;
  }
}
