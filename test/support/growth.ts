/** So many units has the short text, and the long one times as many. */
const [usual, times] = [12_500, 8];
/** Of so many tries of the short text the quickest counts: what disturbs a measurement only makes it longer. */
const tries = 2;
/** So often the long text is tried, as long as it seems to grow too much. */
const looks = 6;
/** Below this a time, in microseconds, is mostly noise. */
const least = 3000;

/** Processor time in microseconds: what other processes do meanwhile does not count. */
function timeOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

const repeated = (piece: string, units: number): string =>
  piece.repeat(Math.ceil(units / piece.length)).slice(0, units);

/**
 * How many times as long some work takes for eight times the text, at the best of some looks: about 8 where the time
 * is linear in the text, 64 where it is quadratic. Compares growth, never seconds.
 *
 * @param short the units of the short text: fewer where of a longer text not all is read
 * @param most what is enough to look no more
 */
export function growth(piece: string, work: (text: string) => void, short = usual, most = mostGrowth): number {
  const [shortText, longText] = [repeated(piece, short), repeated(piece, short * times)];
  const before = Math.min(...Array.from({ length: tries }, () => timeOf(() => work(shortText))));
  let smallest = Number.POSITIVE_INFINITY;
  for (let look = 0; look < looks && smallest > most; look++) {
    smallest = Math.min(smallest, timeOf(() => work(longText)) / Math.max(before, least));
  }
  return smallest;
}

/** Linear work grows eightfold; this leaves room for memory that must be asked for. Quadratic work is far above it. */
export const mostGrowth = 24;
