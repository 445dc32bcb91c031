import * as z from 'zod';
import { segment } from '../backfill/state.ts';

const count = z.int().min(0);
const instant = z.iso.datetime();

/** What the schedule or the console hands over, with what Step Functions knows of the execution. */
export const asked = z.object({
  runId: z.string().min(1),
  startedAt: z.iso.datetime({ offset: true }),
  request: z.strictObject({
    Comment: z.string().optional(),
    since: instant.optional(),
    until: instant.optional(),
    /** How many days are looked at, where `since` does not say. */
    days: z.int().min(1).max(366).default(1),
    segments: z.int().min(1).max(1000).optional(),
  }),
});

/** A share of the table, and the span of the replies that are looked for. */
export const share = z.object({ since: instant, until: instant, share: segment });

/** After Plan reconciliation. */
export const planned = z.object({ runId: z.string(), since: instant, until: instant, shares: z.array(segment).min(1) });

/**
 * The most ids that a segment names: all the answers stand in one state of 256 KiB, most likely to be full when much is
 * missing.
 */
export const idsOf = (segments: number): number => Math.max(1, Math.min(5, Math.floor(1000 / segments)));

/** What Reconcile segment answers. The ids are keyed hashes, see `idsOf`. */
export const reconciled = z.object({
  conversations: count,
  eligible: count,
  found: count,
  missing: count,
  missingIds: z.array(z.string()).max(5),
  broken: count,
});

/** After all segments. */
export const all = planned.omit({ shares: true }).extend({ results: z.array(reconciled) });

/** After Finish reconciliation. */
export const done = planned.omit({ shares: true }).extend({
  ...reconciled.omit({ missingIds: true }).shape,
  report: z.string(),
});
