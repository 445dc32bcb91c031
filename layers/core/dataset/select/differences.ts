import { cosineOfBits, differingBits, turnWords } from '../near/meaning-signature.ts';

/** Minima of a topic sketch by words: see near/topics.ts. */
export const topicMinima = 16;
/** Words of a topic sketch: half as many, for the minima have 16 bits; and as many as a sketch of a turn has. */
export const topicWords = topicMinima / 2;

/** What some candidates are about: `topicWords` numbers for each, one after the other. */
export interface Topics {
  /** MinHash over the words of the user's turn, or the sketch of what it means. */
  readonly by: 'words' | 'meaning';
  readonly sketches: Uint32Array;
}

/** How much candidates differ from those that were taken. */
export interface Differences {
  /** From 0 = as one that was taken, to 1; the more are taken, the less. @param place among the candidates */
  of(place: number): number;
  take(place: number): void;
}

/**
 * By words: by the MinHash minima of the user's turn. Of each, what matters is how often it was taken already; so the
 * hundredth text with the same words is worth a hundredth of the first.
 */
class WordDifferences implements Differences {
  readonly #sketches: Uint32Array;
  readonly #taken = new Uint32Array(topicMinima * 2 ** 16);

  constructor(sketches: Uint32Array) {
    this.#sketches = sketches;
  }

  #slot(place: number, minimum: number): number {
    const word = this.#sketches[place * topicWords + (minimum >> 1)] ?? 0;
    return minimum * 2 ** 16 + ((minimum & 1) === 0 ? word & 0xffff : word >>> 16);
  }

  of(place: number): number {
    let difference = 0;
    for (let i = 0; i < topicMinima; i++) difference += 1 / (1 + (this.#taken[this.#slot(place, i)] ?? 0));
    return difference / topicMinima;
  }

  take(place: number): void {
    for (let i = 0; i < topicMinima; i++) {
      const slot = this.#slot(place, i);
      this.#taken[slot] = (this.#taken[slot] ?? 0) + 1;
    }
  }
}

/** Comparisons that a choice may cost: two minutes of one processor, or less. */
const mostComparisons = 2e9;

/** Cosine distances by differing bits; a right angle is as different as two turns can be. */
const distances = Float64Array.from({ length: 32 * turnWords + 1 }, (_, bits) => Math.min(1, 1 - cosineOfBits(bits)));

/**
 * By meaning: the distance to the nearest that was taken, so that taking the one with the greatest is greedy k-centre
 * (farthest first, Gonzalez 1985). A candidate is compared with those taken since it was looked at last, and most are
 * seldom looked at again. Where all against all would still be too many, candidates are dealt out into stripes, and
 * compared within their own.
 */
class MeaningDifferences implements Differences {
  readonly #sketches: Uint32Array;
  readonly #stripes: number;
  readonly #taken: number[][];
  /** Of each candidate, the fewest bits to one that was taken, and with how many it was compared. */
  readonly #nearest: Uint16Array;
  readonly #compared: Uint32Array;

  constructor(sketches: Uint32Array, wanted: number, most: number) {
    const candidates = sketches.length / turnWords;
    this.#sketches = sketches;
    this.#stripes = Math.max(1, Math.ceil((candidates * wanted) / most));
    this.#taken = Array.from({ length: this.#stripes }, () => []);
    this.#nearest = new Uint16Array(candidates).fill(32 * turnWords);
    this.#compared = new Uint32Array(candidates);
  }

  of(place: number): number {
    const taken = this.#taken[place % this.#stripes] ?? [];
    let nearest = this.#nearest[place] ?? 0;
    for (let i = this.#compared[place] ?? 0; i < taken.length; i++) {
      const other = (taken[i] ?? 0) * turnWords;
      nearest = Math.min(nearest, differingBits(this.#sketches, place * turnWords, this.#sketches, other));
    }
    this.#nearest[place] = nearest;
    this.#compared[place] = taken.length;
    return distances[nearest] ?? 0;
  }

  take(place: number): void {
    this.#taken[place % this.#stripes]?.push(place);
  }
}

/**
 * @param wanted how many are going to be taken
 * @param most comparisons
 */
export const differencesOf = ({ by, sketches }: Topics, wanted: number, most = mostComparisons): Differences =>
  by === 'words' ? new WordDifferences(sketches) : new MeaningDifferences(sketches, wanted, most);
