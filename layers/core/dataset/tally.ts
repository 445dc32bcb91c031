type Counts = Readonly<Record<string, number>>;

/** Counts of several, added up by name. */
export function summed(all: Iterable<Counts>): Record<string, number> {
  const tally = new Tally();
  for (const counts of all) tally.addAll(counts);
  return tally.all();
}

/** Counts, by name. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string, by = 1): void {
    this.#counts.set(name, this.of(name) + by);
  }

  addAll(counts: Counts): void {
    for (const [name, n] of Object.entries(counts)) this.add(name, n);
  }

  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** Sorted by name, without zeros. */
  all(): Record<string, number> {
    return Object.fromEntries([...this.#counts].filter(([, n]) => n > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
