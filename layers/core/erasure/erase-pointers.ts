import { gzipSync } from 'node:zlib';
import * as z from 'zod';
import { mapBounded } from '../bounded.ts';
import { failedBatches, readFailedBatch } from '../conversation/failed-batch.ts';
import { type Image, mapsIn, scalar } from '../conversation/image.ts';
import type { MessageMapping } from '../conversation/mapping.ts';
import type { Pseudonyms } from '../conversation/pseudonym.ts';
import { damageOf } from '../dataset/gunzip.ts';
import { linesOf } from '../dataset/lines.ts';
import { textOf } from '../dataset/object-store.ts';
import { isObject, parsedAs } from '../json.ts';
import type { ErasableStore } from './erasable-store.ts';
import { unpacked } from './search.ts';

/** How what the app wrote is read, and whom it is about. */
export interface Identity {
  readonly pseudonyms: Pseudonyms;
  readonly mapping: MessageMapping;
}

/** Knows a user in what the app itself wrote, by the keyed hashes of its ids. */
export interface Recognise extends Identity {
  readonly pseudonym: string;
  readonly conversations: ReadonlySet<string>;
}

/** Whether an item, or its keys, is of the user. */
function isOf({ pseudonym, pseudonyms, mapping, conversations }: Recognise, image: Image): boolean {
  const { conversationId, userId, messages } = mapping.attributes;
  const conversation = scalar(image, conversationId);
  if (conversation !== undefined && conversations.has(pseudonyms.conversation(conversation))) return true;
  const people = [image, ...(mapsIn(image, messages) ?? [])].map((each) => scalar(each, userId));
  return people.some((person) => Boolean(person) && pseudonyms.user(person ?? '') === pseudonym);
}

const pointed = z.object({ pointer: z.object({ keys: z.record(z.string(), z.unknown()).optional() }) });

/** Enough to hide the store's answering time: such objects are small. */
const readsAtOnce = 32;

/** Takes the pointers to a user's items out of objects of the quarantine. @returns how many */
export async function eraseFromQuarantine(
  store: ErasableStore,
  keys: readonly string[],
  who: Recognise,
): Promise<number> {
  const removed = await mapBounded(keys, readsAtOnce, (key) => eraseFromPointers(store, key, who));
  return removed.reduce((sum, each) => sum + each, 0);
}

async function eraseFromPointers(store: ErasableStore, key: string, who: Recognise): Promise<number> {
  const object = await store.open(key);
  if (object === undefined) return 0;
  const lines: string[] = [];
  let here = 0;
  try {
    for await (const some of linesOf(unpacked(key, object.body))) {
      for (const line of some) {
        const text = line.toString('utf8');
        if (isOf(who, parsedAs(pointed, text)?.pointer.keys ?? {})) here++;
        else lines.push(`${text}\n`);
      }
    }
  } catch (error) {
    if (damageOf(error) === '') throw error;
  }
  if (here === 0) return 0;
  // Another erasure that was quicker leaves this one for the next round.
  const isReplaced = await store.replace(key, object.etag, gzipSync(lines.join('')), 'application/gzip');
  return isReplaced ? here : 1;
}

const record = z.object({ dynamodb: z.record(z.string(), z.unknown()) });

/** Batches of up to six megabytes are read whole, so that these many fit into the memory of the function. */
const batchesAtOnce = 8;

const imagesOf = (each: unknown): Image[] =>
  Object.values(record.safeParse(each).data?.dynamodb ?? {}).filter(isObject);

interface EraseFailures extends Recognise {
  /** The failures bucket. */
  readonly store: ErasableStore;
  /** Writes conversations down before anything goes that tells whose they are. */
  readonly note: (conversations: readonly string[]) => Promise<void>;
}

/**
 * Takes a user's records out of the batches that could not be collected: they hold messages as they were written. A
 * reply may not name its user, and a failed batch is halved until each record lies alone: so all are read first for the
 * conversations that are the user's, and then again.
 *
 * @returns how many records
 */
export async function eraseFromFailures({ store, note, ...who }: EraseFailures): Promise<number> {
  const keys: string[] = [];
  for await (const { key } of store.list(failedBatches)) keys.push(key);
  const named = new Set((await mapBounded(keys, batchesAtOnce, (key) => conversationsIn(store, key, who))).flat());
  const added = [...named].filter((id) => !who.conversations.has(id)).sort();
  if (added.length > 0) await note(added);
  const all = { ...who, conversations: new Set([...who.conversations, ...added]) };
  const removed = await mapBounded(keys, batchesAtOnce, (key) => eraseFromBatch(store, key, all));
  return removed.reduce((sum, each) => sum + each, 0);
}

/** The conversations of a batch's records that are the user's. */
async function conversationsIn(store: ErasableStore, key: string, who: Recognise): Promise<string[]> {
  const object = await store.open(key);
  const { records = [] } = (object && readFailedBatch(await textOf(object))) ?? {};
  return records.flatMap(imagesOf).flatMap((image) => {
    const conversation = scalar(image, who.mapping.attributes.conversationId);
    return conversation !== undefined && isOf(who, image) ? [who.pseudonyms.conversation(conversation)] : [];
  });
}

async function eraseFromBatch(store: ErasableStore, key: string, who: Recognise): Promise<number> {
  const object = await store.open(key);
  if (object === undefined) return 0;
  const batch = readFailedBatch(await textOf(object));
  if (batch === undefined) return 0;
  const others = batch.records.filter((each) => !imagesOf(each).some((image) => isOf(who, image)));
  if (others.length === batch.records.length) return 0;
  const body = Buffer.from(batch.holding(others));
  await store.replace(key, object.etag, body, 'application/json');
  return batch.records.length - others.length;
}
