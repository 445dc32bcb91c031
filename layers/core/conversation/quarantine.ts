import type { Pointer } from './stream-record.ts';

/** A thing that could not be collected, and where a person finds it. Holds no text: the table still does. */
export interface Quarantined {
  readonly reason: string;
  readonly pointer: Pointer;
}
