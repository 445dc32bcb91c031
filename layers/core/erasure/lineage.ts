import * as z from 'zod';
import { mapBounded } from '../bounded.ts';
import { type ObjectStore, readJson, readText } from '../dataset/object-store.ts';
import { parsedAs } from '../json.ts';
import { type Hosts, hostsSchema } from './hosts.ts';

/**
 * Written before anything of a dataset leaves the lake: which run took which dataset where. `baseModel`: what it
 * trains on from; `host`: of each trainer that may have got it. Papers of old do not say.
 */
export const lineageSchema = z.object({
  schema: z.literal(1),
  runId: z.string(),
  dataset: z.string(),
  baseModel: z.string().optional(),
  host: hostsSchema,
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

/** Enough to hide the store's answering time. */
const readsAtOnce = 32;

/** A run that took a dataset out of the lake, by its papers. */
export interface Run {
  readonly runId: string;
  readonly dataset: string;
  readonly baseModel: string | undefined;
  /** Of the trainers that may have got it. */
  readonly hosts: Hosts;
  readonly report: z.infer<typeof reportSchema> | undefined;
  /** The models that it left on its way, each of which another run may have trained on from. */
  readonly checkpoints: readonly string[];
}

async function readRun(store: ObjectStore, runId: string): Promise<Run[]> {
  const report = await readJson(store, `runs/${runId}/report.json`, reportSchema);
  const lineage = await readJson(store, lineageKey(runId), lineageSchema);
  const dataset = report?.dataset.id ?? lineage?.dataset;
  if (dataset === undefined) return [];
  const checkpoints = await checkpointsOf(store, runId);
  const baseModel = report?.baseModel?.id ?? lineage?.baseModel;
  return [{ runId, dataset, baseModel, hosts: lineage?.host, report, checkpoints }];
}

/** Every run by its papers. Memory: what is kept of each, less than a kilobyte. */
export async function readRuns(store: ObjectStore): Promise<Run[]> {
  const ids = new Set<string>();
  for await (const { key } of store.list('runs/')) {
    const [, runId] = /^runs\/([^/]+)\/(?:lineage|report)\.json$/.exec(key) ?? [];
    if (runId !== undefined) ids.add(runId);
  }
  return (await mapBounded([...ids], readsAtOnce, (runId) => readRun(store, runId))).flat();
}

const checkpointSchema = z.object({ model: z.string() });

async function checkpointsOf(store: ObjectStore, runId: string): Promise<string[]> {
  const models: string[] = [];
  for (const line of ((await readText(store, `runs/${runId}/checkpoints.jsonl`)) ?? '').split('\n')) {
    const model = parsedAs(checkpointSchema, line)?.model;
    if (model !== undefined) models.push(model);
  }
  return models;
}

const performance = z.looseObject({ answers: z.array(z.looseObject({ answer: z.string().optional() })) });
const evaluation = z.looseObject({ candidate: performance, champion: performance.nullable() });

/** Keeps the scores of a run's evaluation, and not what the models said: they answer the users' own words. */
export async function forgetAnswers(store: ObjectStore, { runId }: Pick<Run, 'runId'>): Promise<void> {
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
