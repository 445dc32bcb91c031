import * as z from 'zod';

const count = z.int().min(0);

/** A distribution: `counts[i]` values lie in `edges[i] ≤ value < edges[i + 1]`; the last class has no upper end. */
export const histogramSchema = z.object({
  edges: z.array(z.number()).readonly(),
  counts: z.array(count).readonly(),
  /** All values together, in `unit`s: whole numbers, so that their order cannot change the sum. */
  sum: z.int(),
  unit: z.number(),
  /** The largest value; 0 when there is none. */
  largest: z.number(),
});
export type HistogramData = Readonly<z.infer<typeof histogramSchema>>;

/** Classes for 0..1, each a twentieth wide. */
export const scoreEdges = Array.from({ length: 20 }, (_, i) => i / 20);

/** Classes from 0 to `first`, and from there on two for each doubling, up to `last` and beyond: for lengths. */
export const doublingEdges = (first: number, last: number): number[] => [
  0,
  ...Array.from({ length: Math.log2(last / first) }, (_, i) => [first * 2 ** i, 1.5 * first * 2 ** i]).flat(),
  last,
];

/** Counts values by classes that were fixed beforehand: the same values give the same numbers in any order. */
export class Histogram {
  readonly #edges: readonly number[];
  readonly #unit: number;
  readonly #counts: number[];
  #sum = 0;
  #largest = 0;

  /** @param unit what sums are kept in: values are rounded to it */
  constructor(edges: readonly number[], unit = 1) {
    this.#edges = edges;
    this.#unit = unit;
    this.#counts = edges.map(() => 0);
  }

  add(value: number): void {
    let at = this.#edges.length - 1;
    while (at > 0 && value < (this.#edges[at] ?? 0)) at--;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#sum += Math.round(value / this.#unit);
    this.#largest = Math.max(this.#largest, value);
  }

  data(): HistogramData {
    return {
      edges: this.#edges,
      counts: [...this.#counts],
      sum: this.#sum,
      unit: this.#unit,
      largest: this.#largest,
    };
  }
}

/** The histogram of all values of several that have the same classes; of none, one without classes. */
export const histogramOfAll = (all: readonly HistogramData[]): HistogramData => {
  const [{ edges, unit } = { edges: [], unit: 1 }] = all;
  return {
    edges,
    counts: edges.map((_, at) => all.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0)),
    sum: all.reduce((sum, each) => sum + each.sum, 0),
    unit,
    largest: all.reduce((most, { largest }) => Math.max(most, largest), 0),
  };
};

export const total = (counts: readonly number[]): number => counts.reduce((sum, n) => sum + n, 0);

/** Undefined when there are no values. */
export function meanOf({ counts, sum, unit }: HistogramData): number | undefined {
  const values = total(counts);
  return values === 0 ? undefined : (sum * unit) / values;
}
