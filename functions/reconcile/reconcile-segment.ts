import type * as z from 'zod';
import { type ReconcileParts, reconcileSegment } from '../../layers/core/backfill/reconcile.ts';
import { readErased } from '../../layers/core/signals/people.ts';
import { step } from '../../layers/kit/step.ts';
import { tableScan } from '../backfill/table.ts';
import { identity } from '../identity.ts';
import { lake } from '../lake.ts';
import { idsOf, share as input, reconciled as output } from './state.ts';

export { input, output };

/** Looks for every exchange of a share of the table in the lake, and names a few that are missing. */
export async function reconcileShare(
  { share, ...span }: z.infer<typeof input>,
  parts: ReconcileParts,
): Promise<z.infer<typeof output>> {
  const result = await reconcileSegment(parts, share, span);
  return { ...result, missingIds: result.missingIds.slice(0, idsOf(share.segments)) };
}

export const handler = step({
  input,
  output,
  run: async (state) => {
    const { mapping, pseudonyms } = await identity();
    const store = lake();
    const erased = await readErased(store);
    return reconcileShare(state, { mapping, pseudonyms, table: tableScan(mapping), store, erased });
  },
});
