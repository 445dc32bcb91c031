import type { PersonalKind, Span } from './span.ts';
import { type TextView, viewOf } from './text-view.ts';

/** A text under search: what the finders read, and what they found so far, as units of the view. */
export interface Reading extends TextView {
  readonly found: Span[];
  readonly hasDigit: boolean;
}

export const readingOf = (original: string): Reading => {
  const view = viewOf(original);
  return { ...view, found: [], hasDigit: /\d/.test(view.text) };
};

/** Is any unit from `start` to `end` taken already? */
export const isTaken = ({ found }: Reading, start: number, end: number): boolean =>
  found.some((span) => span.start < end && span.end > start);

export function take(reading: Reading, kind: PersonalKind, start: number, end: number): void {
  if (end > start && !isTaken(reading, start, end)) reading.found.push({ start, end, kind });
}
