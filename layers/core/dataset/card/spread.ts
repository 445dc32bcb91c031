import { Histogram, type HistogramData } from './histogram.ts';

/** How many of the largest counts are told. */
const mostTold = 10;

/** How many things are spread over many others, from the count of each: the same for any order of the counts. */
export class Spread {
  /** How many counts there are, their sum, and the sum of their squares. */
  size = 0;
  sum = 0;
  squares = 0;
  readonly #each = new Histogram([1, 2, 3, 5, 9, 17, 33, 65, 129, 257]);
  /** The largest first. */
  readonly #largest: number[] = [];

  add(count: number): void {
    this.size++;
    this.sum += count;
    this.squares += count * count;
    this.#each.add(count);
    if (this.#largest.length === mostTold && count <= (this.#largest.at(-1) ?? 0)) return;
    this.#largest.push(count);
    this.#largest.sort((a, b) => b - a);
    this.#largest.length = Math.min(mostTold, this.#largest.length);
  }

  /** The largest count, and the ten largest together. */
  get largest(): number {
    return this.#largest[0] ?? 0;
  }
  get largestTen(): number {
    return this.#largest.reduce((all, count) => all + count, 0);
  }

  get each(): HistogramData {
    return this.#each.data();
  }
}

/** The spread of counts, however many. */
export async function spreadOf(counts: Iterable<number> | AsyncIterable<number>): Promise<Spread> {
  const spread = new Spread();
  for await (const count of counts) spread.add(count);
  return spread;
}
