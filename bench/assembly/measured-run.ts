import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { policyFolder } from '../../cli/policy-folder.ts';
import { assemble } from '../../functions/training/assemble-dataset.ts';
import { curate } from '../../functions/training/curate-partition.ts';
import { join } from '../../functions/training/join-partition.ts';
import { match } from '../../functions/training/match-bucket.ts';
import { planDataset } from '../../functions/training/plan-dataset.ts';
import { select } from '../../functions/training/select-examples.ts';
import { joinInput, planned as plannedSchema } from '../../functions/training/state.ts';
import { validate } from '../../functions/training/validate-dataset.ts';
import { validatePart } from '../../functions/training/validate-part.ts';
import { writeCard } from '../../functions/training/write-card.ts';
import { write } from '../../functions/training/write-range.ts';
import { FolderObjectStore } from '../../layers/adapters/folder-object-store.ts';
import { loadParts } from '../../layers/adapters/judge-files.ts';
import { loadPolicy } from '../../layers/adapters/policy-files.ts';
import { linesOf } from '../../layers/core/dataset/lines.ts';
import { manifestSchema } from '../../layers/core/dataset/manifest.ts';
import { partSchema } from '../../layers/core/dataset/parts.ts';
import { partitionSchema } from '../../layers/core/dataset/plan.ts';
import { resolveRequest } from '../../layers/core/dataset/request.ts';
import { loadTokenizer } from '../../layers/core/dataset/tokens.ts';
import { readWork } from '../../layers/core/dataset/work.ts';
import { createJudge, type Judge } from '../../layers/core/quality/judge.ts';
import { nothingUsual } from '../../layers/core/quality/meaning.ts';
import type { Policy } from '../../layers/core/quality/policy.ts';
import { parseAndStringify } from '../figure.ts';
import { CountingStore } from './counting-store.ts';
import type { MeasuredFiles, MeasuredRun } from './measured.ts';
import { WordEmbedder } from './word-embedder.ts';

/** Processor time of this process by now, its helper threads included, in microseconds. */
const now = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/** The most memory that this process ever had, in bytes. */
const peak = () => process.resourceUsage().maxRSS * 1024;

/** As `selection.paraphraseCosine` of the policy that comes with an embedder. */
const paraphraseCosine = 0.85;

/** The strategy's policy, and with vectors one that looks for paraphrases. */
function policyFor(vectors: boolean): Policy {
  const policy = loadPolicy(policyFolder, 'strategy');
  return vectors ? { ...policy, selection: { ...policy.selection, paraphraseCosine } } : policy;
}

/** The strategy's judge, and with vectors a stand-in for an embedder beside it. */
function judgingBy(vectors: boolean) {
  // Nothing is usual among the vectors of words.
  const strict = createJudge({ ...loadParts(policyFolder, 'strategy'), usual: nothingUsual });
  // The lake is in no language: it is screened, for that takes time, but what some of it looks like must not make its exchanges fall out.
  const judge: Judge = {
    ...strict,
    screen(...given) {
      strict.screen(...given);
      return [];
    },
  };
  if (!vectors) return { judge, embedder: undefined };
  const judgeWithMeaning: Judge['judgeWithMeaning'] = (...given) => ({
    ...judge.judgeWithMeaning(...given),
    language: 'en',
    safety: [],
  });
  return { judge: { ...judge, policy: policyFor(vectors), judgeWithMeaning }, embedder: new WordEmbedder() };
}

/** The state that the machine hands on, in a file for the next process. */
const stateFile = (folder: string): string => `${folder}/planned.json`;

/** The items of a map over ranges or buckets. */
const rangesIn = async (files: FolderObjectStore, key: string) => readWork(files, key, joinInput.shape.range.array());

/** Measures states one by one. */
function stopwatch(embedder?: WordEmbedder) {
  const stages: Record<string, number> = {};
  const stage = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const [start, embedding] = [now(), embedder?.time ?? 0];
    const result = await work();
    stages[name] = now() - start - ((embedder?.time ?? 0) - embedding);
    return result;
  };
  return { stages, stage };
}

async function floorOf(store: FolderObjectStore): Promise<number> {
  const lines: string[] = [];
  for await (const { key } of store.list('exchanges/')) {
    if (lines.length >= 10_000) break;
    const packed = await store.range(key, 0, 64 * 1024 * 1024);
    lines.push(...gunzipSync(packed).toString('utf8').split('\n').slice(0, -1));
  }
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const start = now();
    parseAndStringify(lines);
    times.push((now() - start) / lines.length);
  }
  return times.sort((a, b) => a - b)[1] ?? Number.NaN;
}

/** The states from Plan dataset to Match near-duplicates, their maps' children one after the other, in this process. */
export async function measuredRun(folder: string, vectors: boolean): Promise<MeasuredRun> {
  const judging = judgingBy(vectors);
  const { judge, embedder } = judging;
  const files = new FolderObjectStore(folder);
  const floor = await floorOf(files);
  const store = new CountingStore(files);
  const { stages, stage } = stopwatch(embedder);

  const startedAt = '2026-11-24T00:00:00.000Z';
  const request = resolveRequest(
    {},
    { startedAt, minimumExamples: 10, policy: 'strategy', baseModel: 'gpt-4o-mini-2024-07-18', policies: ['strategy'] },
  );
  const planned = await stage('plan', () => planDataset({ runId: 'bench', startedAt, request }, store));
  const { runId, plan } = planned;
  const { since, until, policy, validationShare } = request;
  const { partitions, ranges, buckets } = plan;
  const window = { runId, policy, since, until };
  const parts = await readWork(files, plan.key, partitionSchema.array());
  await stage('curate', async () => {
    for (const partition of parts) await curate({ ...window, ranges, buckets, partition }, store, judging);
  });
  await stage('join', async () => {
    for (const range of await rangesIn(files, plan.rangesKey)) {
      await join({ ...window, validationShare, partitions, ranges, buckets, range }, store, {
        judge,
        judging: async () => judging,
      });
    }
  });
  await stage('match', async () => {
    for (const bucket of await rangesIn(files, plan.bucketsKey))
      await match({ runId, partitions, ranges, bucket }, store);
  });
  writeFileSync(stateFile(folder), JSON.stringify(planned));
  return {
    stages,
    ...(embedder && { embedding: embedder.time }),
    floor,
    peakMemory: peak(),
    requests: store.requests,
    children: partitions + 3 * ranges + buckets,
  };
}

/**
 * The states from Select examples to Write card. In a process of their own, for so they are on AWS: where judges and
 * tokenizer share a small heap, collecting garbage takes more time than the work.
 */
export async function measuredFiles(folder: string, vectors: boolean): Promise<MeasuredFiles> {
  const files = new FolderObjectStore(folder);
  const store = new CountingStore(files);
  const { stages, stage } = stopwatch();
  const planned = plannedSchema.parse(JSON.parse(readFileSync(stateFile(folder), 'utf8')));
  const policy = policyFor(vectors);
  const state = await stage('select', () => select(planned, store, policy));
  const countTokens = await loadTokenizer();
  const { runId, plan, request } = state;
  const { ranges } = plan;
  await stage('write', async () => {
    for (const range of await rangesIn(files, plan.rangesKey)) {
      const work = { runId, policy: request.policy, validationShare: request.validationShare, ranges, range };
      await write(work, store, policy, countTokens);
    }
  });
  const assembled = await stage('assemble', () => assemble(state, store, policy));
  const { prefix, partsKey, seen, manifestKey } = assembled.dataset;
  await stage('validateParts', async () => {
    for (const part of await readWork(files, partsKey, partSchema.array())) {
      await validatePart({ runId, prefix, part }, store, countTokens);
    }
  });
  const validated = await stage('validate', () => validate(assembled, store));
  await stage('card', () => writeCard(validated, { store, code: 'bench' }));
  return { stages, peakMemory: peak(), requests: store.requests, seen, manifestKey };
}

/** The ids of the examples of a dataset. */
export async function examplesOf(folder: string, manifestKey: string): Promise<Set<string>> {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(`${folder}/${manifestKey}`, 'utf8')));
  const ids = new Set<string>();
  const object = await new FolderObjectStore(folder).open(manifest.files.examples.key);
  if (object === undefined) return ids;
  for await (const lines of linesOf(object.body)) {
    for (const line of lines) ids.add(line.toString('latin1', 7, 39));
  }
  return ids;
}
