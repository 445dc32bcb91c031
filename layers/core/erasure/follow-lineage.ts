import { phaseOf } from '../training/job-status.ts';
import type { Trainer } from '../training/trainer.ts';
import type { Run } from './lineage.ts';
import type { TaintedRun } from './papers.ts';
import { unlessRefused } from './refused.ts';

export type Uploads = Pick<Trainer, 'findJobs' | 'filesOf' | 'deleteFile'>;

/** What a run made, by its papers and by what the trainer knows of it. */
async function madeBy({ runId, dataset, report }: Run, uploads: () => Uploads) {
  const found = await unlessRefused(() => uploads().findJobs(runId, dataset));
  const jobs = found === 'refused' ? [] : found;
  const promoted = report?.promotion?.model ?? undefined;
  const models = [...jobs.map((job) => job.fineTunedModel), report?.job?.fineTunedModel, promoted];
  return {
    models: [...new Set(models.filter((id) => typeof id === 'string'))].sort(),
    promoted: promoted !== undefined,
    going: jobs.filter(({ status }) => phaseOf(status) === 'going').map(({ id }) => id),
    isRefused: found === 'refused',
  };
}

/** Deletes what a run has uploaded. @returns how many files */
async function deleteUploads({ runId, dataset, report }: Run, uploads: () => Uploads) {
  const { training, validation } = report?.files ?? {};
  let filesDeleted = 0;
  const ending = await unlessRefused(async () => {
    const files = new Set([
      ...[training, validation].filter((id) => typeof id === 'string'),
      ...(await uploads().filesOf(runId, dataset)),
    ]);
    for (const id of files) {
      await uploads().deleteFile(id);
      filesDeleted++;
    }
  });
  return { filesDeleted, isRefused: ending === 'refused' };
}

/**
 * Follows datasets to the runs that used them: deletes what these have uploaded, and tells which models came of it. And
 * follows these models to the runs that trained on from them, and so on: such a run's own dataset is clean and stays,
 * but its model has learned from the user by descent. Of a run that the trainer refuses to tell about, its papers tell.
 *
 * @param trainer asked only when a run used one of the datasets
 * @returns by the run's id
 * @throws RetryableError when the trainer does not answer
 */
export async function followLineage(
  runs: readonly Run[],
  datasets: ReadonlySet<string>,
  trainer: () => Uploads,
): Promise<TaintedRun[]> {
  const tainted: TaintedRun[] = [];
  const models = new Set<string>();
  const taint = async (run: Run, uploads: { readonly filesDeleted: number; readonly isRefused: boolean }) => {
    const { runId, dataset, checkpoints } = run;
    const { isRefused, ...made } = await madeBy(run, trainer);
    for (const model of [...made.models, ...checkpoints]) models.add(model);
    const open = isRefused || uploads.isRefused ? ({ why: 'refused' } as const) : undefined;
    return { runId, dataset, ...made, filesDeleted: uploads.filesDeleted, ...(open && { open }) };
  };
  const isClean = ({ dataset }: Run) => !datasets.has(dataset);
  for (const run of runs.filter((each) => !isClean(each))) {
    tainted.push(await taint(run, await deleteUploads(run, trainer)));
  }
  const none = { filesDeleted: 0, isRefused: false };
  const isChild = ({ baseModel }: Run) => baseModel !== undefined && models.has(baseModel);
  for (let rest = runs.filter(isClean); rest.some(isChild); ) {
    for (const run of rest.filter(isChild)) {
      tainted.push({ ...(await taint(run, none)), byDescentFrom: run.baseModel });
    }
    rest = rest.filter(({ runId }) => !tainted.some((each) => each.runId === runId));
  }
  return tainted.toSorted((a, b) => (a.runId < b.runId ? -1 : 1));
}
