import * as z from 'zod';
import { textOf } from '../dataset/object-store.ts';
import type { ErasableStore } from '../erasure/erasable-store.ts';
import { parsedAs } from '../json.ts';

/** The time, and how to let it pass; both in milliseconds. */
export interface Clock {
  /** Since 1970. */
  now(): number;
  wait(milliseconds: number): Promise<unknown>;
}

/** The paper of a run by which of several attempts one at a time may create something. */
export interface Claim {
  readonly store: Pick<ErasableStore, 'open' | 'create' | 'replace'>;
  readonly key: string;
  readonly clock: Clock;
  /** Throws where nothing must be created any more; asked last, and its time counts towards `freshness`. */
  readonly stillMay?: () => Promise<void>;
}

/** The claims on what a run creates at a service. */
export const fineTuneClaimKey = (runId: string): string => `runs/${runId}/fine-tune-claim.json`;
export const batchClaimKey = (runId: string): string => `runs/${runId}/batch-claim.json`;

/**
 * Milliseconds for which whoever has the claim is left alone: `freshness`, then half a minute for the one request,
 * after which the client cuts it off, and a quarter of a minute in which the service's list may lag behind.
 */
export const lease = 60_000;
/** Milliseconds within which the request must begin, or not at all. */
export const freshness = 15_000;

const claimSchema = z.object({ at: z.iso.datetime() });

/**
 * Takes the claim where nobody has it, or who had it has had the time. It is never given back: what was created after
 * it may not be listed yet.
 *
 * @returns false when somebody else has it
 */
export async function take({ store, key, clock }: Claim): Promise<boolean> {
  const before = await store.open(key);
  const now = clock.now();
  const paper = Buffer.from(JSON.stringify({ schema: 1, at: new Date(now).toISOString() }));
  if (before === undefined) return store.create(key, paper, 'application/json');
  const claimed = parsedAs(claimSchema, await textOf(before));
  if (claimed !== undefined && now < Date.parse(claimed.at) + lease) return false;
  return store.replace(key, before.etag, paper, 'application/json');
}
