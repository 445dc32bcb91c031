import type { Evidence } from '../judgement.ts';
import type { Phrases } from '../text/phrases.ts';
import type { Tokens } from '../text/tokens.ts';

/** Room for the places of a usual turn. */
const usualPlaces = 256;

const twice = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
  const bigger = new Int32Array(old.length * 2);
  bigger.set(old);
  return bigger;
};

/** What is explained, of which turn, and where that is noted. */
interface Explained {
  readonly rule: string;
  readonly where: Evidence['where'];
  readonly tokens: Tokens;
  readonly evidence: Evidence[];
}

/** The classes of a lexicon that were seen in one turn, with their places. Valid until the next `look`. */
export class Seen {
  /** By class: how often, places that overlap counted once. */
  readonly counts: Float64Array;
  /** How many places there are. */
  size = 0;
  /** By place, in the order of their beginning: its class, its first token and the token after the last. */
  classes = new Int32Array(usualPlaces);
  from = new Int32Array(usualPlaces);
  to = new Int32Array(usualPlaces);
  readonly #phrases: Phrases;
  readonly #ends: Int32Array;
  readonly #index: ReadonlyMap<string, number>;
  readonly #used = new Set<number>();

  readonly #note = (index: number, from: number, to: number): void => {
    if (from < (this.#ends[index] ?? 0)) return;
    this.#ends[index] = to;
    this.counts[index] = (this.counts[index] ?? 0) + 1;
    const at = this.size++;
    if (at === this.classes.length) this.#grow();
    this.classes[at] = index;
    this.from[at] = from;
    this.to[at] = to;
  };

  constructor(phrases: Phrases) {
    this.#phrases = phrases;
    this.counts = new Float64Array(this.#phrases.classes.length);
    this.#ends = new Int32Array(this.#phrases.classes.length);
    this.#index = new Map(this.#phrases.classes.map((name, index) => [name, index]));
  }

  /** Another turn's, with the same lexicon. */
  sibling(): Seen {
    return new Seen(this.#phrases);
  }

  look(tokens: Tokens): this {
    this.counts.fill(0);
    this.#ends.fill(0);
    this.size = 0;
    this.#phrases.find(tokens, this.#note);
    return this;
  }

  /** Takes places back, in one pass; what is kept keeps its order. */
  drop(isDropped: (place: number) => boolean): void {
    let kept = 0;
    for (let at = 0; at < this.size; at++) {
      const index = this.classes[at] ?? 0;
      if (isDropped(at)) {
        this.counts[index] = (this.counts[index] ?? 0) - 1;
        continue;
      }
      this.classes[kept] = index;
      this.from[kept] = this.from[at] ?? 0;
      this.to[kept++] = this.to[at] ?? 0;
    }
    this.size = kept;
  }

  /** The number of a class, for `counts` and `classes`. @throws Error when no class is called that */
  index(name: string): number {
    const index = this.#index.get(name);
    if (index === undefined) throw new Error(`the word lists have no class "${name}"`);
    return index;
  }

  /** The number of a class that something is made of: its places in this turn are evidence. @throws as `index` */
  uses(name: string): number {
    const index = this.index(name);
    this.#used.add(index);
    return index;
  }

  /** Whether something is made of the class. */
  isUsed(index: number): boolean {
    return this.#used.has(index);
  }

  /** How many tokens the places of a class cover. */
  wordsOf(index: number): number {
    let sum = 0;
    for (let at = 0; at < this.size; at++)
      if (this.classes[at] === index) sum += (this.to[at] ?? 0) - (this.from[at] ?? 0);
    return sum;
  }

  names(): readonly string[] {
    return this.#phrases.classes;
  }

  find(name: string): number | undefined {
    return this.#index.get(name);
  }

  name(index: number): string {
    return this.#phrases.classes[index] ?? '';
  }

  /** Where a place stands in the text, in UTF-16 units. */
  within(place: number, tokens: Tokens): { readonly start: number; readonly end: number } {
    const [first, last] = [this.from[place] ?? 0, (this.to[place] ?? 0) - 1];
    return { start: tokens.start[first] ?? 0, end: tokens.end[last] ?? 0 };
  }

  /** Adds the places of the classes that something is made of, as evidence of the rule that is named as the class. */
  explain(tokens: Tokens, where: Evidence['where'], evidence: Evidence[]): void {
    for (let at = 0; at < this.size; at++) {
      const index = this.classes[at] ?? 0;
      if (this.isUsed(index)) evidence.push({ rule: this.name(index), where, ...this.within(at, tokens) });
    }
  }

  /** Adds the places of one class as evidence of a rule. */
  explainClass(index: number, { rule, where, tokens, evidence }: Explained): void {
    for (let at = 0; at < this.size; at++) {
      if (this.classes[at] === index) evidence.push({ rule, where, ...this.within(at, tokens) });
    }
  }

  #grow(): void {
    this.classes = twice(this.classes);
    this.from = twice(this.from);
    this.to = twice(this.to);
  }
}
