import type * as z from 'zod';
import type { Judging } from '../../layers/core/dataset/curated.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { policyId } from '../../layers/core/quality/policy.ts';
import { type Contest, compareModels, meansOf } from '../../layers/core/training/evaluate.ts';
import { sampleHoldout } from '../../layers/core/training/holdout.ts';
import type { Registry } from '../../layers/core/training/registry.ts';
import type { Trainer } from '../../layers/core/training/trainer.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { registry } from '../registry/registry.ts';
import { trainer } from '../trainer.ts';
import { tuning as input, evaluated as output } from './fine-tune-state.ts';
import { judging } from './judging.ts';

export { input, output };

/** How many hold-out prompts are asked at most: a standard error of a mean below 0.05, for some cents. */
const sampleSize = 120;

interface Tools extends Judging {
  readonly store: ObjectStore;
  readonly trainer: Pick<Trainer, 'complete'>;
  readonly registry: Pick<Registry, 'champion'>;
}

/** Candidate and champion answer the same hold-out prompts, and one judge scores both. */
export async function evaluateCandidate(state: z.infer<typeof input>, tools: Tools): Promise<z.infer<typeof output>> {
  const { runId, dataset, request, job, baseModel } = state;
  const champion = await tools.registry.champion();
  const holdout = await tools.store.open(`${dataset.prefix}holdout.jsonl`);
  const prompts = holdout === undefined ? [] : await sampleHoldout(holdout.body, sampleSize);
  const contest: Contest = {
    candidate: job.fineTunedModel ?? '',
    // A champion that was switched off or deleted cannot answer: then the base model defends its place.
    defenders: [...(champion ? [champion.model] : []), baseModel.id],
    prompts,
    judge: tools.judge,
    embedder: tools.embedder,
    seed: request.seed,
  };
  const { candidate, defender } = await compareModels(tools.trainer, contest);
  const key = `runs/${runId}/evaluation.json`;
  const policy = policyId(tools.judge.policy);
  const embedder = tools.embedder?.name ?? null;
  const paper = { schema: 1, runId, policy, embedder, candidate, champion: defender ?? null };
  await tools.store.put(key, JSON.stringify(paper), 'application/json');
  const evaluation = {
    key,
    prompts: prompts.length,
    candidate: meansOf(candidate),
    champion: defender ? meansOf(defender) : null,
    championModel: defender?.model ?? null,
    championVersion: champion?.version ?? 0,
  };
  return { ...state, evaluation };
}

export const handler = step({
  input,
  output,
  run: async (state) => {
    const tools = { store: lake(), trainer: trainer(), registry: registry() };
    return evaluateCandidate(state, { ...tools, ...(await judging(state.request.policy)) });
  },
});
