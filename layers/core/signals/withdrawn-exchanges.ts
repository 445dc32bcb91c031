import { mapBounded } from '../bounded.ts';
import type { ObjectStore } from '../dataset/object-store.ts';
import { BrokenShard, signalLines } from '../dataset/shard.ts';
import { type Signal, signalPrefix } from './signal.ts';

/** Enough to hide the store's answering time. */
const readsAtOnce = 32;
/** Keys that are held at once: a year of one-minute shards has half a million of them. */
const keysAtOnce = 1000;

async function* keysIn(store: Pick<ObjectStore, 'list'>): AsyncGenerator<string[]> {
  let keys: string[] = [];
  for await (const { key } of store.list(signalPrefix)) {
    keys.push(key);
    if (keys.length < keysAtOnce) continue;
    yield keys;
    keys = [];
  }
  yield keys;
}

/** The signals of an object, as far as it can be read. */
async function* signalsIn(store: Pick<ObjectStore, 'open'>, key: string): AsyncGenerator<Signal> {
  const object = await store.open(key);
  if (object === undefined) return;
  try {
    for await (const lines of signalLines(object.body)) {
      for (const line of lines) if ('signal' in line) yield line.signal;
    }
  } catch (error) {
    if (!(error instanceof BrokenShard)) throw error;
  }
}

/**
 * The exchanges for which alone consent was withdrawn, with the version up to which that holds: see `isWithdrawn`.
 * Reads all signals there are, as an assembly does, some objects at once. Memory: some 200 bytes for each such
 * exchange, and no more for more objects.
 *
 * @throws RetryableError when the store does not answer
 */
export async function readWithdrawnExchanges(
  store: Pick<ObjectStore, 'list' | 'open'>,
): Promise<ReadonlyMap<string, string>> {
  const withdrawn = new Map<string, string>();
  for await (const keys of keysIn(store)) {
    await mapBounded(keys, readsAtOnce, async (key) => {
      for await (const signal of signalsIn(store, key)) {
        if (signal.kind !== 'consent') continue;
        const { exchange, version } = signal;
        if (version > (withdrawn.get(exchange) ?? '')) withdrawn.set(exchange, version);
      }
    });
  }
  return withdrawn;
}
