import type { ObjectStore } from '../dataset/object-store.ts';
import { BrokenShard, signalLines } from '../dataset/shard.ts';
import { signalPrefix } from './signal.ts';

/**
 * The exchanges for which alone consent was withdrawn, with the version up to which that holds: see `isWithdrawn`.
 * Reads all signals there are, as an assembly does. Memory: some 200 bytes for each such exchange.
 *
 * @throws RetryableError when the store does not answer
 */
export async function readWithdrawnExchanges(
  store: Pick<ObjectStore, 'list' | 'open'>,
): Promise<ReadonlyMap<string, string>> {
  const withdrawn = new Map<string, string>();
  for await (const { key } of store.list(signalPrefix)) {
    const object = await store.open(key);
    if (object === undefined) continue;
    try {
      for await (const lines of signalLines(object.body)) {
        for (const line of lines) {
          if (!('signal' in line) || line.signal.kind !== 'consent') continue;
          const { exchange, version } = line.signal;
          if (version > (withdrawn.get(exchange) ?? '')) withdrawn.set(exchange, version);
        }
      }
    } catch (error) {
      if (!(error instanceof BrokenShard)) throw error;
    }
  }
  return withdrawn;
}
