import type { TrainingFile } from '../training/trainer.ts';
import { type Batch, type Batches, requestsNameOf } from './batches.ts';

/** The uploaded file of a run: found, else sent. */
export async function oneFile(batches: Pick<Batches, 'filesOf' | 'upload'>, file: TrainingFile): Promise<string> {
  const [found] = await batches.filesOf(file.name);
  return found ?? batches.upload(file);
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
