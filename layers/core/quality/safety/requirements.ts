import type { Step } from './pattern.ts';
import type { WordSet } from './word-sets.ts';

/** Families of words are of so many kinds. No family is of the last: it is for places where no word stands. */
export const kinds = 256;
export const noKind = kinds - 1;
export const kindInts = kinds / 32;
/** Nothing is asked of words further away than this. */
export const furthest = 24;
/** So much is asked before a pattern is tried: more spares hardly any attempt. */
export const asked = 2;

/** A requirement as one number: a mask, and above and below it the first and last word that may meet it. */
const placeBits = 6;
const placeMask = (1 << placeBits) - 1;
const layRequirement = ({ first, last, mask }: Requirement): number =>
  (mask.number << (2 * placeBits)) | ((last + furthest) << placeBits) | (first + furthest);
/** Counted from `furthest` words before the anchor's. */
export const firstOf = (requirement: number): number => requirement & placeMask;
export const lastOf = (requirement: number): number => (requirement >>> placeBits) & placeMask;
/** Where its bits are in `Requirements.masks`. */
export const maskOf = (requirement: number): number => (requirement >>> (2 * placeBits)) * kindInts;

/** Steps of a pattern; what stands at one is a set by its number. */
export type LaidStep = Omit<Step, 'entries'> & { readonly set: number };

/** Some kinds of words. */
interface Mask {
  readonly number: number;
  /** The share of all words that are of them. */
  readonly share: number;
}

interface Requirement {
  readonly first: number;
  readonly last: number;
  readonly mask: Mask;
  /** How likely any words meet it. */
  readonly chance: number;
}

type Ask = (first: number, last: number, mask: Mask) => void;

/** What the step of the anchor can be where a word stands at a place of it: the least and most words, and what they are. */
interface Alternatives {
  /** Which place of it. */
  readonly offset: number;
  readonly shortest: number;
  readonly longest: number;
  /** By place in it, as far as all have one. */
  readonly places: readonly (Mask | undefined)[];
}

/** Finds out what must stand near a word for a pattern to fit around it. */
export class Requirements {
  /** The bits of all masks, one for each kind. */
  readonly masks: number[] = [];
  readonly #sets: readonly WordSet[];
  readonly #familyOf: (id: number) => number;
  readonly #kindOf: (family: number) => number;
  readonly #shares: readonly number[];
  readonly #longest: readonly number[];
  readonly #known = new Map<string, Mask>();
  readonly #edges = new Map<number, Mask>();
  readonly #anything: Mask;

  /**
   * @param kindOf the kind of a family, below `noKind`
   * @param shares by kind: the share of all words that are likely to be of it
   */
  constructor(
    sets: readonly WordSet[],
    familyOf: (id: number) => number,
    kindOf: (family: number) => number,
    shares: readonly number[],
  ) {
    this.#sets = sets;
    this.#familyOf = familyOf;
    this.#kindOf = kindOf;
    this.#shares = shares;
    this.#longest = sets.map(({ phrases }) => phrases.reduce((most, { length }) => Math.max(most, length), 1));
    this.#anything = this.#mask(shares.keys());
  }

  /**
   * What is asked of the words around one that a pattern is anchored at, by this word and by how many words before it the
   * anchor begins: the requirements that are met least often. Where they are not met the pattern does not fit.
   */
  around(steps: readonly LaidStep[], anchor: number): (id: number, offset: number) => readonly number[] {
    const set = this.#sets[steps[anchor]?.set ?? 0] ?? { ids: [], phrases: [] };
    const words = new Set(set.ids);
    const [before, after] = [steps.slice(0, anchor + 1).reverse(), steps.slice(anchor + 1)];
    const known = new Map<number, readonly number[]>();
    return (id, offset) => {
      const family = this.#familyOf(id);
      // What ends before the word fits there too, with other words.
      const alone = offset > 0 || words.has(id);
      const key = (((offset << 1) | Number(alone)) << 16) | family;
      const least = known.get(key) ?? this.#least(before, this.#alternatives(set, family, offset, alone), after);
      known.set(key, least);
      return least;
    };
  }

  #least(
    before: readonly LaidStep[],
    { offset, shortest, longest, places }: Alternatives,
    after: readonly LaidStep[],
  ): readonly number[] {
    // Met by the word itself.
    const found = new Array<Requirement>(asked).fill({ first: 0, last: 0, mask: this.#anything, chance: 1 });
    const ask: Ask = (first, last, mask) => {
      if (first < -furthest || last > furthest) return;
      found.push({ first, last, mask, chance: 1 - (1 - mask.share) ** (last - first + 1) });
    };
    for (const [place, mask] of places.entries()) if (mask) ask(place - offset, place - offset, mask);
    this.#askAfter(after, shortest - offset, longest - offset, ask);
    this.#askBefore(before, -offset - 1, ask);
    return found
      .sort((one, other) => one.chance - other.chance)
      .slice(0, asked)
      .map(layRequirement);
  }

  /** Asks for what must stand behind the anchor; the word behind it is `first` to `last` words further on. */
  #askAfter(steps: readonly LaidStep[], first: number, last: number, ask: Ask): void {
    let [least, most] = [first, last];
    for (const step of steps) {
      if (step.negated) continue;
      most += step.gap;
      if (mustStand(step)) ask(least++, most, this.#edge(step.set, 0));
      most += this.#longest[step.set] ?? 1;
    }
  }

  /** Asks for what must stand before the anchor, the first of these steps; the word before it is `last` words further on. */
  #askBefore([anchor, ...steps]: readonly LaidStep[], last: number, ask: Ask): void {
    let [least, most] = [last - (anchor?.gap ?? 0), last];
    for (const step of steps) {
      if (step.negated) continue;
      if (mustStand(step)) ask(least, most--, this.#edge(step.set, -1));
      least -= (this.#longest[step.set] ?? 1) + step.gap;
    }
  }

  /** What a set can begin with (side 0) or end with (side -1). */
  #edge(set: number, side: 0 | -1): Mask {
    const key = 2 * set - side;
    const known = this.#edges.get(key);
    if (known) return known;
    const { ids, phrases } = this.#sets[set] ?? { ids: [], phrases: [] };
    const mask = this.#maskOf([...ids.map(this.#familyOf), ...phrases.map((phrase) => phrase.at(side) ?? 0)]);
    this.#edges.set(key, mask);
    return mask;
  }

  #alternatives({ ids, phrases }: WordSet, family: number, offset: number, alone: boolean): Alternatives {
    const fitting = phrases.filter((phrase) => phrase.length <= offset || phrase[offset] === family);
    const lengths = fitting.map(({ length }) => length);
    // Or nothing fits, where a phrase names what is no word.
    if (alone || fitting.length === 0) lengths.push(1);
    const shortest = Math.min(...lengths);
    const places = Array.from({ length: shortest }, (_, place) => {
      if (place === offset) return undefined;
      const words = place === 0 && alone ? ids.map(this.#familyOf) : [];
      return this.#maskOf([...words, ...fitting.map((phrase) => phrase[place] ?? 0)]);
    });
    return { offset, shortest, longest: Math.max(...lengths), places };
  }

  #maskOf(families: readonly number[]): Mask {
    return this.#mask(new Set(families.map(this.#kindOf)));
  }

  #mask(of: Iterable<number>): Mask {
    const bits = new Array<number>(kindInts).fill(0);
    let share = 0;
    for (const kind of of) {
      share += this.#shares[kind] ?? 0;
      bits[kind >>> 5] = (bits[kind >>> 5] ?? 0) | (1 << (kind & 31));
    }
    const key = bits.join();
    const known = this.#known.get(key);
    if (known) return known;
    const mask = { number: this.#known.size, share };
    this.#known.set(key, mask);
    this.masks.push(...bits);
    return mask;
  }
}

const mustStand = ({ optional, negated, edge }: LaidStep): boolean => !optional && !negated && edge === undefined;
