import type * as z from 'zod';
import { noteShards } from '../../layers/core/backfill/lists.ts';
import { segmentsFor, type TableScan } from '../../layers/core/backfill/table-scan.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { mapping } from '../mapping.ts';
import { asked as input, planned as output } from './state.ts';
import { tableScan } from './table.ts';

export { input, output };

/** Shares the table out into segments that a function reads within its time. */
export async function planSegments(
  { segments: wanted }: Pick<z.infer<typeof input>['request'], 'segments'>,
  table: Pick<TableScan, 'roughCount'>,
): Promise<Pick<z.infer<typeof output>, 'segments'>> {
  const segments = wanted ?? segmentsFor(await table.roughCount());
  return { segments: Array.from({ length: segments }, (_, segment) => ({ segment, segments })) };
}

export const handler = step({
  input,
  output,
  run: async ({ request, ...run }) => {
    await noteShards(lake(), run.runId);
    const { withdraw } = request;
    return { ...run, ...(withdraw && { withdraw }), ...(await planSegments(request, tableScan(mapping()))) };
  },
});
