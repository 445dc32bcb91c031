import * as z from 'zod';
import { isOfAugmentation } from '../augmentation/parent.ts';
import { isOfBackfill } from '../backfill/lists.ts';
import { mapBounded } from '../bounded.ts';
import { failedBatches } from '../conversation/failed-batch.ts';
import { readJson } from '../dataset/object-store.ts';
import { beganWithout } from '../dataset/withdrawn.ts';
import { workFolder, workPrefix } from '../dataset/work.ts';
import { consentKey } from '../signals/people.ts';
import { askedOf, forgetAsked, forgetRequests } from './asked.ts';
import type { ErasableStore } from './erasable-store.ts';
import { eraseFromFailures, type Recognise } from './erase-pointers.ts';
import { followLineage, type Uploads } from './follow-lineage.ts';
import { forgetKeptAnswers, type LeftBatches } from './kept-answers.ts';
import { forgetAnswers, readRuns } from './lineage.ts';
import {
  datasetsKey,
  foundBeforeKey,
  foundPrefix,
  lineFolders,
  quarantine,
  type RoundOf,
  reportKey,
  roundPrefix,
  roundsPrefix,
} from './names.ts';
import {
  type ErasureReport,
  erasureReportSchema,
  noteFound,
  readAll,
  readFound,
  shardsErasedSchema,
  supersededSchema,
  type TaintedRun,
} from './papers.ts';
import { listDatasets } from './plan-erasure.ts';

export interface FinishErasure extends Omit<Recognise, 'conversations'>, RoundOf {
  readonly store: ErasableStore;
  /** Batches that could not be collected. */
  readonly failures: ErasableStore;
  readonly trainer: () => Uploads;
  readonly batches: () => LeftBatches;
  /** Whether the search began when nothing was under way any more that did not know of the tombstone. */
  readonly quiet: boolean;
  /** Whether the search began when no batch from before the tombstone was tried any more: until then it is not the last. */
  readonly settled: boolean;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Folders in which an older version of an object may hold what the present one does not. */
const versioned = [...lineFolders, quarantine, 'datasets/', workFolder, 'runs/'];

/** Until this round a batch that was cancelled is waited for: it ends within minutes, and then its answers can go. */
const patientRounds = 3;

/** Each has the texts of 240 answers at most. */
const evaluationsAtOnce = 8;

/** What the rounds took out of shards; of the last one apart, for the erasure ends when it has found nothing. */
async function countRounds(work: FinishErasure) {
  const { store } = work;
  const all = { objects: 0, lines: 0, broken: new Set<string>(), last: 0 };
  for (const [key, part] of await readAll(store, roundsPrefix(work), shardsErasedSchema)) {
    all.objects += part.objects;
    all.lines += part.lines;
    for (const each of part.broken) all.broken.add(each);
    if (key.startsWith(roundPrefix(work))) all.last += part.lines + part.deleted + part.pointers;
  }
  return all;
}

const names = z.array(z.string());
const listed = z.array(z.object({ dataset: z.string() }));

/** What another erasure of the same user has found since the round began: the datasets may hold it still. */
async function foundSince(work: FinishErasure, before: readonly string[]): Promise<boolean> {
  for await (const { key } of work.store.list(foundPrefix(work.pseudonym))) if (!before.includes(key)) return true;
  return false;
}

/** Whether a run that had begun before the tombstone has made a dataset since the round listed them. */
async function madeSince(work: FinishErasure): Promise<boolean> {
  const before = new Set((await readJson(work.store, datasetsKey(work), listed))?.map(({ dataset }) => dataset));
  return (await listDatasets(work.store)).some((dataset) => !before.has(dataset));
}

/** The datasets that were emptied for the user, in this erasure or another. */
async function datasetsOf({ store, pseudonym }: FinishErasure): Promise<Set<string>> {
  const datasets = new Set<string>();
  const isMark = (key: string) => key.endsWith('/superseded.json');
  for (const [, mark] of await readAll(store, 'datasets/', supersededSchema, isMark)) {
    if (mark.pseudonyms.includes(pseudonym)) datasets.add(mark.dataset);
  }
  return datasets;
}

/**
 * Deletes the work files of every run that may hold the user: a run that was begun anew after the tombstone goes on.
 * Of an augmentation only the user's requests go, and a backfill's lists stay: they hold neither text nor pseudonyms, and
 * with them gone it would fail, whoever is erased.
 *
 * @returns the augmentations that have a list of what they asked for
 */
async function forgetWork({ store, pseudonym }: FinishErasure): Promise<string[]> {
  /** By run, what lies directly in its folder: files, and folders with all that is in them. */
  const runs = new Map<string, Set<string>>();
  for await (const { key } of store.list(workFolder)) {
    const [run = '', first = '', ...below] = key.slice(workFolder.length).split('/');
    if (isOfBackfill(run, key)) continue;
    const parts = runs.get(run) ?? new Set();
    runs.set(run, parts.add(`${workPrefix(run)}${first}${below.length > 0 ? '/' : ''}`));
  }
  const augmentations: string[] = [];
  for (const [run, parts] of runs) {
    const ids = await askedOf(store, run, pseudonym);
    const isWithout = await beganWithout(store, run, pseudonym);
    if (ids !== undefined) {
      augmentations.push(run);
      await forgetRequests(store, run, ids);
    }
    if (isWithout) continue;
    // A training run may bear the name of an augmentation that goes on.
    for (const part of parts) if (ids === undefined || !isOfAugmentation(run, part)) await store.removeAll(part);
  }
  return augmentations;
}

const modelsOf = (runs: readonly TaintedRun[]): string[] => [...new Set(runs.flatMap(({ models }) => models))].sort();

/** Writes what there is to report before services are asked, and what they told in earlier rounds, which they may not again. */
async function reportSoFar(store: ErasableStore, so: Omit<ErasureReport, 'finished' | 'models'>): Promise<void> {
  const key = reportKey(so.pseudonym);
  const { runs: before = [], augmentations } = (await readJson(store, key, erasureReportSchema)) ?? {};
  const runs = [...new Map([...so.runs, ...before].map((run) => [run.runId, run])).values()];
  const report: ErasureReport = { ...so, finished: false, runs, augmentations, models: modelsOf(runs) };
  await store.put(key, JSON.stringify(report, null, 2), 'application/json');
}

/**
 * Ends a round of an erasure: what lies elsewhere in the lake than in shards and datasets goes, old versions go, what
 * was sent to services goes, and the report is written. The erasure is finished when a round has found nothing any more, nothing was under way when it
 * began, and nothing has come that it did not search: then the whole lake was searched after everything was gone.
 *
 * @throws RetryableError when the store, the trainer or the service of batches does not answer
 */
export async function finishErasure(work: FinishErasure): Promise<ErasureReport> {
  const { store, failures, pseudonym, pseudonyms, mapping, trainer, batches, round, quiet, settled, at } = work;
  const counted = await countRounds(work);
  const { conversations } = await readFound(store, foundPrefix(pseudonym));
  // In a later round the quarantine is searched for these too.
  const note = (added: readonly string[]) => noteFound(store, pseudonym, { ids: [], conversations: [...added] });
  const inFailures = await eraseFromFailures({ store: failures, note, pseudonym, pseudonyms, mapping, conversations });
  // Runs that are at work will miss it and say so; those that come do without the user. Before the service is asked:
  // what a run has begun to send by now it has written down, and after this it sends no more.
  const asking = await forgetWork(work);
  // What SQL answered may have the user's text in it, and can be asked again.
  await store.removeAll('query-results/');
  // The tombstone says more than any consent.
  await store.removeAll(consentKey(pseudonym));
  const datasets = await datasetsOf(work);
  const lineage = await readRuns(store);
  const followed = { store, pseudonym, runs: lineage, datasets };
  const used = lineage.filter(({ dataset }) => datasets.has(dataset));
  await mapBounded(used, evaluationsAtOnce, (run) => forgetAnswers(store, run));
  for (const prefix of versioned) await store.forgetReplaced(prefix);
  await failures.forgetReplaced(failedBatches);

  const done = {
    schema: 1 as const,
    pseudonym,
    at,
    rounds: round,
    settled,
    objects: counted.objects,
    lines: counted.lines,
    broken: [...counted.broken].sort(),
    datasets: [...datasets].sort(),
  };
  // The lake first, for a service may fail for hours, and refuse for ever. Then papers alone tell who has learned.
  await reportSoFar(store, { ...done, runs: await followLineage({ ...followed, trainer: undefined }) });
  const augmentations = await forgetKeptAnswers(store, pseudonym, batches);
  const runs = await followLineage({ ...followed, trainer });
  const isEnding = round < patientRounds && augmentations.some(({ open }) => open?.why === 'going');
  // Until then the lists must tell what at the service is about the user: it may still be sent, or answered.
  if (quiet && !isEnding) for (const run of asking) await forgetAsked(store, run, pseudonym);
  for (const prefix of [workFolder, 'runs/']) await store.forgetReplaced(prefix);

  const before = (await readJson(store, foundBeforeKey(work), names)) ?? [];
  const hasCome = (await foundSince(work, before)) || (await madeSince(work));
  const finished = quiet && counted.last + inFailures === 0 && !isEnding && !hasCome;
  const report: ErasureReport = {
    ...done,
    finished,
    runs,
    augmentations,
    models: modelsOf(runs),
  };
  await store.put(reportKey(pseudonym), JSON.stringify(report, null, 2), 'application/json');
  // Only these: what comes now was found by another, who still needs it. And not while a batch may still fail, for by
  // these its replies are known.
  if (finished && settled) for (const key of before) await store.removeAll(key);
  return report;
}
