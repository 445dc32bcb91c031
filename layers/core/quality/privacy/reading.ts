import type { Scan } from './scan.ts';
import type { PersonalKind } from './span.ts';
import { SpanSet } from './span-set.ts';
import type { TextView } from './text-view.ts';

/** A text under search: what the finders read, and what they found so far, as units of the view. */
export interface Reading extends Pick<TextView, 'text' | 'lower' | 'isAscii'> {
  readonly spans: SpanSet;
  readonly scan: Scan;
}

export const readingOf = ({ text, lower, isAscii }: TextView, scan: Scan): Reading => ({
  text,
  lower,
  isAscii,
  spans: new SpanSet(),
  scan,
});

/** Is any unit from `start` to `end` taken already? */
export const isTaken = ({ spans }: Reading, start: number, end: number): boolean => spans.overlaps(start, end);

export function take({ spans }: Reading, kind: PersonalKind, start: number, end: number): void {
  spans.take(kind, start, end);
}
