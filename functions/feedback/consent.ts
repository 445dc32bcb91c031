import * as z from 'zod';
import type { Pseudonyms } from '../../layers/core/conversation/pseudonym.ts';
import { noteConsent } from '../../layers/core/signals/note-consent.ts';
import { step } from '../../layers/kit/step.ts';
import { identity } from '../identity.ts';
import { lake } from '../lake.ts';

export const input = z.strictObject({
  userId: z.string().min(1),
  granted: z.boolean(),
  /** When the user said it. Default: now. */
  at: z.iso.datetime({ offset: true }).optional(),
});
export const output = z.object({ pseudonym: z.string(), granted: z.boolean() });

/** The moment in UTC; what is still to come is now, or nothing could be said until then. */
const notAfter = (now: string, at: string): string => new Date(Math.min(Date.parse(at), Date.parse(now))).toISOString();

/**
 * Withdraws a user's consent for everything they ever wrote, or gives it back; what they said of single messages
 * stays as it is. It counts from the next dataset on.
 *
 * @returns what counts by now: not what was asked for where the user has said something else later
 */
export async function consent(
  { userId, granted, at }: z.infer<typeof input>,
  pseudonyms: Pseudonyms,
  store: Parameters<typeof noteConsent>[0],
  now: string,
): Promise<z.infer<typeof output>> {
  const pseudonym = pseudonyms.user(userId);
  const when = at === undefined ? { at: now, arrived: true as const } : { at: notAfter(now, at) };
  const counts = await noteConsent(store, { schema: 1, pseudonym, granted, ...when });
  return { pseudonym, granted: counts.granted };
}

export const handler = step({
  input,
  output,
  run: async (asked) => consent(asked, (await identity()).pseudonyms, lake(), new Date().toISOString()),
});
