import * as z from 'zod';
import { type ObjectStore, readJson, textOf } from '../dataset/object-store.ts';
import type { ErasableStore } from '../erasure/erasable-store.ts';
import { hostsSchema, whomToAsk, withHost } from '../erasure/hosts.ts';
import { parsedAs } from '../json.ts';
import { failureKey, sentKey } from './parent.ts';

const forgottenSchema = z.object({ pseudonym: z.string(), filesDeleted: z.array(z.string()) });

/** What both papers of a run, `sent.json` and `failure.json`, say of what lies at the service. */
const leftPaperSchema = z.looseObject({
  /** Where the answers were kept: the state with which they are taken in. */
  goOn: z.looseObject({ batch: z.looseObject({ id: z.string() }) }).optional(),
  /** Where it is not known that all was deleted: the batch, or null when only the run's id is known. */
  left: z.object({ batch: z.string().nullable() }).optional(),
  /** Of `sent.json`: the host of each service that may have got it. Papers of old do not say. */
  host: hostsSchema,
  /** Where an erasure has copied the answers into the lake: nothing lies at the service any more. */
  kept: z.literal(true).optional(),
  /** What erasures have deleted there, and for whom. Papers of old name one user only. */
  forgotten: z.union([z.array(forgottenSchema), forgottenSchema.transform((one) => [one])]).optional(),
});
export type LeftPaper = z.infer<typeof leftPaperSchema>;

/** The lake as far as these papers are rewritten, which a run and an erasure may do at the same time. */
export type PaperStore = Pick<ErasableStore, 'open' | 'put' | 'replace'>;

/** A paper of a run. @returns undefined when it is gone or cannot be read */
export const readLeftPaper = (store: Pick<ObjectStore, 'open'>, key: string): Promise<LeftPaper | undefined> =>
  readJson(store, key, leftPaperSchema);

/**
 * Writes a paper anew by what it says now, and never over what somebody else has written meanwhile: then by that.
 *
 * @param change gets undefined where there is no paper that can be read; the paper that it returns is written
 * @throws RetryableError when the store does not answer
 */
export async function rewritePaper(
  store: PaperStore,
  key: string,
  change: (now: LeftPaper | undefined) => LeftPaper,
): Promise<void> {
  for (;;) {
    const object = await store.open(key);
    const before = object && (await textOf(object));
    const text = JSON.stringify(change(before === undefined ? undefined : parsedAs(leftPaperSchema, before)), null, 2);
    if (text === before) return;
    // Nobody but the run itself begins its papers: one that is not there is nobody else's.
    if (object === undefined) return store.put(key, text, 'application/json');
    if (await store.replace(key, object.etag, Buffer.from(text), 'application/json')) return;
  }
}

/** Writes down, before anything is sent, that the run may have something at the service of this host. */
export const openSent = (store: PaperStore, runId: string, host: string): Promise<void> =>
  rewritePaper(store, sentKey(runId), (now) => ({
    ...{ schema: 1, runId, left: { batch: null }, ...now },
    host: withHost(now?.host, host),
  }));

/**
 * Writes down that nothing of the run lies at the service of this host any more, or that the failure's paper says what
 * does. What an earlier attempt has sent to another lies there still.
 *
 * @param present undefined where the service could not be asked: then the failure's paper says so
 */
export const closeSent = (store: PaperStore, runId: string, present: string | undefined): Promise<void> =>
  rewritePaper(store, sentKey(runId), (now) => {
    const { host, forgotten } = now ?? {};
    const isElsewhere = present !== undefined && whomToAsk(host, present).others.length > 0;
    return { schema: 1, runId, host, forgotten, ...(isElsewhere && { left: { batch: null } }) };
  });

/** Writes why a run failed, and what it left; what erasures have noted in the paper stays. */
export const writeFailure = (store: PaperStore, runId: string, paper: LeftPaper): Promise<void> =>
  rewritePaper(store, failureKey(runId), (now) => ({ ...paper, forgotten: now?.forgotten }));
