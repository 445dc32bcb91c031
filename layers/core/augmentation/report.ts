import * as z from 'zod';
import { mapBounded } from '../bounded.ts';
import { type ObjectStore, readText } from '../dataset/object-store.ts';
import { BrokenShard, shardLines } from '../dataset/shard.ts';
import { reportsPrefix, variantsPrefix } from './parent.ts';

const count = z.int().min(0);
const counts = z.record(z.string(), count);

/** What came of a run: `augmentations/<run>.json`. Ids and counts; no text. */
export const augmentationReportSchema = z.object({
  schema: z.literal(1),
  runId: z.string(),
  dataset: z.string(),
  policy: z.string(),
  prompts: z.string(),
  model: z.string(),
  /** asked = made + withdrawn + all that was refused + all that failed. */
  asked: count,
  made: count,
  /** Answers about users who were erased or withdrew consent meanwhile. */
  withdrawn: count,
  /** Answers that could not be used, by what was wrong with them; the same will not be asked again. */
  refused: counts,
  /** Requests that were not answered, by the service's word for it: the next run asks them again. */
  failed: counts,
  /** By kind of variation, those that were made. */
  kinds: counts,
  /** Dollars: what it could cost at most, and what the answered tokens cost. */
  estimatedUsd: z.number(),
  usd: z.number(),
  tokens: z.object({ input: count, output: count }),
  /** Where the variants lie; null: there are none. */
  shard: z.string().nullable(),
  /** Ids of variants whose answers could not be used. */
  refusedIds: z.array(z.string()),
});
export type AugmentationReport = z.infer<typeof augmentationReportSchema>;

/**
 * All variants that need not be asked for, by their ids: they are there, or were refused once. Memory: some 100 bytes
 * each. A shard that cannot be read is as if it were not there.
 *
 * @throws RetryableError when the store does not answer
 */
export async function knownVariants(store: ObjectStore): Promise<ReadonlyMap<string, 'made' | 'refused'>> {
  const known = new Map<string, 'made' | 'refused'>();
  const [shards, reports]: [string[], string[]] = [[], []];
  for await (const { key } of store.list(variantsPrefix)) shards.push(key);
  for await (const { key } of store.list(reportsPrefix)) reports.push(key);
  for (const key of shards) {
    const object = await store.open(key);
    if (object === undefined) continue;
    try {
      for await (const lines of shardLines(object.body)) {
        for (const line of lines) if ('exchange' in line) known.set(line.exchange.id, 'made');
      }
    } catch (error) {
      if (!(error instanceof BrokenShard)) throw error;
    }
  }
  const refused = await mapBounded(reports, 16, async (key) => {
    const text = await readText(store, key);
    return text === undefined ? [] : augmentationReportSchema.parse(JSON.parse(text)).refusedIds;
  });
  for (const id of refused.flat()) if (!known.has(id)) known.set(id, 'refused');
  return known;
}
