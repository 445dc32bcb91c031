import { mapBounded } from '../bounded.ts';
import { type ObjectStore, readJson } from '../dataset/object-store.ts';
import { checkpointModels } from '../training/follow-job.ts';
import { phaseOf } from '../training/job-status.ts';
import type { Trainer } from '../training/trainer.ts';
import { whomToAsk } from './hosts.ts';
import type { Run } from './lineage.ts';
import { deletedKey } from './names.ts';
import { deletedSchema, type TaintedRun } from './papers.ts';
import { unlessRefused } from './refused.ts';

export type Uploads = Pick<Trainer, 'host' | 'findJobs' | 'checkpoints' | 'filesOf' | 'deleteFile'>;

/**
 * What a run made, by its papers and by what the trainer knows of it. Checkpoints are models too, and a run that was
 * aborted has not written down those of its job.
 */
async function madeBy({ runId, dataset, report, checkpoints }: Run, uploads: Uploads | undefined) {
  const found = uploads === undefined ? [] : await unlessRefused(() => uploads.findJobs(runId, dataset));
  const jobs = found === 'refused' ? [] : found;
  const promoted = report?.promotion?.model ?? undefined;
  const models = [...jobs.map((job) => job.fineTunedModel), report?.job?.fineTunedModel, promoted, ...checkpoints];
  if (uploads !== undefined) for (const { id } of jobs) models.push(...(await checkpointModels(uploads, id)));
  return {
    models: [...new Set(models.filter((id) => typeof id === 'string'))].sort(),
    promoted: promoted !== undefined,
    going: jobs.filter(({ status }) => phaseOf(status) === 'going').map(({ id }) => id),
    isRefused: found === 'refused',
  };
}

/** Deletes what a run has uploaded; where one file is refused, the others all the same. */
async function deleteUploads({ runId, dataset, report }: Run, uploads: Uploads) {
  const { training, validation } = report?.files ?? {};
  const named = [training, validation].filter((id) => typeof id === 'string');
  const found = await unlessRefused(() => uploads.filesOf(runId, dataset));
  const deleted: string[] = [];
  let isRefused = found === 'refused';
  for (const id of new Set([...named, ...(found === 'refused' ? [] : found)])) {
    const outcome = await unlessRefused(() => uploads.deleteFile(id));
    if (outcome === true) deleted.push(id);
    isRefused ||= outcome === 'refused';
  }
  return { deleted, isRefused };
}

/** Each is three or more questions to the trainer, one after the other; more at once, and it asks for patience. */
const runsAtOnce = 8;

interface Follow {
  readonly store: Pick<ObjectStore, 'open' | 'put'>;
  readonly pseudonym: string;
  readonly runs: readonly Run[];
  /** Those that held the user. */
  readonly datasets: ReadonlySet<string>;
  /** Asked only when a run used one of the datasets. Undefined: papers alone tell, and each run is `not_asked`. */
  readonly trainer: (() => Uploads) | undefined;
}

/** Counts what was deleted of a run now and in earlier rounds. */
async function countDeleted({ store, pseudonym }: Follow, { runId }: Run, deleted: readonly string[]): Promise<number> {
  const key = deletedKey(pseudonym, runId);
  const all = new Set([...((await readJson(store, key, deletedSchema)) ?? []), ...deleted]);
  if (deleted.length > 0) await store.put(key, JSON.stringify([...all].sort()), 'application/json');
  return all.size;
}

/** What the report says of a run. Of what went to another host only its papers tell: this one would say that nothing is there. */
async function taint(work: Follow, run: Run, byDescentFrom?: string): Promise<TaintedRun> {
  const { runId, dataset, hosts } = run;
  const trainer = work.trainer?.();
  const { isAsked, others } = trainer ? whomToAsk(hosts, trainer.host) : { isAsked: false, others: [] };
  const uploads = isAsked ? trainer : undefined;
  const none = { deleted: [], isRefused: false };
  // The dataset of a run by descent is clean.
  const ended = uploads && byDescentFrom === undefined ? await deleteUploads(run, uploads) : none;
  const { isRefused, ...made } = await madeBy(run, uploads);
  const refused = isRefused || ended.isRefused ? { why: 'refused' as const } : undefined;
  const here = trainer ? refused : { why: 'not_asked' as const };
  const open = others.length > 0 ? { why: 'other_service' as const, ...here, hosts: others } : here;
  const filesDeleted = byDescentFrom === undefined ? await countDeleted(work, run, ended.deleted) : 0;
  const more = { ...(byDescentFrom !== undefined && { byDescentFrom }), ...(open && { open }) };
  return { runId, dataset, ...made, filesDeleted, ...more };
}

/**
 * Follows datasets to the runs that used them: deletes what these have uploaded, and tells which models came of it. And
 * follows these models to the runs that trained on from them, and so on: such a run's own dataset is clean and stays,
 * but its model has learned from the user by descent. Of a run that the trainer refuses to tell about, its papers tell.
 *
 * @returns by the run's id
 * @throws RetryableError when the trainer or the store does not answer
 */
export async function followLineage(work: Follow): Promise<TaintedRun[]> {
  const { runs, datasets } = work;
  const tainted: TaintedRun[] = [];
  const models = new Set<string>();
  const add = async (some: readonly Run[], by: (run: Run) => string | undefined) => {
    for (const one of await mapBounded(some, runsAtOnce, (run) => taint(work, run, by(run)))) {
      for (const model of one.models) models.add(model);
      tainted.push(one);
    }
  };
  const isClean = ({ dataset }: Run) => !datasets.has(dataset);
  const held = runs.filter((each) => !isClean(each));
  await add(held, () => undefined);
  const isChild = ({ baseModel }: Run) => baseModel !== undefined && models.has(baseModel);
  for (let rest = runs.filter(isClean); rest.some(isChild); ) {
    const isNext = new Set(rest.filter(isChild));
    await add([...isNext], ({ baseModel }) => baseModel);
    rest = rest.filter((run) => !isNext.has(run));
  }
  return tainted.toSorted((a, b) => (a.runId < b.runId ? -1 : 1));
}
