import { type Fate, fateInWords } from './fate.ts';
import { phaseOf } from './job-status.ts';
import type { Trainer } from './trainer.ts';

export interface Uploads {
  readonly training: string;
  readonly validation: string | null;
}

/**
 * Puts away what a failed run has left at the trainer: uploaded files that no job uses. A job that is still going is
 * left alone, for it costs money and may be wanted; it is told of instead.
 *
 * @param fate what had become of the run's candidate
 * @returns sentences for the report; none when nothing was left
 */
export async function putAwayLeftovers(
  trainer: Pick<Trainer, 'findJobs' | 'deleteFile'>,
  runId: string,
  uploads: Uploads,
  fate: Fate,
): Promise<string[]> {
  const jobs = await trainer.findJobs(runId);
  const going = jobs.filter(({ status }) => phaseOf(status) === 'going');
  if (going.length > 0) {
    return going.map(
      ({ id }) =>
        `The fine-tuning job ${id} goes on at the trainer and is paid for. This run follows it no more, and a new run starts a job of its own: cancel it there, or use its model by the id that it gets. It needs the uploaded files until it ends; delete them there afterwards.`,
    );
  }
  const files = [uploads.training, uploads.validation].filter((id) => id !== null);
  for (const id of files) await trainer.deleteFile(id);
  const made = jobs.flatMap(({ fineTunedModel }) => fineTunedModel ?? []);
  return [...made.map((model) => fateInWords(model, fate)), 'The uploaded files were deleted at the trainer.'];
}
