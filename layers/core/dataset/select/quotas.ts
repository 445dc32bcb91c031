import { categories, type Selection, sources } from '../../quality/selection.ts';
import type { Columns } from '../columns.ts';

/** The most examples of each category and source, in the order of `categories` and `sources`. */
interface Caps {
  readonly category: readonly number[];
  readonly source: readonly number[];
}

const shares = ({ categories: given, sources: limits }: Selection) => ({
  category: categories.map((name) => given[name].share),
  source: sources.map((name) => limits[name] ?? 1),
});

/** A share of one is no limit. Others are seldom whole numbers: rounding must not cost an example. */
const part = (share: number, size: number) => (share >= 1 ? Number.POSITIVE_INFINITY : Math.floor(share * size + 1e-5));

export function capsFor(size: number, selection: Selection): Caps {
  const { category, source } = shares(selection);
  return {
    category: category.map((share) => part(share, size)),
    source: source.map((share) => part(share, size)),
  };
}

/** Counts what is taken of each category and source, and says when there is enough of one. */
export class Filling {
  readonly #columns: Columns;
  readonly #caps: Caps;
  readonly #category = categories.map(() => 0);
  readonly #source = sources.map(() => 0);
  size = 0;

  constructor(columns: Columns, caps: Caps) {
    this.#columns = columns;
    this.#caps = caps;
  }

  /** @returns what there is enough of, or undefined */
  fullFor(candidate: number): 'category' | 'source' | undefined {
    const [category, source] = [this.#columns.category(candidate), this.#columns.source(candidate)];
    if ((this.#category[category] ?? 0) >= (this.#caps.category[category] ?? 0)) return 'category';
    return (this.#source[source] ?? 0) >= (this.#caps.source[source] ?? 0) ? 'source' : undefined;
  }

  take(candidate: number): void {
    const [category, source] = [this.#columns.category(candidate), this.#columns.source(candidate)];
    this.#category[category] = (this.#category[category] ?? 0) + 1;
    this.#source[source] = (this.#source[source] ?? 0) + 1;
    this.size++;
  }
}

/**
 * The largest size at which no category and no source has more than its share. Where one is alone it has none; then
 * the least size that the policy allows counts, and the shares give way.
 *
 * @param bestFirst the candidates
 * @param most the size that is wanted at most
 */
export function balancedSize(bestFirst: Uint32Array, columns: Columns, selection: Selection, most: number): number {
  const there = { category: categories.map(() => 0), source: sources.map(() => 0) };
  for (const candidate of bestFirst) {
    const [category, source] = [columns.category(candidate), columns.source(candidate)];
    there.category[category] = (there.category[category] ?? 0) + 1;
    there.source[source] = (there.source[source] ?? 0) + 1;
  }
  const within = (counts: readonly number[], caps: readonly number[]) =>
    counts.reduce((sum, count, i) => sum + Math.min(count, caps[i] ?? 0), 0);
  const least = Math.min(selection.minimumSize, bestFirst.length, most);
  let size = Math.min(most, bestFirst.length);
  while (size > least) {
    const caps = capsFor(size, selection);
    const smaller = Math.min(size, within(there.category, caps.category), within(there.source, caps.source));
    if (smaller < size) {
      size = smaller;
      continue;
    }
    // Both limits hold by themselves; whether they do together, filling up shows.
    const filling = new Filling(columns, caps);
    for (const candidate of bestFirst) if (filling.fullFor(candidate) === undefined) filling.take(candidate);
    if (filling.size >= size) return size;
    size = filling.size;
  }
  return least;
}
