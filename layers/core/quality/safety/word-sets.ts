import { layNumbers, NumberTable, roomFor, scatter } from '../text/number-table.ts';

/** No word has this id: an empty place. */
const empty = 0xffff;
/** Sets, families and words are numbered below this, so that a pair of them is one whole number of 32 bits. */
export const mostNumbered = empty;

const pairOf = (set: number, word: number): number => (set << 16) | word;

/** A set while it is being made: ids of words, and phrases as the families of their words. */
export interface WordSet {
  /** Some perhaps more than once. */
  readonly ids: readonly number[];
  readonly phrases: readonly (readonly number[])[];
}

/** The phrases of sets under the families that begin them, or end them. */
interface PhraseLists {
  /** By set: bit `family % 32` is set for every family. */
  readonly masks: Int32Array;
  /** By set and family: a place in `lists`. */
  readonly pairs: Int32Array;
  /** At a place how many phrases, then the place of each in `phrases`. */
  readonly lists: Int32Array;
  /** By set: where its lists begin; the next set's place ends them. */
  readonly from: Int32Array;
}

/** Sets as plain data. */
export interface WordSetsData {
  /** By set: bit `id % 32` is set for every word. */
  readonly masks: Int32Array;
  /** By set: where its words begin in `words`; the next set's place ends them. Their number is a power of two. */
  readonly from: Int32Array;
  readonly words: Uint16Array;
  /** At a phrase's place its length, then its families. */
  readonly phrases: Int32Array;
  readonly opening: PhraseLists;
  readonly closing: PhraseLists;
}

function layLists(sets: readonly WordSet[], at: 0 | -1, placeOf: (phrase: readonly number[]) => number): PhraseLists {
  const lists: number[] = [];
  const places = new Map<number, number>();
  const masks = new Int32Array(sets.length);
  const from = new Int32Array(sets.length + 1);
  sets.forEach(({ phrases }, set) => {
    if (phrases.length > 0) {
      for (const [family, own] of Map.groupBy(phrases, (phrase) => phrase.at(at) ?? 0)) {
        masks[set] = (masks[set] ?? 0) | (1 << (family & 31));
        places.set(pairOf(set, family), lists.length);
        lists.push(own.length, ...own.map(placeOf));
      }
    }
    from[set + 1] = lists.length;
  });
  return { masks, pairs: layNumbers(places), lists: Int32Array.from(lists), from };
}

/** Lays sets in flat tables; a set's place is its number. */
export function layWordSets(sets: readonly WordSet[]): WordSetsData {
  const masks = new Int32Array(sets.length);
  const from = new Int32Array(sets.length + 1);
  sets.forEach(({ ids }, set) => {
    from[set + 1] = (from[set] ?? 0) + (ids.length === 0 ? 0 : roomFor(ids.length));
  });
  const words = new Uint16Array(from[sets.length] ?? 0).fill(empty);
  sets.forEach(({ ids }, set) => {
    const first = from[set] ?? 0;
    const last = (from[set + 1] ?? 0) - first - 1;
    for (const id of ids) {
      masks[set] = (masks[set] ?? 0) | (1 << (id & 31));
      let slot = (scatter(id) >>> 16) & last;
      while (words[first + slot] !== empty && words[first + slot] !== id) slot = (slot + 1) & last;
      words[first + slot] = id;
    }
  });
  const phrases: number[] = [];
  const known = new Map<readonly number[], number>();
  const placeOf = (phrase: readonly number[]): number => {
    const place = known.get(phrase) ?? phrases.length;
    if (place === phrases.length) phrases.push(phrase.length, ...phrase);
    known.set(phrase, place);
    return place;
  };
  const [opening, closing] = [layLists(sets, 0, placeOf), layLists(sets, -1, placeOf)];
  return { masks, from, words, phrases: Int32Array.from(phrases), opening, closing };
}

/**
 * What may stand at the steps of patterns, in flat tables. A set has words, and phrases: rows of word families, for in
 * `end_my_life` ended serves as well as end. Most words that do not fit are told by one bit.
 */
export class WordSets {
  /** At a phrase's place its length, then its families. */
  readonly phrases: Int32Array;
  /** At a place that `opening` or `closing` told: how many phrases, then the place of each in `phrases`. */
  readonly openings: Int32Array;
  readonly closings: Int32Array;
  readonly #masks: Int32Array;
  readonly #from: Int32Array;
  readonly #words: Uint16Array;
  readonly #firstOpenings: Int32Array;
  readonly #openingMasks: Int32Array;
  readonly #openingPairs: NumberTable;
  readonly #closingMasks: Int32Array;
  readonly #closingPairs: NumberTable;

  constructor({ masks, from, words, phrases, opening, closing }: WordSetsData) {
    this.#masks = masks;
    this.#from = from;
    this.#words = words;
    this.phrases = phrases;
    this.openings = opening.lists;
    this.closings = closing.lists;
    this.#firstOpenings = opening.from;
    this.#openingMasks = opening.masks;
    this.#openingPairs = new NumberTable(opening.pairs);
    this.#closingMasks = closing.masks;
    this.#closingPairs = new NumberTable(closing.pairs);
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
    if ((((this.#openingMasks[set] ?? 0) >>> (family & 31)) & 1) === 0) return -1;
    return this.#openingPairs.find(pairOf(set, family));
  }

  /** The place in `closings` of the phrases of a set that end with a family, or -1. */
  closing(set: number, family: number): number {
    if ((((this.#closingMasks[set] ?? 0) >>> (family & 31)) & 1) === 0) return -1;
    return this.#closingPairs.find(pairOf(set, family));
  }

  /** The place of a set's first phrase list in `openings`; the next set's place ends them. */
  firstOpening(set: number): number {
    return this.#firstOpenings[set] ?? 0;
  }
}
