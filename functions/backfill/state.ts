import * as z from 'zod';

const count = z.int().min(0);

/** A share of the table. */
export const segment = z.object({ segment: count, segments: z.int().min(1) });

/** Whether all that lacks consent may be withdrawn, even where that is most of what there is. */
const withdraw = z.literal('all').optional();

const run = { runId: z.string().min(1), startedAt: z.iso.datetime({ offset: true }) };

/** What the console's "Start execution" hands over, with what Step Functions knows of the execution. */
export const asked = z.object({
  ...run,
  request: z.strictObject({
    Comment: z.string().optional(),
    segments: z.int().min(1).max(1000).optional(),
    withdraw,
  }),
});

/** After Plan backfill. */
export const planned = z.object({ ...run, withdraw, segments: z.array(segment).min(1) });

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

const after = z.string().optional();

/** After all segments, and after each of the next two states where it had no time for all. */
export const all = planned.omit({ segments: true }).extend({
  results: z.array(backfilled),
  toWithdraw: z.object({ found: count, goes: count, stays: count, doubted: count, after }).optional(),
  consent: z.object({ withdrawn: count, after }).optional(),
});

/** After Count withdrawals. */
export const counted = all.required({ toWithdraw: true });

/** After Withdraw consent. */
export const withdrawn = counted.required({ consent: true });

/** After Finish backfill. */
export const done = backfilled.extend({ withdrawn: count });
