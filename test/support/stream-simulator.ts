import * as z from 'zod';

/** What a handler may answer: everything from the lowest number named comes again; nothing named is success. */
interface StreamAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}
export type StreamHandler = (records: readonly unknown[]) => Promise<StreamAnswer>;

export interface Mapping {
  readonly batchSize: number;
  /** Split a failed batch in two; splitting uses up no retry. */
  readonly bisect: boolean;
  readonly retries: number;
  readonly partialResponses: boolean;
  /** Whether a batch that succeeded is delivered again, as at-least-once delivery allows; asked per batch. */
  readonly again: () => boolean;
}

const stands = z.object({ dynamodb: z.object({ SequenceNumber: z.string() }) });
const numberOf = (record: unknown): string | undefined => stands.safeParse(record).data?.dynamodb.SequenceNumber;

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
  const remaining = await attempt(batch, handler, mapping);
  if (remaining.length === 0) {
    if (mapping.again()) await attempt(batch, handler, mapping);
    return;
  }
  if (mapping.bisect && remaining.length > 1) {
    const half = Math.floor(remaining.length / 2);
    await deliverBatch(remaining.slice(0, half), handler, mapping, retries, lost);
    await deliverBatch(remaining.slice(half), handler, mapping, retries, lost);
  } else if (retries > 0) {
    await deliverBatch(remaining, handler, mapping, retries - 1, lost);
  } else {
    lost.push(...remaining);
  }
}

/** @returns the records that must come again */
async function attempt(
  batch: readonly unknown[],
  handler: StreamHandler,
  mapping: Mapping,
): Promise<readonly unknown[]> {
  try {
    const { batchItemFailures } = await handler(structuredClone(batch));
    // Where partial responses are not understood (as in the emulator), whatever was answered counts as success.
    if (!mapping.partialResponses || batchItemFailures.length === 0) return [];
    const named = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    const first = batch.findIndex((record) => named.includes(numberOf(record) ?? ''));
    return first < 0 ? batch : batch.slice(first);
  } catch {
    return batch;
  }
}
