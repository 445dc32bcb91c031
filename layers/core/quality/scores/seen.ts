import type { Evidence } from '../judgement.ts';
import type { Phrases } from '../text/phrases.ts';
import type { Tokens } from '../text/tokens.ts';

/** The classes of a lexicon that were seen in one turn, with their places. Valid until the next `look`. */
export class Seen {
  /** By class: how often, places that overlap counted once. */
  readonly counts: Float64Array;
  /** The places: class, first token and the token after the last. */
  readonly places: { class: number; from: number; to: number }[] = [];
  readonly #phrases: Phrases;
  readonly #ends: Int32Array;
  readonly #index: ReadonlyMap<string, number>;

  readonly #note = (index: number, from: number, to: number): void => {
    if (from < (this.#ends[index] ?? 0)) return;
    this.#ends[index] = to;
    this.counts[index] = (this.counts[index] ?? 0) + 1;
    this.places.push({ class: index, from, to });
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
    this.places.length = 0;
    this.#phrases.find(tokens, this.#note);
    return this;
  }

  /** The number of a class, for `counts` and `places`. @throws Error when no class is called that */
  index(name: string): number {
    const index = this.#index.get(name);
    if (index === undefined) throw new Error(`the word lists have no class "${name}"`);
    return index;
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

  /** Adds the places of the classes that `matters` as evidence of the rule that is named after the class. */
  explain(tokens: Tokens, where: Evidence['where'], evidence: Evidence[], matters: (name: string) => boolean): void {
    for (const place of this.places) {
      const rule = this.name(place.class);
      if (!matters(rule)) continue;
      evidence.push({ rule, where, start: tokens.start[place.from] ?? 0, end: tokens.end[place.to - 1] ?? 0 });
    }
  }
}
