import type * as z from 'zod';
import { assemble } from '../../functions/training/assemble-dataset.ts';
import { curate } from '../../functions/training/curate-partition.ts';
import { join } from '../../functions/training/join-partition.ts';
import { match } from '../../functions/training/match-bucket.ts';
import { planDataset } from '../../functions/training/plan-dataset.ts';
import { select } from '../../functions/training/select-examples.ts';
import { type assembled, joinInput, type resolved } from '../../functions/training/state.ts';
import type { Judging } from '../../layers/core/dataset/curated.ts';
import { type ObjectStore, readText } from '../../layers/core/dataset/object-store.ts';
import { type PlanLimits, partitionSchema } from '../../layers/core/dataset/plan.ts';
import { resolveRequest } from '../../layers/core/dataset/request.ts';
import type { Embedder } from '../../layers/core/quality/embedder.ts';
import type { Judge } from '../../layers/core/quality/judge.ts';
import type { Moderator } from '../../layers/core/quality/safety/moderator.ts';
import { strategyJudge } from './exchanges.ts';

const startedAt = '2026-06-01T00:00:00.000Z';

/** A run that asks for nothing special, or for what is given. */
export const run = (options: Record<string, unknown> = {}): z.infer<typeof resolved> => ({
  runId: 'run-1',
  startedAt,
  request: resolveRequest(options, { startedAt, minimumExamples: 10, policy: 'strategy', policies: ['strategy'] }),
});

interface Dealing extends PlanLimits {
  readonly judge?: Judge;
  /** Compares meanings, in Curate and in Join; default: words alone do. */
  readonly embedder?: Embedder | undefined;
  /** Who judges edited replies in Join; default: the judge, as in Curate. */
  readonly judging?: () => Promise<Judging>;
  /** Who is asked for a second opinion; default: nobody. */
  readonly moderator?: Moderator | undefined;
  /** Characters that Curate sorts in memory at once. */
  readonly limit?: number;
}

/** From Plan to Assemble, as the workflow does, with the work cut as is told. */
export async function makeDataset(
  store: ObjectStore,
  options: Record<string, unknown> = {},
  { judge = strategyJudge, embedder, judging, moderator, limit, ...limits }: Dealing = {},
): Promise<z.infer<typeof assembled>> {
  const planned = await planDataset(run(options), store, limits);
  const { runId, request, plan } = planned;
  const { since, until, policy, validationShare } = request;
  const { partitions, ranges, buckets } = plan;
  const items = async (key: string): Promise<unknown> => JSON.parse((await readText(store, key)) ?? '');
  for (const partition of partitionSchema.array().parse(await items(plan.key))) {
    await curate({ runId, policy, since, until, ranges, buckets, partition }, store, { judge, embedder }, limit);
  }
  const indexes = joinInput.shape.range.array();
  for (const range of indexes.parse(await items(plan.rangesKey))) {
    const work = { runId, policy, since, until, validationShare, partitions, ranges, buckets, range };
    await join(work, store, { judge, moderator, judging: judging ?? (async () => ({ judge, embedder })) });
  }
  for (const bucket of indexes.parse(await items(plan.bucketsKey))) {
    await match({ runId, partitions, ranges, bucket }, store);
  }
  return assemble(await select(planned, store, judge.policy), store, judge.policy);
}
