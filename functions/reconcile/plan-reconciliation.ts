import type * as z from 'zod';
import type { TableScan } from '../../layers/core/backfill/table-scan.ts';
import { step } from '../../layers/kit/step.ts';
import { planSegments } from '../backfill/plan-backfill.ts';
import { tableScan } from '../backfill/table.ts';
import { mapping } from '../mapping.ts';
import { asked as input, planned as output } from './state.ts';

export { input, output };

const hour = 60 * 60 * 1000;

/** Replies younger than this may still be on their way; the days before them are looked at, with an hour to overlap. */
const onTheirWay = hour;
const lookedAt = (days: number) => (24 * days + 1) * hour;

/** Shares the table out, and says which replies are looked for. */
export async function planReconciliation(
  { runId, startedAt, request }: z.infer<typeof input>,
  table: Pick<TableScan, 'roughCount'>,
): Promise<z.infer<typeof output>> {
  const iso = (time: number) => new Date(time).toISOString();
  const until = iso(request.until ? Date.parse(request.until) : Date.parse(startedAt) - onTheirWay);
  const since = iso(request.since ? Date.parse(request.since) : Date.parse(until) - lookedAt(request.days));
  const { segments } = await planSegments(request, table);
  return { runId, since, until, shares: segments };
}

export const handler = step({
  input,
  output,
  run: async (state) => planReconciliation(state, tableScan(mapping())),
});
