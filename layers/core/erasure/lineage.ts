import * as z from 'zod';
import type { ObjectStore } from '../dataset/object-store.ts';
import { phaseOf } from '../training/job-status.ts';
import type { Trainer } from '../training/trainer.ts';
import { readJson, type TaintedRun } from './papers.ts';

/** Written before anything of a dataset leaves the lake: which run took which dataset where. */
export const lineageSchema = z.object({ schema: z.literal(1), runId: z.string(), dataset: z.string() });
export const lineageKey = (runId: string) => `runs/${runId}/lineage.json`;

const text = z.string().nullish();
const reportSchema = z.object({
  dataset: z.object({ id: z.string() }),
  files: z.object({ training: text, validation: text }).optional(),
  job: z.object({ fineTunedModel: text }).optional(),
  promotion: z.object({ model: text }).optional(),
});

export type Uploads = Pick<Trainer, 'findJobs' | 'filesOf' | 'deleteFile'>;

/** Every run by its papers. */
async function* runsIn(store: ObjectStore) {
  const found = new Set<string>();
  for await (const { key } of store.list('runs/')) {
    const [, runId] = /^runs\/([^/]+)\/(?:lineage|report)\.json$/.exec(key) ?? [];
    if (runId === undefined || found.has(runId)) continue;
    found.add(runId);
    const report = await readJson(store, `runs/${runId}/report.json`, reportSchema);
    const dataset = report?.dataset.id ?? (await readJson(store, lineageKey(runId), lineageSchema))?.dataset;
    if (dataset !== undefined) yield { runId, dataset, report };
  }
}

/**
 * Follows datasets to the runs that used them: deletes what these have uploaded, takes the models' answers out of
 * their evaluation (they answer the user's own words), and tells which models came of it.
 *
 * @param trainer asked only when a run used one of the datasets
 */
export async function followLineage(
  store: ObjectStore,
  datasets: ReadonlySet<string>,
  trainer: () => Uploads,
): Promise<TaintedRun[]> {
  const runs: TaintedRun[] = [];
  for await (const { runId, dataset, report } of runsIn(store)) {
    if (!datasets.has(dataset)) continue;
    const uploads = trainer();
    const { training, validation } = report?.files ?? {};
    const files = new Set([
      ...[training, validation].filter((id) => typeof id === 'string'),
      ...(await uploads.filesOf(runId, dataset)),
    ]);
    for (const id of files) await uploads.deleteFile(id);
    const jobs = await uploads.findJobs(runId, dataset);
    const promoted = report?.promotion?.model ?? undefined;
    const models = [...jobs.map((job) => job.fineTunedModel), report?.job?.fineTunedModel, promoted];
    await forgetAnswers(store, runId);
    runs.push({
      runId,
      dataset,
      models: [...new Set(models.filter((id) => typeof id === 'string'))].sort(),
      promoted: promoted !== undefined,
      going: jobs.filter(({ status }) => phaseOf(status) === 'going').map(({ id }) => id),
      filesDeleted: files.size,
    });
  }
  return runs;
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
