import * as z from 'zod';
import { mapBounded } from '../bounded.ts';
import { type ObjectStore, readJson, readText } from '../dataset/object-store.ts';
import { parsedAs } from '../json.ts';
import { phaseOf } from '../training/job-status.ts';
import type { Trainer } from '../training/trainer.ts';
import type { TaintedRun } from './papers.ts';

/**
 * Written before anything of a dataset leaves the lake: which run took which dataset where. `baseModel`: what it
 * trains on from; papers of old do not say.
 */
export const lineageSchema = z.object({
  schema: z.literal(1),
  runId: z.string(),
  dataset: z.string(),
  baseModel: z.string().optional(),
});
export const lineageKey = (runId: string) => `runs/${runId}/lineage.json`;

const text = z.string().nullish();
const reportSchema = z.object({
  dataset: z.object({ id: z.string() }),
  baseModel: z.object({ id: z.string() }).optional(),
  files: z.object({ training: text, validation: text }).optional(),
  job: z.object({ fineTunedModel: text }).optional(),
  promotion: z.object({ model: text }).optional(),
});

export type Uploads = Pick<Trainer, 'findJobs' | 'filesOf' | 'deleteFile'>;

/** Enough to hide the store's answering time. */
const readsAtOnce = 32;

interface Run {
  readonly runId: string;
  readonly dataset: string;
  readonly baseModel: string | undefined;
  readonly report: z.infer<typeof reportSchema> | undefined;
}

async function readRun(store: ObjectStore, runId: string): Promise<Run[]> {
  const report = await readJson(store, `runs/${runId}/report.json`, reportSchema);
  const lineage = await readJson(store, lineageKey(runId), lineageSchema);
  const dataset = report?.dataset.id ?? lineage?.dataset;
  if (dataset === undefined) return [];
  return [{ runId, dataset, baseModel: report?.baseModel?.id ?? lineage?.baseModel, report }];
}

/** Every run by its papers. Memory: what is kept of each, less than a kilobyte. */
async function runsIn(store: ObjectStore): Promise<Run[]> {
  const ids = new Set<string>();
  for await (const { key } of store.list('runs/')) {
    const [, runId] = /^runs\/([^/]+)\/(?:lineage|report)\.json$/.exec(key) ?? [];
    if (runId !== undefined) ids.add(runId);
  }
  return (await mapBounded([...ids], readsAtOnce, (runId) => readRun(store, runId))).flat();
}

const checkpointSchema = z.object({ model: z.string() });

/** The models that a run left on its way, each of which another run may have trained on from. */
async function checkpointsOf(store: ObjectStore, runId: string): Promise<string[]> {
  const models: string[] = [];
  for (const line of ((await readText(store, `runs/${runId}/checkpoints.jsonl`)) ?? '').split('\n')) {
    const model = parsedAs(checkpointSchema, line)?.model;
    if (model !== undefined) models.push(model);
  }
  return models;
}

/** What a run made, by its papers and by what the trainer knows of it. */
async function madeBy(run: Run, uploads: Uploads) {
  const { runId, dataset, report } = run;
  const jobs = await uploads.findJobs(runId, dataset);
  const promoted = report?.promotion?.model ?? undefined;
  const models = [...jobs.map((job) => job.fineTunedModel), report?.job?.fineTunedModel, promoted];
  return {
    models: [...new Set(models.filter((id) => typeof id === 'string'))].sort(),
    promoted: promoted !== undefined,
    going: jobs.filter(({ status }) => phaseOf(status) === 'going').map(({ id }) => id),
  };
}

/** Deletes what a run has uploaded. @returns how many files */
async function deleteUploads({ runId, dataset, report }: Run, uploads: Uploads): Promise<number> {
  const { training, validation } = report?.files ?? {};
  const files = new Set([
    ...[training, validation].filter((id) => typeof id === 'string'),
    ...(await uploads.filesOf(runId, dataset)),
  ]);
  for (const id of files) await uploads.deleteFile(id);
  return files.size;
}

/**
 * Follows datasets to the runs that used them: deletes what these have uploaded, takes the models' answers out of
 * their evaluation (they answer the user's own words), and tells which models came of it. And follows these models to
 * the runs that trained on from them, and so on: such a run's own dataset is clean and stays, but its model has
 * learned from the user by descent.
 *
 * @param trainer asked only when a run used one of the datasets
 * @returns by the run's id
 */
export async function followLineage(
  store: ObjectStore,
  datasets: ReadonlySet<string>,
  trainer: () => Uploads,
): Promise<TaintedRun[]> {
  const runs = await runsIn(store);
  const tainted: TaintedRun[] = [];
  const models = new Set<string>();
  const taint = async (run: Run, rest: Pick<TaintedRun, 'filesDeleted' | 'byDescentFrom'>) => {
    const { runId, dataset } = run;
    const made = await madeBy(run, trainer());
    for (const model of [...made.models, ...(await checkpointsOf(store, runId))]) models.add(model);
    tainted.push({ runId, dataset, ...made, ...rest });
  };
  const isClean = ({ dataset }: Run) => !datasets.has(dataset);
  for (const run of runs.filter((each) => !isClean(each))) {
    const filesDeleted = await deleteUploads(run, trainer());
    await forgetAnswers(store, run.runId);
    await taint(run, { filesDeleted });
  }
  const isChild = ({ baseModel }: Run) => baseModel !== undefined && models.has(baseModel);
  for (let rest = runs.filter(isClean); rest.some(isChild); ) {
    for (const run of rest.filter(isChild)) await taint(run, { filesDeleted: 0, byDescentFrom: run.baseModel });
    rest = rest.filter(({ runId }) => !tainted.some((each) => each.runId === runId));
  }
  return tainted.toSorted((a, b) => (a.runId < b.runId ? -1 : 1));
}

const performance = z.looseObject({ answers: z.array(z.looseObject({ answer: z.string().optional() })) });
const evaluation = z.looseObject({ candidate: performance, champion: performance.nullable() });

/** Keeps the scores of an evaluation, and not what was said. */
async function forgetAnswers(store: ObjectStore, runId: string): Promise<void> {
  const key = `runs/${runId}/evaluation.json`;
  const paper = await readJson(store, key, evaluation);
  if (paper === undefined) return;
  const mute = (one: z.infer<typeof performance>) => ({
    ...one,
    answers: one.answers.map(({ answer: _, ...rest }) => rest),
  });
  const { candidate, champion } = paper;
  const rest = { ...paper, candidate: mute(candidate), champion: champion && mute(champion) };
  await store.put(key, JSON.stringify(rest), 'application/json');
}
