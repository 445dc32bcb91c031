import * as z from 'zod';
import type { ObjectStore } from '../dataset/object-store.ts';
import type { Uploads } from './lineage.ts';
import { type ForgottenAnswers, readJson } from './papers.ts';

/** What Record augmentation failure has written: `goOn` where the answers were kept at the service. */
const failureSchema = z.looseObject({
  runId: z.string(),
  goOn: z
    .object({ batch: z.object({ outputFile: z.string().nullable(), errorFile: z.string().nullable() }) })
    .optional(),
  /** What an erasure has done about them, and for whom. */
  forgotten: z.object({ pseudonym: z.string(), filesDeleted: z.array(z.string()) }).optional(),
});

/**
 * Deletes at the service the answers that failed augmentations have kept there: they may be about the user, and can
 * be taken in no more, for an erasure deletes the work files that say what they answer. The run's failure paper says so
 * from then on. Doing it again deletes nothing and tells the same.
 *
 * @param service asked only when answers were kept
 * @returns those that were deleted for this user, in this round or before
 * @throws RetryableError when the store or the service does not answer
 */
export async function forgetKeptAnswers(
  store: ObjectStore,
  pseudonym: string,
  service: () => Pick<Uploads, 'deleteFile'>,
): Promise<ForgottenAnswers[]> {
  const forgotten: ForgottenAnswers[] = [];
  for await (const { key } of store.list('runs/')) {
    if (!/^runs\/[^/]+\/failure\.json$/.test(key)) continue;
    const paper = await readJson(store, key, failureSchema);
    if (paper === undefined) continue;
    const { goOn, ...rest } = paper;
    if (goOn === undefined) {
      if (paper.forgotten?.pseudonym !== pseudonym) continue;
      forgotten.push({ runId: paper.runId, filesDeleted: paper.forgotten.filesDeleted });
      continue;
    }
    const filesDeleted = [goOn.batch.outputFile, goOn.batch.errorFile].filter((id) => id !== null);
    for (const id of filesDeleted) await service().deleteFile(id);
    await store.put(
      key,
      JSON.stringify({ ...rest, forgotten: { pseudonym, filesDeleted } }, null, 2),
      'application/json',
    );
    forgotten.push({ runId: paper.runId, filesDeleted });
  }
  return forgotten;
}
