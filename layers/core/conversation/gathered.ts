import type { LateFact } from './freshness.ts';
import type { Slot } from './pairing.ts';
import type { Quarantined } from './quarantine.ts';
import type { Pointer } from './stream-record.ts';

/** What made a reply new: its version, and where that stood in the stream. */
export interface Origin {
  readonly version: string;
  readonly pointer: Pointer;
  /** When that was: ISO 8601, UTC. */
  readonly at: string;
}

/** A late fact, and what told it. */
export interface Told {
  readonly fact: LateFact;
  readonly origin: Origin;
}

/** A conversation as far as a batch and the table tell it. */
export interface Timeline {
  /** Oldest first; whole around each new reply. */
  readonly messages: readonly Slot[];
  /** The replies that are new or were edited, or whose consent changed, by their places in `messages`. */
  readonly fresh: ReadonlyMap<number, Origin>;
  /** Those of them whose consent was taken back, or that of a message shortly before them. */
  readonly takenBack: ReadonlyMap<number, Origin>;
  /** What was learned of replies later, by their places. */
  readonly told: ReadonlyMap<number, readonly Told[]>;
}

/** What is known of one place of a conversation. */
export interface Seen {
  readonly message: Slot;
  readonly fresh?: Origin | undefined;
  readonly takenBack?: Origin | undefined;
  readonly told: readonly Told[];
}

/** @param places oldest first */
export function timelineOf(places: readonly Seen[]): Timeline {
  const by = <Value>(of: (seen: Seen) => Value | undefined) =>
    new Map(
      places.flatMap((seen, place): [number, Value][] => {
        const value = of(seen);
        return value === undefined ? [] : [[place, value]];
      }),
    );
  return {
    messages: places.map(({ message }) => message),
    fresh: by(({ fresh }) => fresh),
    takenBack: by(({ takenBack }) => takenBack),
    told: by(({ told }) => (told.length > 0 ? told : undefined)),
  };
}

export interface Gathered {
  readonly timelines: readonly Timeline[];
  readonly unreadable: readonly Quarantined[];
}
