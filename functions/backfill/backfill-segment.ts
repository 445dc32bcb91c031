import * as z from 'zod';
import { s3 } from '../../layers/adapters/clients.ts';
import { createS3ShardStore } from '../../layers/adapters/s3-shard-store.ts';
import { backfillSegment } from '../../layers/core/backfill/backfill.ts';
import type { Exchange } from '../../layers/core/conversation/exchange.ts';
import type { Quarantined } from '../../layers/core/conversation/quarantine.ts';
import { readErased } from '../../layers/core/signals/people.ts';
import type { Signal } from '../../layers/core/signals/signal.ts';
import { environment } from '../../layers/kit/environment.ts';
import { step } from '../../layers/kit/step.ts';
import { lineParts } from '../collect/line-parts.ts';
import { identity } from '../identity.ts';
import { lake } from '../lake.ts';
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
    const ends = {
      table: tableScan(mapping),
      shards: createS3ShardStore<Exchange>(s3, LAKE_BUCKET),
      signals: createS3ShardStore<Signal>(s3, LAKE_BUCKET),
      quarantine: createS3ShardStore<Quarantined>(s3, LAKE_BUCKET),
    };
    return backfillSegment({ mapping, pseudonyms, erased, ...lineParts(), ...ends }, share);
  },
});
