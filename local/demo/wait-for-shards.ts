import { setTimeout as sleep } from 'node:timers/promises';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { LocalError } from '../errors.ts';
import { countLines } from './lake.ts';

export interface Collected {
  readonly shards: number;
  readonly exchanges: number;
}

/** No news for this long, in milliseconds, means that nothing more will come. */
const patience = 60_000;

/**
 * Waits until the shards hold all exchanges that were written to the table.
 *
 * @param expected how many they must hold
 * @throws LocalError `ExchangesMissing` when nothing new comes any more; quarantine and logs say why
 */
export async function waitForShards(
  lake: ObjectStore,
  expected: number,
  onProgress: (collected: Collected) => void,
): Promise<Collected> {
  const seen = new Set<string>();
  let exchanges = 0;
  let lastNews = Date.now();
  while (true) {
    for await (const { key } of lake.list('exchanges/')) {
      if (seen.has(key)) continue;
      exchanges += await countLines(lake, key);
      seen.add(key);
      lastNews = Date.now();
      onProgress({ shards: seen.size, exchanges });
    }
    if (exchanges >= expected) return { shards: seen.size, exchanges };
    if (Date.now() - lastNews > patience) {
      throw new LocalError(
        'ExchangesMissing',
        `The shards hold ${exchanges} of ${expected} exchanges and no more come. Look into quarantine/ and the collector's log.`,
      );
    }
    await sleep(200);
  }
}
