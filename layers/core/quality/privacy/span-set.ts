import type { PersonalKind, Span } from './span.ts';

/** Spans in order of place, none over another. */
export class SpanSet {
  readonly #spans: Span[] = [];

  get size(): number {
    return this.#spans.length;
  }

  /** The first span that ends after `start`. */
  #first(start: number): number {
    let low = 0;
    let high = this.#spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#spans[middle]?.end ?? 0) > start) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  overlaps(start: number, end: number): boolean {
    if (this.#spans.length === 0) return false;
    const next = this.#spans[this.#first(start)];
    return next !== undefined && next.start < end;
  }

  /** What was taken at a place. */
  kindAt(place: number): PersonalKind | undefined {
    const next = this.#spans[this.#first(place)];
    return next !== undefined && next.start <= place ? next.kind : undefined;
  }

  /** @returns false where something was taken before */
  take(kind: PersonalKind, start: number, end: number): boolean {
    if (end <= start) return false;
    const at = this.#first(start);
    const next = this.#spans[at];
    if (next !== undefined && next.start < end) return false;
    this.#spans.splice(at, 0, { start, end, kind });
    return true;
  }

  [Symbol.iterator](): Iterator<Span> {
    return this.#spans[Symbol.iterator]();
  }
}
