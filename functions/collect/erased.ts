import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { readErased } from '../../layers/core/signals/people.ts';

/** How old the list of the erased may be, in milliseconds. An erasure looks again after three times as long. */
const freshFor = 5 * 60_000;

/** The users who were erased, read anew when the list is older than five minutes. */
export function erasedUsers(
  store: () => Pick<ObjectStore, 'list'>,
  now: () => number,
): () => Promise<ReadonlySet<string>> {
  let known: { readonly at: number; readonly users: ReadonlySet<string> } | undefined;
  return async () => {
    if (known === undefined || now() - known.at > freshFor) known = { at: now(), users: await readErased(store()) };
    return known.users;
  };
}
