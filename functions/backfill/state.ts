import * as z from 'zod';

const count = z.int().min(0);

/** A share of the table. */
export const segment = z.object({ segment: count, segments: z.int().min(1) });

const run = { runId: z.string().min(1), startedAt: z.iso.datetime({ offset: true }) };

/** What the console's "Start execution" hands over, with what Step Functions knows of the execution. */
export const asked = z.object({
  ...run,
  request: z.strictObject({ Comment: z.string().optional(), segments: z.int().min(1).max(1000).optional() }),
});

/** After Plan backfill. */
export const planned = z.object({ ...run, segments: z.array(segment).min(1) });

/** A share of the table, and the run that it is of. */
export const share = z.object({ runId: run.runId, share: segment });

/** What Backfill segment answers. */
export const backfilled = z.object({
  conversations: count,
  exchanges: count,
  withoutConsent: count,
  signals: count,
  quarantined: count,
  shards: count,
});

/** After all segments, and after Withdraw consent where it had no time for all. */
export const all = planned.omit({ segments: true }).extend({
  results: z.array(backfilled),
  consent: z.object({ withdrawn: count, after: z.string().optional() }).optional(),
});

/** After Withdraw consent. */
export const withdrawn = all.required({ consent: true });

/** After Finish backfill. */
export const done = backfilled.extend({ withdrawn: count });
