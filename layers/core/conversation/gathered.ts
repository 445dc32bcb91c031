import type { Slot } from './pairing.ts';
import type { Quarantined } from './quarantine.ts';
import type { Pointer } from './stream-record.ts';

/** What made a reply new: its version, and where that stood in the stream. */
export interface Origin {
  readonly version: string;
  readonly pointer: Pointer;
}

/** A conversation as far as a batch and the table tell it. */
export interface Timeline {
  /** Oldest first; whole around each new reply. */
  readonly messages: readonly Slot[];
  /** The replies that are new or were edited, by their places in `messages`. */
  readonly fresh: ReadonlyMap<number, Origin>;
}

export interface Gathered {
  readonly timelines: readonly Timeline[];
  readonly unreadable: readonly Quarantined[];
}
