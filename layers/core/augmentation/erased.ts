import * as z from 'zod';
import { linesOf } from '../dataset/lines.ts';
import type { ObjectStore } from '../dataset/object-store.ts';
import { parsedAs } from '../json.ts';
import { readErased } from '../signals/people.ts';
import { ErasedMeanwhile } from '../training/erased-meanwhile.ts';
import { AugmentationInterrupted } from './batches.ts';
import { askedKey, askedSchema, requestsKey } from './parent.ts';

const listed = askedSchema.pick({ id: true, pseudonym: true });
const request = z.object({ custom_id: z.string() });
const lineFeed = Buffer.from('\n');

async function* linesIn(store: Pick<ObjectStore, 'open'>, key: string): AsyncGenerator<Buffer> {
  const object = await store.open(key);
  if (object === undefined) throw new AugmentationInterrupted();
  for await (const lines of linesOf(object.body)) yield* lines;
}

/**
 * The variants that a run asks for of users who are erased by now: they may have been since it was planned.
 *
 * @returns their ids, and how many users were erased when it was asked
 * @throws AugmentationInterrupted when the run's list is gone; RetryableError when the store does not answer
 */
export async function askedOfErased(
  store: Pick<ObjectStore, 'list' | 'open'>,
  runId: string,
): Promise<{ readonly ids: ReadonlySet<string>; readonly erased: number }> {
  const erased = await readErased(store);
  const ids = new Set<string>();
  for await (const line of linesIn(store, askedKey(runId))) {
    const asked = parsedAs(listed, line.toString('utf8'));
    if (asked !== undefined && erased.has(asked.pseudonym)) ids.add(asked.id);
  }
  return { ids, erased: erased.size };
}

/**
 * The requests of a run but some. What lies in the lake is left to the erasure, which looks for it anyway.
 * Memory: twice the file, which has 100 MB at most.
 *
 * @throws AugmentationInterrupted when nothing is left to ask; RetryableError when the store does not answer
 */
export async function requestsWithout(
  store: Pick<ObjectStore, 'open'>,
  runId: string,
  ids: ReadonlySet<string>,
): Promise<Buffer> {
  const kept: Buffer[] = [];
  for await (const line of linesIn(store, requestsKey(runId))) {
    if (!ids.has(parsedAs(request, line.toString('utf8'))?.custom_id ?? '')) kept.push(line, lineFeed);
  }
  if (kept.length === 0) throw new AugmentationInterrupted();
  return Buffer.concat(kept);
}

/**
 * Ends a run before its batch is created, where the file of its requests may be about somebody who is erased by now:
 * who of them it is about is not looked up, for moments lie between and nothing was paid yet.
 *
 * @param known how many were erased when the file was made. Tombstones stay for ever, so more of them are new ones
 * @throws ErasedMeanwhile
 */
export async function mustKnowErasedInRequests(store: Pick<ObjectStore, 'list'>, known: number): Promise<void> {
  const added = (await readErased(store)).size - known;
  if (added <= 0) return;
  throw new ErasedMeanwhile(
    `Users who were erased after this run had uploaded its requests: ${added}. The requests may be about them. No batch ` +
      'was started, and the file is deleted. Start the augmentation again: it asks for nothing about them.',
  );
}
