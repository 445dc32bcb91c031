/** So many units have the short and the long text: eight times as many. */
const [short, long] = [12_500, 100_000];
/** Of so many tries the quickest counts: what disturbs a measurement only makes it longer. */
const tries = 2;
/** Below this a time, in microseconds, is mostly noise. */
const least = 3000;

/** Processor time in microseconds: what other processes do meanwhile does not count. */
function quickest(work: () => void): number {
  const times = Array.from({ length: tries }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.min(...times);
}

const repeated = (piece: string, units: number): string =>
  piece.repeat(Math.ceil(units / piece.length)).slice(0, units);

/**
 * How many times as long some work takes for eight times the text, at the best of three looks: about 8 where the time
 * is linear in the text, 64 where it is quadratic. Compares growth, never seconds.
 */
export function growth(piece: string, work: (text: string) => void): number {
  const [shortText, longText] = [repeated(piece, short), repeated(piece, long)];
  let smallest = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 3 && smallest > mostGrowth; look++) {
    const before = quickest(() => work(shortText));
    smallest = Math.min(smallest, quickest(() => work(longText)) / Math.max(before, least));
  }
  return smallest;
}

/** Linear work grows eightfold; this leaves room for memory that must be asked for. Quadratic work is far above it. */
export const mostGrowth = 24;
