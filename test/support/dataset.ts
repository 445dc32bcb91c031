import type * as z from 'zod';
import { assemble } from '../../functions/training/assemble-dataset.ts';
import { curate } from '../../functions/training/curate-partition.ts';
import { join } from '../../functions/training/join-partition.ts';
import { match } from '../../functions/training/match-bucket.ts';
import { planDataset } from '../../functions/training/plan-dataset.ts';
import { select } from '../../functions/training/select-examples.ts';
import { type assembled, joinInput, type resolved, type validated } from '../../functions/training/state.ts';
import { validate } from '../../functions/training/validate-dataset.ts';
import { validatePart } from '../../functions/training/validate-part.ts';
import { write } from '../../functions/training/write-range.ts';
import type { Judging } from '../../layers/core/dataset/curated.ts';
import { datasetPrefix } from '../../layers/core/dataset/manifest.ts';
import { type ObjectStore, readText } from '../../layers/core/dataset/object-store.ts';
import { partSchema, partsKey } from '../../layers/core/dataset/parts.ts';
import { type PlanLimits, partitionSchema } from '../../layers/core/dataset/plan.ts';
import { resolveRequest } from '../../layers/core/dataset/request.ts';
import { type ListedShard, listedShardSchema, shardListName } from '../../layers/core/dataset/shard-list.ts';
import type { CountTokens } from '../../layers/core/dataset/tokens.ts';
import { validateDataset } from '../../layers/core/dataset/validate-dataset.ts';
import type { Embedder } from '../../layers/core/quality/embedder.ts';
import type { Judge } from '../../layers/core/quality/judge.ts';
import type { Moderator } from '../../layers/core/quality/safety/moderator.ts';
import { strategyJudge } from './exchanges.ts';
import type { MemoryObjectStore } from './memory-object-store.ts';

const startedAt = '2026-06-01T00:00:00.000Z';

/** A run that asks for nothing special, or for what is given. */
export const run = (options: Record<string, unknown> = {}): z.infer<typeof resolved> => ({
  runId: 'run-1',
  startedAt,
  request: resolveRequest(options, {
    startedAt,
    minimumExamples: 10,
    policy: 'strategy',
    baseModel: 'gpt-4o-mini-2024-07-18',
    policies: ['strategy'],
  }),
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

/** The list of a dataset's shards. */
export const shardsOf = (store: MemoryObjectStore, { prefix }: { readonly prefix: string }): ListedShard[] =>
  store.lines(`${prefix}${shardListName}`).map((line) => listedShardSchema.parse(JSON.parse(line)));

/** What the checks of a dataset find, in whatever parts it was written. */
export async function checked(store: ObjectStore, dataset: string, count: CountTokens, linesAtOnce?: number) {
  const parts = await partsOf(store, partsKey('run-1'));
  const prefix = datasetPrefix(dataset);
  for (const part of parts) await validatePart({ runId: 'run-1', prefix, part }, store, count);
  const limit = linesAtOnce === undefined ? {} : { linesAtOnce };
  return validateDataset({ store, runId: 'run-1', dataset, parts: parts.length, ...limit });
}

const partsOf = async (store: ObjectStore, key: string) =>
  partSchema.array().parse(JSON.parse((await readText(store, key)) ?? ''));

/** From the files of a dataset to what the checks of them have found, as the workflow does it. */
export async function validateRun(
  state: z.infer<typeof assembled>,
  store: ObjectStore,
  count: CountTokens,
): Promise<z.infer<typeof validated>> {
  const { runId, dataset } = state;
  for (const part of await partsOf(store, dataset.partsKey))
    await validatePart({ runId, prefix: dataset.prefix, part }, store, count);
  return validate(state, store);
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
  const selected = await select(planned, store, judge.policy);
  for (const range of indexes.parse(await items(plan.rangesKey))) {
    await write({ runId, policy, validationShare, ranges, range }, store, judge.policy, (text) => text.length);
  }
  return assemble(selected, store, judge.policy);
}
