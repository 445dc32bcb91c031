import * as z from 'zod';

const count = z.int().min(0);

/** A share of the table. */
export const segment = z.object({ segment: count, segments: z.int().min(1) });

/** What the console's "Start execution" hands over: nothing, its placeholder, or how many shares to make. */
export const asked = z.strictObject({ Comment: z.string().optional(), segments: z.int().min(1).max(1000).optional() });

/** After Plan backfill. */
export const planned = z.object({ segments: z.array(segment).min(1) });

/** What Backfill segment answers. */
export const backfilled = z.object({
  conversations: count,
  exchanges: count,
  withoutConsent: count,
  signals: count,
  quarantined: count,
  shards: count,
});

/** After all segments. */
export const all = z.object({ results: z.array(backfilled) });
