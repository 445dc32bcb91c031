import * as z from 'zod';
import type { Pseudonyms } from '../../layers/core/conversation/pseudonym.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { type Consent, consentKey } from '../../layers/core/signals/people.ts';
import { step } from '../../layers/kit/step.ts';
import { identity } from '../identity.ts';
import { lake } from '../lake.ts';

export const input = z.strictObject({ userId: z.string().min(1), granted: z.boolean() });
export const output = z.object({ pseudonym: z.string(), granted: z.boolean() });

/**
 * Withdraws a user's consent for everything they ever wrote, or gives it back; what they said of single messages
 * stays as it is. It counts from the next dataset on.
 */
export async function consent(
  { userId, granted }: z.infer<typeof input>,
  pseudonyms: Pseudonyms,
  store: Pick<ObjectStore, 'put'>,
  at: string,
): Promise<z.infer<typeof output>> {
  const pseudonym = pseudonyms.user(userId);
  const said: Consent = { schema: 1, pseudonym, granted, at };
  await store.put(consentKey(pseudonym), JSON.stringify(said), 'application/json');
  return { pseudonym, granted };
}

export const handler = step({
  input,
  output,
  run: async (asked) => consent(asked, (await identity()).pseudonyms, lake(), new Date().toISOString()),
});
