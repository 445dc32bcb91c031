import * as z from 'zod';
import { parsedAs } from '../json.ts';
import { readExcluded } from '../signals/people.ts';
import { type ObjectStore, readText } from './object-store.ts';
import { readWork, workPrefix } from './work.ts';

/** Users whose exchanges must not take part, by pseudonym, and why. */
export type Withdrawn = ReadonlyMap<string, 'erased' | 'consent_withdrawn'>;

const listSchema = z.object({ erased: z.array(z.string()), consent_withdrawn: z.array(z.string()) });

const listKey = (runId: string) => `${workPrefix(runId)}withdrawn.json`;

/**
 * Writes down once for the run who was erased and who withdrew consent: its children then read one file.
 *
 * @returns how many were erased: whoever is erased later is one more
 */
export async function listWithdrawn(store: ObjectStore, runId: string): Promise<number> {
  const { erased, withdrawn } = await readExcluded(store);
  const list = { erased: [...erased], consent_withdrawn: [...withdrawn] } satisfies z.infer<typeof listSchema>;
  await store.put(listKey(runId), JSON.stringify(list), 'application/json');
  return erased.size;
}

/** @throws WorkMissing: without the list nobody would be withdrawn */
export async function readWithdrawn(store: ObjectStore, runId: string): Promise<Withdrawn> {
  const list = await readWork(store, listKey(runId), listSchema);
  return new Map([
    ...list.consent_withdrawn.map((user) => [user, 'consent_withdrawn'] as const),
    ...list.erased.map((user) => [user, 'erased'] as const),
  ]);
}

/** Whether a run has begun without an erased user, so that none of its work files can hold them. */
export async function beganWithout(store: ObjectStore, runId: string, pseudonym: string): Promise<boolean> {
  const text = await readText(store, listKey(runId));
  return text !== undefined && (parsedAs(listSchema, text)?.erased.includes(pseudonym) ?? false);
}
