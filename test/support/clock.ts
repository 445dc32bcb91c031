import type { Clock } from '../../layers/core/training/claim.ts';

/** A clock that stands still unless somebody waits, and then nobody has to. */
export function fastClock(): Clock {
  let now = Date.parse('2026-11-24T08:00:00Z');
  return {
    now: () => now,
    wait: async (milliseconds) => {
      now += milliseconds;
    },
  };
}
