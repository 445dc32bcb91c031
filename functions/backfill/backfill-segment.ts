import * as z from 'zod';
import { s3 } from '../../layers/adapters/clients.ts';
import { createS3ShardStore } from '../../layers/adapters/s3-shard-store.ts';
import { type BackfillParts, backfillSegment } from '../../layers/core/backfill/backfill.ts';
import { noteNotAllowed } from '../../layers/core/backfill/lists.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { readErased } from '../../layers/core/signals/people.ts';
import { environment } from '../../layers/kit/environment.ts';
import { step } from '../../layers/kit/step.ts';
import { identity } from '../identity.ts';
import { lake } from '../lake.ts';
import { lineParts } from '../line-parts.ts';
import { share as input, backfilled as output } from './state.ts';
import { tableScan } from './table.ts';

export { input, output };

/** Collects a share of the table, and writes down what of it may not train, for Withdraw consent. */
export async function backfillShare(
  { runId, share }: z.infer<typeof input>,
  parts: BackfillParts,
  store: Pick<ObjectStore, 'put'>,
): Promise<z.infer<typeof output>> {
  const { notAllowed, ...counts } = await backfillSegment(parts, share);
  await noteNotAllowed(store, runId, share.segment, notAllowed);
  return counts;
}

export const handler = step({
  input,
  output,
  run: async (state) => {
    const { LAKE_BUCKET } = environment({ LAKE_BUCKET: z.string().min(1) });
    const { mapping, pseudonyms } = await identity();
    const erased = await readErased(lake());
    const store = createS3ShardStore(s3, LAKE_BUCKET);
    const ends = { table: tableScan(mapping), shards: store, signals: store, quarantine: store };
    return backfillShare(state, { mapping, pseudonyms, erased, ...lineParts(), ...ends }, lake());
  },
});
