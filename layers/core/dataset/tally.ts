/** Counts, by name. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string, by = 1): void {
    this.#counts.set(name, this.of(name) + by);
  }

  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** Sorted by name, without zeros. */
  all(): Record<string, number> {
    return Object.fromEntries([...this.#counts].filter(([, n]) => n > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
