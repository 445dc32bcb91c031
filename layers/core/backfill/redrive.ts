import { mapBounded } from '../bounded.ts';
import type { Collected } from '../conversation/collect.ts';
import { failedBatches, readFailedBatch } from '../conversation/failed-batch.ts';
import { textOf } from '../dataset/object-store.ts';
import type { ErasableStore } from '../erasure/erasable-store.ts';
import { RetryableError, TerminalError } from '../errors.ts';

interface RedriveParts {
  /** The failures bucket. */
  readonly failures: Pick<ErasableStore, 'list' | 'open' | 'removeAll'>;
  readonly collect: (records: readonly unknown[]) => Promise<Collected>;
  /** Whether there is time for some more batches. */
  readonly hasTime: () => boolean;
}

/** What a redrive came to so far. */
export interface Redriven {
  readonly batches: number;
  readonly records: number;
  readonly exchanges: number;
  readonly signals: number;
  readonly quarantined: number;
  /** Batches that could not be taken in; they stay where they are. */
  readonly stayed: number;
  /** The first of these: key and reason. */
  readonly some: readonly string[];
  /** The last key that was looked at, where there was no time for the rest. */
  readonly after?: string | undefined;
}

/** Batches have six megabytes at most: so many fit into the memory of a function, and hide the answering times. */
const atOnce = 4;
const mostNamed = 20;

/**
 * Hands the batches that could not be collected to the collector again. What it makes of them derives from their
 * records alone, so a batch that had been collected in part, or twice, changes nothing; one that was taken in is
 * removed. One that fails again stays, and does not keep the others.
 *
 * @param before what the redrive came to until it ran out of time; it goes on from there
 * @throws RetryableError when the failures cannot be listed or removed; it may begin again
 */
export async function redrive(parts: RedriveParts, before: Redriven): Promise<Redriven> {
  const { failures, hasTime } = parts;
  const { after: from = '', ...sums } = before;
  const done = { ...sums, some: [...sums.some] };
  let keys: string[] = [];
  let last = from;
  const flush = async () => {
    for (const outcome of await mapBounded(keys, atOnce, (key) => redriveBatch(parts, key))) {
      if (typeof outcome === 'string') {
        done.stayed++;
        if (done.some.length < mostNamed) done.some.push(outcome);
      } else if (outcome) {
        done.batches++;
        for (const name of ['records', 'exchanges', 'signals', 'quarantined'] as const) done[name] += outcome[name];
      }
    }
    last = keys.at(-1) ?? last;
    keys = [];
  };
  for await (const { key } of failures.list(failedBatches, from)) {
    if (keys.length === 0 && !hasTime()) return { ...done, after: last };
    keys.push(key);
    if (keys.length === atOnce) await flush();
  }
  await flush();
  return done;
}

/** @returns what became of it, why it stays, or undefined when it is gone: an erasure may take the last record */
async function redriveBatch({ failures, collect }: RedriveParts, key: string): Promise<Collected | string | undefined> {
  const object = await failures.open(key);
  if (object === undefined) return undefined;
  const batch = readFailedBatch(await textOf(object));
  if (batch === undefined) return `${key}: it holds no records`;
  let collected: Collected;
  try {
    collected = await collect(batch.records);
  } catch (error) {
    // Our own say what was being done and quote nobody; of others the name must do.
    const ours = error instanceof RetryableError || error instanceof TerminalError;
    return `${key}: ${ours ? error.message : error instanceof Error ? error.name : 'unknown'}`;
  }
  await failures.removeAll(key);
  return collected;
}
