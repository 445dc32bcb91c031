import { type Fate, fateInWords } from './fate.ts';
import { phaseOf } from './job-status.ts';
import type { Trainer, TrainingJob } from './trainer.ts';

export interface Leftovers {
  readonly jobs: readonly Pick<TrainingJob, 'id' | 'status'>[];
  readonly remarks: readonly string[];
}

/**
 * Puts away what a failed run has left at the trainer: uploaded files that no job uses, also those that an upload left behind which failed half-way. A job that is still going is
 * left alone, for it costs money and may be wanted; it is told of instead.
 *
 * @param fate what had become of the run's candidate
 * @returns the run's jobs as the trainer has them now, and sentences for the report
 */
export async function putAwayLeftovers(
  trainer: Pick<Trainer, 'findJobs' | 'filesOf' | 'deleteFile'>,
  { runId, datasetId }: { readonly runId: string; readonly datasetId: string },
  fate: Fate,
): Promise<Leftovers> {
  const jobs = await trainer.findJobs(runId, datasetId);
  const going = jobs.filter(({ status }) => phaseOf(status) === 'going');
  if (going.length > 0) {
    const remarks = going.map(
      ({ id }) =>
        `The fine-tuning job ${id} goes on at the trainer and is paid for. This run follows it no more, and a new run starts a job of its own: cancel it there, or use its model by the id that it gets. It needs the uploaded files until it ends; delete them there afterwards.`,
    );
    return { jobs, remarks };
  }
  for (const id of await trainer.filesOf(runId, datasetId)) await trainer.deleteFile(id);
  const made = jobs.flatMap(({ fineTunedModel }) => fineTunedModel ?? []);
  const gone = 'No uploaded file of this run is left at the trainer.';
  return { jobs, remarks: [...made.map((model) => fateInWords(model, fate)), gone] };
}
