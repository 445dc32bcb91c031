import { textOf } from '../dataset/object-store.ts';
import type { ErasableStore } from '../erasure/erasable-store.ts';
import { parsedAs } from '../json.ts';
import { type Consent, consentKey, consentSchema } from './people.ts';

/** Of two things that a user said the later; of one moment the withdrawal, for a mistake must not train. */
export function laterConsent(one: Consent, other: Consent): Consent {
  const [first, second] = [Date.parse(one.at), Date.parse(other.at)];
  if (first !== second) return first > second ? one : other;
  return one.granted ? other : one;
}

/**
 * Notes what a user said of everything they wrote, unless they have said something else since: calls may overtake each
 * other, and come twice. What is noted and cannot be read gives way.
 *
 * @returns what counts by now
 * @throws RetryableError when the store does not answer
 */
export async function noteConsent(
  store: Pick<ErasableStore, 'open' | 'create' | 'replace'>,
  said: Consent,
): Promise<Consent> {
  const key = consentKey(said.pseudonym);
  const body = Buffer.from(JSON.stringify(said));
  for (;;) {
    const object = await store.open(key);
    const noted = object && parsedAs(consentSchema, await textOf(object));
    if (noted !== undefined && laterConsent(said, noted) === noted) return noted;
    const isNoted = object
      ? await store.replace(key, object.etag, body, 'application/json')
      : await store.create(key, body, 'application/json');
    if (isNoted) return said;
  }
}
