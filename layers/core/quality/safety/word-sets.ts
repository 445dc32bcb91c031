/** No word has this id: an empty place. */
const empty = 0xffff;
/** Sets, families and words are numbered below this, so that a pair of them is one whole number of 32 bits. */
export const mostNumbered = empty;

const pairOf = (set: number, word: number): number => (set << 16) | word;
const scatter = (key: number): number => Math.imul(key, 0x9e3779b1) >>> 0;
const powerAbove = (count: number): number => 2 ** Math.ceil(Math.log2(count * 1.5 + 1));

/** Whole numbers from 0 on by pairs of a set and a word, found by hash. */
class PairTable {
  readonly #slots: Int32Array;
  readonly #shift: number;

  /** @param pairs of key and number */
  constructor(pairs: ReadonlyMap<number, number>) {
    const size = Math.max(2, powerAbove(pairs.size));
    this.#shift = 32 - Math.log2(size);
    this.#slots = new Int32Array(size * 2);
    for (const [key, number] of pairs) {
      let slot = scatter(key) >>> this.#shift;
      while (this.#slots[2 * slot + 1] !== 0) slot = (slot + 1) & (size - 1);
      this.#slots[2 * slot] = key;
      this.#slots[2 * slot + 1] = number + 1;
    }
  }

  /** The number of a pair, or -1. */
  find(set: number, word: number): number {
    const slots = this.#slots;
    const key = pairOf(set, word);
    const last = (slots.length >>> 1) - 1;
    for (let slot = scatter(key) >>> this.#shift; ; slot = (slot + 1) & last) {
      const number = slots[2 * slot + 1] ?? 0;
      if (number === 0 || slots[2 * slot] === key) return number - 1;
    }
  }
}

/** A set while it is being made: ids of words, and phrases as the families of their words. */
export interface WordSet {
  readonly ids: ReadonlySet<number>;
  readonly phrases: readonly (readonly number[])[];
}

/** By set: the phrases that a family begins (`at` 0) or ends (`at` -1), as places in `lists`; a bit for each family. */
function listed(sets: readonly WordSet[], at: 0 | -1, placeOf: (phrase: readonly number[]) => number) {
  const lists: number[] = [];
  const places = new Map<number, number>();
  const masks = new Int32Array(sets.length);
  const from = new Int32Array(sets.length + 1);
  sets.forEach(({ phrases }, set) => {
    const byFamily = Map.groupBy(phrases, (phrase) => phrase.at(at) ?? 0);
    for (const [family, own] of byFamily) {
      masks[set] = (masks[set] ?? 0) | (1 << (family & 31));
      places.set(pairOf(set, family), lists.length);
      lists.push(own.length, ...own.map(placeOf));
    }
    from[set + 1] = lists.length;
  });
  return { lists: Int32Array.from(lists), masks, from, table: new PairTable(places) };
}
type Listed = ReturnType<typeof listed>;

/**
 * What may stand at the steps of patterns, in flat tables. A set has words, and phrases: rows of word families, for in
 * `end_my_life` ended serves as well as end. Most words that do not fit are told by one bit.
 */
export class WordSets {
  /** Phrases: at a phrase's place its length, then its families. */
  readonly phrases: Int32Array;
  /** By set: the most words that it can take up, 1 without phrases. */
  readonly longest: Int32Array;
  /** By set: how many words and phrases it has. */
  readonly sizes: Int32Array;
  readonly #masks: Int32Array;
  /** Where the words of a set begin in `#words`; the next set's place ends them. Their number is a power of two. */
  readonly #from: Int32Array;
  readonly #words: Uint16Array;
  readonly #opening: Listed;
  readonly #closing: Listed;

  constructor(sets: readonly WordSet[]) {
    this.#masks = new Int32Array(sets.length);
    this.#from = new Int32Array(sets.length + 1);
    this.longest = new Int32Array(sets.length).fill(1);
    this.sizes = new Int32Array(sets.length);
    sets.forEach(({ ids }, set) => {
      this.#from[set + 1] = (this.#from[set] ?? 0) + (ids.size === 0 ? 0 : Math.max(2, powerAbove(ids.size)));
    });
    this.#words = new Uint16Array(this.#from[sets.length] ?? 0).fill(empty);
    const phrases: number[] = [];
    const known = new Map<readonly number[], number>();
    const placeOf = (phrase: readonly number[]): number => {
      const place = known.get(phrase) ?? phrases.length;
      if (place === phrases.length) phrases.push(phrase.length, ...phrase);
      known.set(phrase, place);
      return place;
    };
    sets.forEach((each, set) => {
      this.#putWords(set, each.ids);
      for (const { length } of each.phrases) this.longest[set] = Math.max(length, this.longest[set] ?? 1);
      this.sizes[set] = each.ids.size + each.phrases.length;
    });
    this.#opening = listed(sets, 0, placeOf);
    this.#closing = listed(sets, -1, placeOf);
    this.phrases = Int32Array.from(phrases);
  }

  #putWords(set: number, ids: ReadonlySet<number>): void {
    const from = this.#from[set] ?? 0;
    const last = (this.#from[set + 1] ?? 0) - from - 1;
    for (const id of ids) {
      this.#masks[set] = (this.#masks[set] ?? 0) | (1 << (id & 31));
      let slot = (scatter(id) >>> 16) & last;
      while (this.#words[from + slot] !== empty) slot = (slot + 1) & last;
      this.#words[from + slot] = id;
    }
  }

  /** Whether a word is in a set. */
  holds(set: number, id: number): boolean {
    if ((((this.#masks[set] ?? 0) >>> (id & 31)) & 1) === 0) return false;
    const from = this.#from[set] ?? 0;
    const last = (this.#from[set + 1] ?? 0) - from - 1;
    for (let slot = (scatter(id) >>> 16) & last; ; slot = (slot + 1) & last) {
      const there = this.#words[from + slot];
      if (there === id) return true;
      if (there === empty) return false;
    }
  }

  /** The place in `openings` of the phrases of a set that begin with a family, or -1. */
  opening(set: number, family: number): number {
    const { masks, table } = this.#opening;
    return (((masks[set] ?? 0) >>> (family & 31)) & 1) === 0 ? -1 : table.find(set, family);
  }

  /** The place in `closings` of the phrases of a set that end with a family, or -1. */
  closing(set: number, family: number): number {
    const { masks, table } = this.#closing;
    return (((masks[set] ?? 0) >>> (family & 31)) & 1) === 0 ? -1 : table.find(set, family);
  }

  /** At a place that `opening` told: how many phrases, then the place of each in `phrases`. */
  get openings(): Int32Array {
    return this.#opening.lists;
  }

  /** The same for `closing`. */
  get closings(): Int32Array {
    return this.#closing.lists;
  }

  /** The place of a set's first phrase list in `openings`; the next set's place ends them. */
  firstOpening(set: number): number {
    return this.#opening.from[set] ?? 0;
  }
}
