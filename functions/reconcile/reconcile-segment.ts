import { reconcileSegment } from '../../layers/core/backfill/reconcile.ts';
import { readErased } from '../../layers/core/signals/people.ts';
import { step } from '../../layers/kit/step.ts';
import { tableScan } from '../backfill/table.ts';
import { identity } from '../identity.ts';
import { lake } from '../training/lake.ts';
import { share as input, reconciled as output } from './state.ts';

export { input, output };

export const handler = step({
  input,
  output,
  run: async (share) => {
    const { mapping, pseudonyms } = await identity();
    const store = lake();
    const erased = await readErased(store);
    const parts = { mapping, pseudonyms, table: tableScan(mapping), store, erased };
    const result = await reconcileSegment(parts, share, share);
    return { ...result, missingIds: result.missingIds.slice(0, 5) };
  },
});
