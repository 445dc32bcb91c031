import * as z from 'zod';
import { s3 } from '../../layers/adapters/clients.ts';
import { createS3ShardStore } from '../../layers/adapters/s3-shard-store.ts';
import { backfillSegment } from '../../layers/core/backfill/backfill.ts';
import { readErased } from '../../layers/core/signals/people.ts';
import { environment } from '../../layers/kit/environment.ts';
import { step } from '../../layers/kit/step.ts';
import { identity } from '../identity.ts';
import { lake } from '../lake.ts';
import { lineParts } from '../line-parts.ts';
import { segment as input, backfilled as output } from './state.ts';
import { tableScan } from './table.ts';

export { input, output };

export const handler = step({
  input,
  output,
  run: async (share) => {
    const { LAKE_BUCKET } = environment({ LAKE_BUCKET: z.string().min(1) });
    const { mapping, pseudonyms } = await identity();
    const erased = await readErased(lake());
    const store = createS3ShardStore(s3, LAKE_BUCKET);
    const ends = { table: tableScan(mapping), shards: store, signals: store, quarantine: store };
    return backfillSegment({ mapping, pseudonyms, erased, ...lineParts(), ...ends }, share);
  },
});
