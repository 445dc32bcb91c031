/** A thing that is measured: its key in the JSON, and its rows in the table. */
export interface Figure {
  readonly name: string;
  /** @param rounds how often to measure; the median counts */
  measure(rounds: number): Promise<Measured>;
}

interface Measured {
  /** null: it cannot be measured here, and the rows say why. */
  readonly json: Readonly<Record<string, unknown>> | null;
  /** What it is, and how much. */
  readonly rows: readonly (readonly [string, string])[];
}

export interface Summary {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** The middle of several measurements, and how far they lay apart. */
export function summary(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  const middle = Math.floor((sorted.length - 1) / 2);
  const median = ((sorted[middle] ?? Number.NaN) + (sorted[sorted.length - 1 - middle] ?? Number.NaN)) / 2;
  return { median, least: at(0), most: at(1) };
}

const digits = (value: number, places: number) => Number(value.toFixed(places));

export const rounded = ({ median, least, most }: Summary, places = 1) => ({
  value: digits(median, places),
  spread: [digits(least, places), digits(most, places)],
});

/** "12.3 % (11.9–12.8)" */
export const inWords = (values: Summary, unit: string, places = 1) =>
  `${values.median.toFixed(places)}${unit} (${values.least.toFixed(places)}–${values.most.toFixed(places)})`;

/** The floor: what merely reading and writing the same lines costs in JavaScript. */
export const parseAndStringify = (lines: readonly string[]): number =>
  lines.reduce((sum, line) => sum + JSON.stringify(JSON.parse(line)).length, 0);

/**
 * Milliseconds of processor time that some work takes in this process, its helper threads (garbage collection,
 * compilation) included: they cost too. What other processes do meanwhile, and waiting, does not count.
 */
export async function timed(work: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
