import { isDeepStrictEqual } from 'node:util';
import { type Batch, type Batches, phaseOfBatch, requestsNameOf } from '../augmentation/batches.ts';
import { answersKey, failureKey, reportKey, sentKey } from '../augmentation/parent.ts';
import { type LeftPaper, type PaperStore, readLeftPaper, rewritePaper } from '../augmentation/sent.ts';
import { exists, type ObjectStore } from '../dataset/object-store.ts';
import { type AnswerStore, askedOf, keepAnswers } from './asked.ts';
import { type Hosts, whomToAsk } from './hosts.ts';
import type { ForgottenAnswers } from './papers.ts';
import { unlessRefused } from './refused.ts';

/** The service as far as an erasure asks it. */
export type LeftBatches = Pick<Batches, 'host' | 'find' | 'batch' | 'cancel' | 'filesOf' | 'open' | 'deleteFile'>;

type Store = PaperStore & AnswerStore & Pick<ObjectStore, 'sizeOf'>;
type Told = Pick<ForgottenAnswers, 'filesDeleted' | 'kept' | 'open'>;

interface Found {
  /** Undefined where the service has none, or none yet. */
  readonly batch: Batch | undefined;
  readonly files: readonly string[];
}

/** Stops a batch that still goes on. @returns what there is of it by now @param left its id, where that is known */
async function find(runId: string, left: string | null, service: LeftBatches): Promise<Found> {
  const batch = await (left === null ? service.find(runId) : service.batch(left));
  if (batch !== undefined && isGoing(batch) && batch.status !== 'cancelling') await service.cancel(batch.id);
  const answers = [batch?.outputFile, batch?.errorFile].filter((id) => typeof id === 'string');
  return { batch, files: [...(await service.filesOf(requestsNameOf(runId))), ...answers] };
}

const isGoing = ({ status }: Batch): boolean => phaseOfBatch(status) === 'going';
const union = (some: readonly string[], more: readonly string[]) => [...new Set([...some, ...more])];

/** What a paper says was deleted for a user; undefined where no erasure of theirs has noted anything. */
const forgottenFor = ({ forgotten = [] }: LeftPaper, pseudonym: string): readonly string[] | undefined =>
  forgotten.find((each) => each.pseudonym === pseudonym)?.filesDeleted;

const noting = (paper: LeftPaper, pseudonym: string, filesDeleted: string[]): LeftPaper => ({
  ...paper,
  forgotten: [...(paper.forgotten ?? []).filter((each) => each.pseudonym !== pseudonym), { pseudonym, filesDeleted }],
});

interface Paper {
  readonly store: Store;
  readonly pseudonym: string;
  readonly service: () => LeftBatches;
  readonly runId: string;
  readonly key: string;
  /** Of the services that may have got what the run sent. */
  readonly hosts: Hosts;
}

/** Deletes what a paper says was left. @returns what the user's report says of it, or undefined when nothing */
async function forget(work: Paper): Promise<Told | undefined> {
  const { store, pseudonym, service, runId, key, hosts } = work;
  const isSent = key === sentKey(runId);
  // This paper says no more than that something was sent.
  const unreadable: LeftPaper | undefined = isSent ? { schema: 1, runId, left: { batch: null } } : undefined;
  const paper = (await readLeftPaper(store, key)) ?? unreadable;
  if (paper === undefined) {
    const isThere = (await store.sizeOf(key)) !== undefined;
    return isThere ? { filesDeleted: [], open: { why: 'unreadable', batch: null } } : undefined;
  }
  const { goOn, left, kept } = paper;
  const before = forgottenFor(paper, pseudonym);
  if (kept || (goOn === undefined && left === undefined)) {
    const elsewhere = kept && before && openElsewhere(work);
    return before && { filesDeleted: [...before], ...(kept && { kept }), ...(elsewhere && { open: elsewhere }) };
  }
  const ids = await askedOf(store, runId, pseudonym);
  // Nothing about the user was asked for: what there is at the service is none of this erasure's business.
  if (ids?.size === 0 && before === undefined) return undefined;

  const id = goOn?.batch.id ?? left?.batch ?? null;
  const { isAsked, others } = whomToAsk(hosts, service().host);
  // Another service knows nothing of it, and would say that all is gone.
  if (!isAsked) {
    return { filesDeleted: [...(before ?? [])], open: { why: 'other_service', batch: id, hosts: others } };
  }
  const found = await unlessRefused(() => find(runId, id, service()));
  const { batch, files } = found === 'refused' ? { batch: undefined, files: [] } : found;
  // What was taken in by hand is deleted, and not told of: nobody shall pay for it again.
  const isSilent = goOn !== undefined && (await exists(store, reportKey(runId)));
  // Where a run has failed without a state to go on with, nobody can take them in.
  const isWanted = !isSilent && (isSent || goOn !== undefined);
  const isKept = isWanted && ids !== undefined && (await keep(work, batch, ids));
  const note = (paper: LeftPaper, deleted: readonly string[]) =>
    isSilent ? paper : noting(paper, pseudonym, union(before ?? [], deleted));
  // Before they go, for who begins again after a failure does not find them any more.
  if (files.length > 0) await rewritePaper(store, key, (now = paper) => note(now, files));
  const deleted: string[] = [];
  const ending = await unlessRefused(async () => {
    for (const file of files) {
      await service().deleteFile(file);
      deleted.push(file);
    }
  });

  const openHere = openOf(found === 'refused' || ending === 'refused', batch, id);
  const elsewhere = openElsewhere(work);
  const open = openHere && elsewhere ? { ...openHere, hosts: elsewhere.hosts } : (openHere ?? elsewhere);
  // A run that goes on may send, or begin its batch, after this: whoever comes next must ask again.
  const mayCome = isSent && batch === undefined;
  const filesDeleted = isSilent ? [...(before ?? [])] : union(before ?? [], deleted);
  const isToldOf = open !== undefined || filesDeleted.length > 0 || !(isSilent || isSent);
  await rewritePaper(store, key, (now = paper) => {
    const { goOn: goOnNow, left: leftNow, ...rest } = now;
    const noted = isToldOf && !isSilent ? noting(rest, pseudonym, filesDeleted) : rest;
    // What the run itself has written meanwhile stays.
    if (!isDeepStrictEqual([goOnNow, leftNow], [goOn, left])) return { ...now, forgotten: noted.forgotten };
    if (isKept) return { ...noted, ...(goOnNow && { goOn: goOnNow }), kept: true };
    if (open === undefined && !mayCome) return noted;
    return { ...noted, left: open === undefined ? left : { batch: open.batch } };
  });
  return isToldOf ? { filesDeleted, ...(isKept && { kept: true }), ...(open && { open }) } : undefined;
}

/** Copies into the lake what was answered about others, unless it was taken in. @returns whether it lies there now */
async function keep({ store, runId, service }: Paper, batch: Batch | undefined, ids: ReadonlySet<string>) {
  if (batch === undefined || isGoing(batch) || (await exists(store, reportKey(runId)))) return false;
  // That they cannot be had is no reason to leave them there.
  await unlessRefused(() => keepAnswers(store, service(), { runId, batch, ids }));
  return exists(store, answersKey(runId));
}

/** Why something may still be at the service. */
function openOf(isRefused: boolean, batch: Batch | undefined, left: string | null): Told['open'] {
  if (isRefused) return { why: 'refused', batch: batch?.id ?? left };
  return batch !== undefined && isGoing(batch) ? { why: 'going', batch: batch.id } : undefined;
}

/** What an attempt before the deployment got another service has sent: nobody asks there, and its batch is not known. */
function openElsewhere({ hosts, service }: Paper) {
  const { others } = whomToAsk(hosts, service().host);
  return others.length > 0 ? { why: 'other_service' as const, batch: null, hosts: others } : undefined;
}

/** The runs that have written that they sent something, or failed. */
async function runsIn(store: Store): Promise<Map<string, Set<string>>> {
  const runs = new Map<string, Set<string>>();
  for await (const { key } of store.list('runs/')) {
    const [, runId] = /^runs\/([^/]+)\/(?:failure|sent)\.json$/.exec(key) ?? [];
    if (runId !== undefined) runs.set(runId, (runs.get(runId) ?? new Set()).add(key));
  }
  return runs;
}

/**
 * Deletes at the service what augmentations have left there: answers that were kept, those of a batch that was
 * cancelled or could not be asked about, and all of a run that never came to its end, because somebody aborted it or
 * because it is still under way. Where the run's list says that none of it is about the user, it stays; where it says
 * which, the other answers are copied into the lake first. Without a list nobody can take them in, and all goes. The
 * run's papers say so from then on. Doing it again deletes nothing and tells the same. Answers that were taken in by hand meanwhile are deleted, and not told of.
 *
 * @param service asked only when something was left
 * @returns what was deleted for this user, in this erasure or before, and what is still open, whoever it is about
 * @throws RetryableError when the store or the service does not answer
 */
export async function forgetKeptAnswers(
  store: Store,
  pseudonym: string,
  service: () => LeftBatches,
): Promise<ForgottenAnswers[]> {
  const told: ForgottenAnswers[] = [];
  for (const [runId, keys] of await runsIn(store)) {
    const { host: hosts } = (await readLeftPaper(store, sentKey(runId))) ?? {};
    const work = { store, pseudonym, service, runId, hosts };
    // A run that fails writes the failure's paper, then closes the other: read the other way round, nothing slips through.
    const sent = keys.has(sentKey(runId)) ? await forget({ ...work, key: sentKey(runId) }) : undefined;
    const failed = await forget({ ...work, key: failureKey(runId) });
    if (sent === undefined && failed === undefined) continue;
    const open = failed?.open ?? sent?.open;
    const filesDeleted = union(sent?.filesDeleted ?? [], failed?.filesDeleted ?? []);
    const kept = failed?.kept ?? sent?.kept;
    told.push({ runId, filesDeleted, ...(kept && { kept }), ...(open && { open }) });
  }
  return told;
}
