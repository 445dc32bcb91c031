import { RetryableError } from '../errors.ts';
import type { TrainingFile } from '../training/trainer.ts';
import { type Batch, type Batches, requestsNameOf } from './batches.ts';

/** Milliseconds between looks for a batch whose creation went unanswered: the service's list may lag behind. */
const looks = [0, 1_000, 4_000] as const;

/** The uploaded file of a run: found, else sent. */
export async function oneFile(batches: Pick<Batches, 'filesOf' | 'upload'>, file: TrainingFile): Promise<string> {
  const [found] = await batches.filesOf(file.name);
  return found ?? batches.upload(file);
}

/**
 * The one batch of a run: found, else created, by the rules of `oneJob`.
 *
 * @param wait resolves after so many milliseconds
 * @throws RetryableError when it is not known whether one was created; TerminalError when it was refused
 */
export async function oneBatch(
  batches: Pick<Batches, 'find' | 'create'>,
  runId: string,
  file: string,
  wait: (milliseconds: number) => Promise<unknown>,
): Promise<Batch> {
  const found = await batches.find(runId);
  if (found) return found;
  try {
    return await batches.create(runId, file);
  } catch (error) {
    if (!(error instanceof RetryableError)) throw error;
    for (const pause of looks) {
      await wait(pause);
      const created = await batches.find(runId);
      if (created) return created;
    }
    throw error;
  }
}

/**
 * Deletes all that a run has at the service: the file of its requests, others of that name, for an upload whose answer
 * was lost may have left one, and the answers.
 */
export async function deleteFilesOf(
  batches: Pick<Batches, 'filesOf' | 'deleteFile'>,
  runId: string,
  file: string,
  { outputFile, errorFile }: Pick<Batch, 'outputFile' | 'errorFile'>,
): Promise<void> {
  const ids = new Set([file, ...(await batches.filesOf(requestsNameOf(runId))), outputFile, errorFile]);
  for (const id of ids) if (id !== null) await batches.deleteFile(id);
}
