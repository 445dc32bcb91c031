import { textOf } from '../dataset/object-store.ts';
import type { ErasableStore } from '../erasure/erasable-store.ts';
import { parsedAs } from '../json.ts';
import { type Consent, consentKey, consentSchema } from './people.ts';

/** As far as a phone's clock may be behind. In milliseconds. */
const clocksDiffer = 5 * 60 * 1000;

/**
 * A withdrawal that comes after a grant seems to be from before it where the app's clock is behind this project's: it
 * counts as said at the moment of the grant.
 */
function byOneClock(said: Consent, noted: Consent): Consent {
  const isBehind = !said.granted && !said.arrived && noted.granted && noted.arrived;
  const before = Date.parse(noted.at) - Date.parse(said.at);
  return isBehind && before > 0 && before <= clocksDiffer ? { ...said, at: noted.at } : said;
}

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
  for (;;) {
    const object = await store.open(key);
    const noted = object && parsedAs(consentSchema, await textOf(object));
    const now = noted ? byOneClock(said, noted) : said;
    if (noted !== undefined && laterConsent(now, noted) === noted) return noted;
    const body = Buffer.from(JSON.stringify(now));
    const isNoted = object
      ? await store.replace(key, object.etag, body, 'application/json')
      : await store.create(key, body, 'application/json');
    if (isNoted) return now;
  }
}
