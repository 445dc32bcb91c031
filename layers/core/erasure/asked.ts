import * as z from 'zod';
import type { Batch, Batches } from '../augmentation/batches.ts';
import { answersKey, askedKey, requestsKey } from '../augmentation/parent.ts';
import { linesOf } from '../dataset/lines.ts';
import { exists, type ObjectStore } from '../dataset/object-store.ts';
import { TerminalError } from '../errors.ts';
import { parsedAs } from '../json.ts';
import type { ErasableStore } from './erasable-store.ts';

const listed = z.object({ id: z.string() });
const row = z.object({ custom_id: z.string() });
const lineFeed = Buffer.from('\n');

type IsTheirs = (line: Buffer) => boolean;
const names = (pseudonym: string): IsTheirs => {
  const needle = Buffer.from(pseudonym, 'latin1');
  return (line) => line.includes(needle);
};
/** Requests and answers say no more than the id of the variant. */
const isAmong =
  (ids: ReadonlySet<string>): IsTheirs =>
  (line) =>
    ids.has(parsedAs(row, line.toString('utf8'))?.custom_id ?? '');

/** The ids of the variants that an augmentation asks for of a user; undefined where its list is gone, or there is none. */
export async function askedOf(
  store: Pick<ObjectStore, 'open'>,
  runId: string,
  pseudonym: string,
): Promise<ReadonlySet<string> | undefined> {
  const object = await store.open(askedKey(runId));
  if (object === undefined) return undefined;
  const isTheirs = names(pseudonym);
  const ids = new Set<string>();
  for await (const lines of linesOf(object.body)) {
    for (const line of lines.filter(isTheirs)) ids.add(parsedAs(listed, line.toString('utf8'))?.id ?? '');
  }
  return ids;
}

async function others(body: AsyncIterable<Uint8Array>, isTheirs: IsTheirs): Promise<{ bytes: Buffer; taken: number }> {
  const kept: Buffer[] = [];
  let taken = 0;
  for await (const lines of linesOf(body)) {
    for (const line of lines) {
      if (isTheirs(line)) taken++;
      else kept.push(line, lineFeed);
    }
  }
  return { bytes: Buffer.concat(kept), taken };
}

/** Takes lines out of a file, and deletes one of which nothing is left; again where somebody rewrites it meanwhile. Memory: twice the file. */
async function takeOut(store: ErasableStore, key: string, isTheirs: IsTheirs): Promise<void> {
  for (;;) {
    const object = await store.open(key);
    if (object === undefined) return;
    const { bytes, taken } = await others(object.body, isTheirs);
    if (taken === 0) return;
    if (bytes.length === 0) return void (await store.removeAll(key));
    if (await store.replace(key, object.etag, bytes, 'application/jsonl')) return;
  }
}

/** Takes a user's requests out of what an augmentation is going to send. */
export async function forgetRequests(store: ErasableStore, runId: string, ids: ReadonlySet<string>): Promise<void> {
  if (ids.size > 0) await takeOut(store, requestsKey(runId), isAmong(ids));
}

/**
 * Takes a user out of all that an augmentation has in the lake. The list of what was asked for goes last: it alone
 * says which of the rest is about whom.
 */
export async function forgetAsked(store: ErasableStore, runId: string, pseudonym: string): Promise<void> {
  const ids = await askedOf(store, runId, pseudonym);
  if (ids === undefined || ids.size === 0) return;
  for (const key of [requestsKey, answersKey]) await takeOut(store, key(runId), isAmong(ids));
  await takeOut(store, askedKey(runId), names(pseudonym));
}

/** What `keepAnswers` writes to. */
export type AnswerStore = Pick<ErasableStore, 'list' | 'create'>;

/**
 * Copies what a batch has answered into the lake, but what is about a user: they were paid for, and the files at the
 * service can only be deleted as a whole. Take in variants reads the copy. Another user's erasure may have made it:
 * then it stays, and `forgetAsked` takes the user out of it.
 *
 * @throws TerminalError when the service has the answers no more, and nobody has copied them
 */
export async function keepAnswers(
  store: AnswerStore,
  service: Pick<Batches, 'open'>,
  { runId, batch, ids }: { readonly runId: string; readonly batch: Batch; readonly ids: ReadonlySet<string> },
): Promise<void> {
  const key = answersKey(runId);
  if (await exists(store, key)) return;
  const files = [batch.outputFile, batch.errorFile].filter((id) => id !== null);
  const kept: Buffer[] = [];
  try {
    for (const file of files) kept.push((await others(await service.open(file), isAmong(ids))).bytes);
  } catch (error) {
    if (error instanceof TerminalError && (await exists(store, key))) return;
    throw error;
  }
  if (kept.some(({ length }) => length > 0)) await store.create(key, Buffer.concat(kept), 'application/jsonl');
}
