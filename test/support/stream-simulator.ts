/** Takes a whole batch, or throws for the whole of it. */
export type StreamHandler = (records: readonly unknown[]) => Promise<unknown>;

export interface Mapping {
  readonly batchSize: number;
  /** Split a failed batch in two; splitting uses up no retry. */
  readonly bisect: boolean;
  readonly retries: number;
  /** Whether a batch that succeeded is delivered again, as at-least-once delivery allows; asked per batch. */
  readonly again: () => boolean;
}

/**
 * Delivers a stream as AWS documents its event source mapping: in order, in batches, one batch at a time; a failed
 * batch is split or tried again before anything after it; what fails to the end goes to the on-failure destination.
 *
 * @returns the records that went to the on-failure destination
 */
export async function deliver(
  records: readonly unknown[],
  handler: StreamHandler,
  mapping: Mapping,
): Promise<unknown[]> {
  const lost: unknown[] = [];
  for (let from = 0; from < records.length; from += mapping.batchSize) {
    await deliverBatch(records.slice(from, from + mapping.batchSize), handler, mapping, mapping.retries, lost);
  }
  return lost;
}

async function deliverBatch(
  batch: readonly unknown[],
  handler: StreamHandler,
  mapping: Mapping,
  retries: number,
  lost: unknown[],
): Promise<void> {
  if (await succeeds(batch, handler)) {
    if (mapping.again()) await succeeds(batch, handler);
  } else if (mapping.bisect && batch.length > 1) {
    const half = Math.floor(batch.length / 2);
    await deliverBatch(batch.slice(0, half), handler, mapping, retries, lost);
    await deliverBatch(batch.slice(half), handler, mapping, retries, lost);
  } else if (retries > 0) {
    await deliverBatch(batch, handler, mapping, retries - 1, lost);
  } else {
    lost.push(...batch);
  }
}

async function succeeds(batch: readonly unknown[], handler: StreamHandler): Promise<boolean> {
  try {
    await handler(structuredClone(batch));
    return true;
  } catch {
    return false;
  }
}
