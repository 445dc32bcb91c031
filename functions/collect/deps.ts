import * as z from 'zod';
import { dynamodb, s3 } from '../../layers/adapters/clients.ts';
import { createMessageTable } from '../../layers/adapters/message-table.ts';
import { createS3ShardStore } from '../../layers/adapters/s3-shard-store.ts';
import { createCollector } from '../../layers/core/conversation/collect.ts';
import { environment } from '../../layers/kit/environment.ts';
import { identity } from '../identity.ts';
import { lake } from '../lake.ts';
import { lineParts } from '../line-parts.ts';
import { erasedUsers } from './erased.ts';

const { LAKE_BUCKET, MESSAGES_TABLE } = environment({
  LAKE_BUCKET: z.string().min(1),
  MESSAGES_TABLE: z.string().min(1),
});

const store = createS3ShardStore(s3, LAKE_BUCKET);
const erased = erasedUsers(lake, Date.now);

/**
 * The collector of this process. Policy and key are read with the first batch, and not while the function starts: one
 * that cannot be read then fails a batch, which is kept and told of, and not the start, which Lambda repeats in vain.
 */
export const collector = async () => {
  const { mapping, pseudonyms } = await identity();
  return createCollector({
    ...lineParts(),
    mapping,
    pseudonyms,
    table: createMessageTable(dynamodb, MESSAGES_TABLE, mapping),
    shards: store,
    signals: store,
    quarantine: store,
    erased,
  });
};
