import * as z from 'zod';
import { type Batches, phaseOfBatch, requestsNameOf } from '../augmentation/batches.ts';
import { reportKey } from '../augmentation/parent.ts';
import type { ObjectStore } from '../dataset/object-store.ts';
import { TerminalError } from '../errors.ts';
import { type ForgottenAnswers, readJson } from './papers.ts';

/** What Upload requests or Record augmentation failure has written, as far as something was left at the service. */
const paperSchema = z.looseObject({
  /** Where the answers were kept, to be taken in. */
  goOn: z.object({ batch: z.object({ id: z.string() }) }).optional(),
  /** Where it is not known that all was deleted: the batch, or null when only the run's id is known. */
  left: z.object({ batch: z.string().nullable() }).optional(),
  /** What an erasure has done about them, and for whom. */
  forgotten: z.object({ pseudonym: z.string(), filesDeleted: z.array(z.string()) }).optional(),
});

/** The service as far as an erasure asks it. */
export type LeftBatches = Pick<Batches, 'find' | 'batch' | 'cancel' | 'filesOf' | 'deleteFile'>;

type Settled = Pick<ForgottenAnswers, 'filesDeleted' | 'open'>;

/** Stops a batch that still goes on, and deletes what there is of it by now. @param left its id, where that is known */
async function settle(runId: string, left: string | null, service: LeftBatches): Promise<Settled> {
  try {
    const batch = await (left === null ? service.find(runId) : service.batch(left));
    const going = batch !== undefined && phaseOfBatch(batch.status) === 'going';
    if (going && batch.status !== 'cancelling') await service.cancel(batch.id);
    const answers = [batch?.outputFile, batch?.errorFile].filter((id) => typeof id === 'string');
    const filesDeleted = [...(await service.filesOf(requestsNameOf(runId))), ...answers];
    for (const id of filesDeleted) await service.deleteFile(id);
    return going ? { filesDeleted, open: { why: 'going', batch: batch.id } } : { filesDeleted };
  } catch (error) {
    // A key that is refused, or a service that never knew the batch, must not keep the user in the lake.
    if (!(error instanceof TerminalError)) throw error;
    return { filesDeleted: [], open: { why: 'refused', batch: left } };
  }
}

async function wasTakenIn(store: Pick<ObjectStore, 'list'>, runId: string): Promise<boolean> {
  for await (const { key } of store.list(reportKey(runId))) if (key === reportKey(runId)) return true;
  return false;
}

/**
 * Deletes at the service what augmentations have left there: answers that were kept, those of a batch that was
 * cancelled or could not be asked about, and all of a run that never came to its end, because somebody aborted it or
 * because it is still under way. They may be about the user, and can be taken in no more, for an erasure
 * deletes the work files that say what they answer. The run's paper says so from then on. Doing it again
 * deletes nothing and tells the same. Answers that were taken in by hand meanwhile are deleted, and not told of.
 *
 * @param service asked only when something was left
 * @returns what was deleted for this user, in this round or before, and what is still open, whoever it is about
 * @throws RetryableError when the store or the service does not answer
 */
export async function forgetKeptAnswers(
  store: ObjectStore,
  pseudonym: string,
  service: () => LeftBatches,
): Promise<ForgottenAnswers[]> {
  const told: ForgottenAnswers[] = [];
  for await (const { key } of store.list('runs/')) {
    const [, runId, name] = /^runs\/([^/]+)\/(failure|sent)\.json$/.exec(key) ?? [];
    if (runId === undefined) continue;
    // The other paper says no more than that something was sent.
    const unreadable = name === 'sent' ? paperSchema.parse({ left: { batch: null } }) : undefined;
    const paper = (await readJson(store, key, paperSchema)) ?? unreadable;
    if (paper === undefined) {
      const isThere = (await store.sizeOf(key)) !== undefined;
      if (isThere) told.push({ runId, filesDeleted: [], open: { why: 'unreadable', batch: null } });
      continue;
    }
    const { goOn, left, ...rest } = paper;
    if (goOn === undefined && left === undefined) {
      if (paper.forgotten?.pseudonym !== pseudonym) continue;
      told.push({ runId, filesDeleted: paper.forgotten.filesDeleted });
      continue;
    }
    const { filesDeleted, open } = await settle(runId, goOn?.batch.id ?? left?.batch ?? null, service());
    const isToldOf = open !== undefined || goOn === undefined || !(await wasTakenIn(store, runId));
    const forgotten = isToldOf ? { pseudonym, filesDeleted } : undefined;
    const now = open === undefined ? { ...rest, forgotten } : { ...rest, left: { batch: open.batch } };
    await store.put(key, JSON.stringify(now, null, 2), 'application/json');
    if (isToldOf) told.push({ runId, filesDeleted, open });
  }
  return told;
}
