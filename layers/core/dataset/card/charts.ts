import type { Bars, Chart, ChartClass } from './content.ts';
import { type HistogramData, meanOf, total } from './histogram.ts';

type Counts = Readonly<Record<string, number>>;

/** What is compared with: counts of an earlier dataset, and what was 100 % of them. */
export interface Earlier {
  readonly counts: Counts;
  readonly of: number;
}

/** Counts by name as bars, the largest first. `hundred` is what 100 % is: an item may count under several names. */
export function barsOf(caption: string, counts: Counts, hundred: number, earlier?: Earlier): Bars {
  const before = earlier?.counts ?? {};
  const compared = earlier !== undefined && total(Object.values(before)) > 0;
  const names = [...new Set([...Object.keys(counts), ...(compared ? Object.keys(before) : [])])];
  const bars = names.map((label) => ({
    label,
    count: counts[label] ?? 0,
    ...(compared ? { before: (before[label] ?? 0) / earlier.of } : {}),
  }));
  const order = (a: (typeof bars)[number], b: (typeof bars)[number]) =>
    b.count - a.count || (a.label < b.label ? -1 : 1);
  return { kind: 'bars', caption, whole: hundred, bars: bars.sort(order), compared };
}

/** Classes without a value before the first and after the last one that has some say nothing. */
function trimmed(classes: readonly ChartClass[]): ChartClass[] {
  const isFilled = ({ count, before = 0 }: ChartClass) => count > 0 || before > 0;
  const [first, last] = [classes.findIndex(isFilled), classes.findLastIndex(isFilled)];
  return first === -1 ? [] : classes.slice(first, last + 1);
}

interface ChartOptions {
  /** How a value is written. */
  readonly write: (value: number) => string;
  readonly end: string;
  /** Whether to show all classes, filled or not. */
  readonly complete?: boolean;
}

export function chartOf(title: string, data: HistogramData, before: HistogramData | undefined, options: ChartOptions) {
  const { write, end, complete = false } = options;
  const [all, allBefore] = [total(data.counts), total(before?.counts ?? [])];
  const classes = data.counts.map((count, i): ChartClass => {
    const [from, to] = [data.edges[i] ?? 0, data.edges[i + 1]];
    return {
      from: write(from),
      range: to === undefined ? end.replace('{}', write(from)) : rangeOf(from, to, write),
      count,
      share: all === 0 ? 0 : count / all,
      ...(allBefore === 0 ? {} : { before: (before?.counts[i] ?? 0) / allBefore }),
    };
  });
  const mean = meanOf(data);
  const chart: Chart = {
    title,
    mean: mean === undefined ? '–' : mean >= 100 ? write(Math.round(mean)) : mean.toFixed(2),
    largest: write(data.largest),
    classes: complete ? classes : trimmed(classes),
  };
  return chart;
}

/** Whole numbers are named by their first and last one. */
function rangeOf(from: number, to: number, write: (value: number) => string): string {
  if (!Number.isInteger(from) || !Number.isInteger(to)) return `${write(from)} to ${write(to)}`;
  return to - from === 1 ? write(from) : `${write(from)} to ${write(to - 1)}`;
}
