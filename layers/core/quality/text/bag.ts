import type { Tokens } from './tokens.ts';
import { sign, type Vocabulary } from './vocabulary.ts';

/** A bag that is kept: its families in their order, each as stem, weight and count, and how many words were read. */
export interface PackedBag {
  readonly families: Float64Array;
  readonly words: number;
}
const packedFamily = 3;

/** A table for a usual turn; a quarter of it may be taken. */
const usualSlots = 1024;

/** The distinct word families of a text, each with its weight. Kept in flat tables: a judge makes millions. */
export class Bag {
  size = 0;
  /** The families in the order of their first word, with the weight of the rarest word seen of each. */
  stems = new Int32Array(256);
  weights = new Float64Array(256);
  /** The token that brought the family in, for evidence. */
  tokens = new Int32Array(256);
  /** How often the family was seen. */
  counts = new Int32Array(256);
  /** Words read, the weightless too. */
  words = 0;
  /** Sum of the squared weights. */
  mass = 0;
  #slots = new Int32Array(usualSlots);
  readonly #vocabulary: Vocabulary;

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  clear(): this {
    this.size = this.mass = this.words = 0;
    // Room made for a long text is given back: to clear it costs each text after it.
    if (this.#slots.length > usualSlots * 4) {
      this.#slots = new Int32Array(usualSlots);
      this.#resize(usualSlots / 4);
    } else this.#slots.fill(0);
    return this;
  }

  add(tokens: Tokens): this {
    const { weights, rarest } = this.#vocabulary;
    this.words += tokens.words;
    for (let at = 0; at < tokens.count; at++) {
      const id = tokens.id[at] ?? 0;
      if (id === sign.question || id === sign.exclamation || id === sign.stop) continue;
      const weight = id === sign.unknown || id === sign.number ? rarest : (weights[id] ?? 0);
      if (weight > 0) this.#put(tokens.stem[at] ?? 0, weight, at, 1);
    }
    return this;
  }

  pack(): PackedBag {
    const families = new Float64Array(this.size * packedFamily);
    for (let at = 0, to = 0; at < this.size; at++) {
      families[to++] = this.stems[at] ?? 0;
      families[to++] = this.weights[at] ?? 0;
      families[to++] = this.counts[at] ?? 0;
    }
    return { families, words: this.words };
  }

  /** Adds what another bag held; its families have no tokens here. */
  addPacked({ families, words }: PackedBag): this {
    this.words += words;
    for (let at = 0; at < families.length; at += packedFamily) {
      this.#put(families[at] ?? 0, families[at + 1] ?? 0, 0, families[at + 2] ?? 0);
    }
    return this;
  }

  /** How many of the families of another bag are here too. */
  shared({ families }: PackedBag): number {
    let shared = 0;
    for (let at = 0; at < families.length; at += packedFamily) if (this.find(families[at] ?? 0) >= 0) shared++;
    return shared;
  }

  /** Where in `stems` a family is, or -1. */
  find(stem: number): number {
    const mask = this.#slots.length - 1;
    let slot = (stem ^ (stem >>> 15)) & mask;
    for (;;) {
      const at = (this.#slots[slot] ?? 0) - 1;
      if (at < 0 || this.stems[at] === stem) return at;
      slot = (slot + 1) & mask;
    }
  }

  #put(stem: number, weight: number, token: number, times: number): void {
    const mask = this.#slots.length - 1;
    let slot = (stem ^ (stem >>> 15)) & mask;
    for (;;) {
      const at = (this.#slots[slot] ?? 0) - 1;
      if (at < 0) break;
      if (this.stems[at] === stem) {
        this.counts[at] = (this.counts[at] ?? 0) + times;
        return;
      }
      slot = (slot + 1) & mask;
    }
    if (this.size === this.stems.length) {
      this.#grow();
      this.#put(stem, weight, token, times);
      return;
    }
    this.stems[this.size] = stem;
    this.weights[this.size] = weight;
    this.tokens[this.size] = token;
    this.counts[this.size] = times;
    this.#slots[slot] = ++this.size;
    this.mass += weight * weight;
  }

  /** Makes room for so many families; what is there stays, as far as there is room. */
  #resize(room: number): void {
    const { stems, weights, tokens, counts } = this;
    this.stems = new Int32Array(room);
    this.weights = new Float64Array(room);
    this.tokens = new Int32Array(room);
    this.counts = new Int32Array(room);
    this.stems.set(stems.subarray(0, room));
    this.weights.set(weights.subarray(0, room));
    this.tokens.set(tokens.subarray(0, room));
    this.counts.set(counts.subarray(0, room));
  }

  #grow(): void {
    this.#resize(this.stems.length * 2);
    this.#slots = new Int32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let at = 0; at < this.size; at++) {
      const stem = this.stems[at] ?? 0;
      let slot = (stem ^ (stem >>> 15)) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = at + 1;
    }
  }
}
