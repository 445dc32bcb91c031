import type { Scan } from './scan.ts';
import type { PersonalKind } from './span.ts';
import { SpanSet } from './span-set.ts';
import type { TextView } from './text-view.ts';

/** A text under search: what the finders read, and what they found so far, as units of the view. */
export interface Reading extends TextView {
  readonly spans: SpanSet;
  readonly scan: Scan;
}

export const readingOf = ({ text, lower, start, end }: TextView, scan: Scan): Reading => ({
  text,
  lower,
  start,
  end,
  spans: new SpanSet(),
  scan,
});

/** Is any unit from `start` to `end` taken already? */
export const isTaken = ({ spans }: Reading, start: number, end: number): boolean => spans.overlaps(start, end);

export function take({ spans }: Reading, kind: PersonalKind, start: number, end: number): void {
  spans.take(kind, start, end);
}
