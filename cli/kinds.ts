import { digits } from '../layers/core/many.ts';

/** So many kinds are told; the others are counted together. */
const kindsNamed = 5;

/** Counts what is met, by its kind. */
export class Kinds {
  readonly #counts = new Map<string, number>();

  add(kind: string): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
  }

  get size(): number {
    return this.#counts.size;
  }

  /** `12 × one kind; 3 × another`, what is met most first. */
  toString(): string {
    const kinds = [...this.#counts].toSorted(([, a], [, b]) => b - a);
    const others = kinds.slice(kindsNamed).reduce((sum, [, count]) => sum + count, 0);
    const named = kinds.slice(0, kindsNamed).map(([kind, count]) => `${digits(count)} × ${kind}`);
    return [...named, ...(others === 0 ? [] : [`${digits(others)} × something else`])].join('; ');
  }
}
