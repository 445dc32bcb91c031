import type { Image, KeyValue } from '../conversation/image.ts';

/** A share of the table: segment `segment` of `segments`, counted from 0. */
export interface Segment {
  readonly segment: number;
  readonly segments: number;
}

/** The app's table from end to end, for what was there before its stream was listened to. Throws RetryableError. */
export interface TableScan {
  /** How many items there are, more or less; 0 where the table does not tell. */
  roughCount(): Promise<number>;
  /** A share of the table, page after page; the keys of the items at least. */
  pages(segment: Segment): AsyncIterable<readonly Image[]>;
  /** A whole conversation, oldest first, as it is now. Shape `message` only. */
  conversation(key: KeyValue): Promise<readonly Image[]>;
}

/** A share that one function reads within its time, with patience to spare. */
const itemsInSegment = 200_000;

/** Into how many segments a table of so many items is shared out. */
export const segmentsFor = (items: number): number => Math.min(1000, Math.max(4, Math.ceil(items / itemsInSegment)));
