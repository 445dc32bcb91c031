import { createHash } from 'node:crypto';
import * as z from 'zod';
import { mapBounded } from '../bounded.ts';
import { exchangeSchema } from '../conversation/exchange.ts';
import { type ObjectStore, readJson } from '../dataset/object-store.ts';
import { foundPrefix } from './names.ts';

const { pseudonym, createdAt: at } = exchangeSchema.shape;
const count = z.int().min(0);

/** Ids of a user's exchanges and conversations, as they were found in shards. */
export const foundSchema = z.object({ ids: z.array(z.string()), conversations: z.array(z.string()) });
export type Found = z.infer<typeof foundSchema>;

/**
 * What a partition of shards, or a dataset, came to: objects rewritten, lines taken out, objects deleted.
 * `broken`: keys whose rest could not be unpacked, and is gone now.
 */
export const shardsErasedSchema = z.object({
  objects: count,
  lines: count,
  deleted: count,
  /** Pointers to the user's items that were taken out of the quarantine. */
  pointers: count.default(0),
  broken: z.array(z.string()),
});
export type ShardsErased = z.infer<typeof shardsErasedSchema>;

/** Ids of the files of a run that erasures of a user have deleted at the trainer. */
export const deletedSchema = z.array(z.string());

/** Why a dataset must not be used, and for whom it was emptied. */
export const supersededSchema = z.object({
  schema: z.literal(1),
  reason: z.literal('erasure'),
  dataset: z.string(),
  at,
  pseudonyms: z.array(pseudonym),
});

/** A run that used a dataset that held the user, or trained on from a model of such a run. */
export const taintedRunSchema = z.object({
  runId: z.string(),
  dataset: z.string(),
  /** Ids of models that the trainer made of it, checkpoints too. */
  models: z.array(z.string()),
  /** Whether one of them was promoted. */
  promoted: z.boolean(),
  /** Jobs that still train. */
  going: z.array(z.string()),
  /** Files that were there, until an erasure of this user deleted them. */
  filesDeleted: count,
  /** The model that it trained on from, where its own dataset did not hold the user. */
  byDescentFrom: z.string().optional(),
  /**
   * Why it is not known what there is of the run at the trainer: it refuses to tell, or to delete; or the run went to
   * others than the deployment's. `hosts` has these others, whatever the reason is. Of a round
   * that failed it was `not_asked`, and this is what papers tell.
   */
  open: z
    .object({ why: z.enum(['refused', 'other_service', 'not_asked']), hosts: z.array(z.string()).optional() })
    .optional(),
});
export type TaintedRun = z.infer<typeof taintedRunSchema>;

/** An augmentation that failed, was aborted or is under way, and had something of the user at the service, until an erasure deleted it. */
const forgottenAnswersSchema = z.object({
  runId: z.string(),
  filesDeleted: z.array(z.string()),
  /** True where the answers about others were copied into the lake first, to be taken in. */
  kept: z.literal(true).optional(),
  /**
   * What may still be there: of a batch that has not ended yet; of one that the service refuses to tell about; of one
   * at another service than the deployment's; or of a run whose `failure.json` cannot be read. `batch` is
   * null where its id is not known; `hosts` has the other services, whatever the reason is.
   */
  open: z
    .object({
      why: z.enum(['going', 'refused', 'other_service', 'unreadable']),
      batch: z.string().nullable(),
      hosts: z.array(z.string()).optional(),
    })
    .optional(),
});
export type ForgottenAnswers = z.infer<typeof forgottenAnswersSchema>;

/** What people are told of an erasure. */
export const erasureReportSchema = z.object({
  schema: z.literal(1),
  pseudonym,
  at,
  /** How often everything was searched; the last search of a finished erasure has found nothing. */
  rounds: count,
  finished: z.boolean(),
  /** Whether that search began when no batch of messages from before the tombstone could fail any more. Reports of old do not say. */
  settled: z.boolean().optional(),
  /** Shards that were rewritten, and the lines taken out of them, in all rounds. */
  objects: count,
  lines: count,
  broken: z.array(z.string()),
  /** Datasets that held the user; they are emptied. */
  datasets: z.array(z.string()),
  runs: z.array(taintedRunSchema),
  /** See kept-answers.ts. Reports of old say nothing. */
  augmentations: z.array(forgottenAnswersSchema).optional(),
  /** Models that learned from the user, promoted or not: a model cannot forget, it can only be retired. */
  models: z.array(z.string()),
});
export type ErasureReport = z.infer<typeof erasureReportSchema>;

/** Writes down what was found, under a name made of it: the same again is the same object. */
export async function noteFound(store: Pick<ObjectStore, 'put'>, pseudonym: string, found: Found): Promise<void> {
  const text = JSON.stringify(found);
  const name = createHash('sha256').update(text).digest('hex').slice(0, 32);
  await store.put(`${foundPrefix(pseudonym)}${name}.json`, text, 'application/json');
}

/** Enough to hide the store's answering time. */
const readsAtOnce = 32;

/** Small JSON objects under a prefix, each with its key; without those that are gone or are something else. */
export async function readAll<Schema extends z.ZodType>(
  store: Pick<ObjectStore, 'list' | 'open'>,
  prefix: string,
  schema: Schema,
  which: (key: string) => boolean = () => true,
): Promise<(readonly [string, z.infer<Schema>])[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) if (which(key)) keys.push(key);
  const read = await mapBounded(keys, readsAtOnce, async (key) => {
    const value = await readJson(store, key, schema);
    return value === undefined ? [] : [[key, value] as const];
  });
  return read.flat();
}

/** Ids and conversations found so far, in whatever round. */
export async function readFound(store: ObjectStore, prefix: string) {
  const found = { ids: new Set<string>(), conversations: new Set<string>() };
  for (const [, one] of await readAll(store, prefix, foundSchema)) {
    for (const id of one.ids) found.ids.add(id);
    for (const id of one.conversations) found.conversations.add(id);
  }
  return found;
}
