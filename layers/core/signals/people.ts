import * as z from 'zod';
import { mapBounded } from '../bounded.ts';
import { exchangeSchema } from '../conversation/exchange.ts';
import { type ObjectStore, readText } from '../dataset/object-store.ts';
import { parsedAs } from '../json.ts';

const { pseudonym, createdAt: at } = exchangeSchema.shape;

/** A user who was erased: nothing of them is collected or trains any more. For ever: it is never removed. */
export const tombstoneSchema = z.object({ schema: z.literal(1), pseudonym, at });

/** What a user said, after the fact, of everything they ever wrote: `granted: false` keeps it out of new datasets. */
export const consentSchema = z.object({
  schema: z.literal(1),
  pseudonym,
  granted: z.boolean(),
  at,
  /** Whether `at` is when it arrived, by this project's clock; absent: the app's clock says when it was said. */
  arrived: z.literal(true).optional(),
});
export type Consent = Readonly<z.infer<typeof consentSchema>>;

const tombstones = 'tombstones/';
const consents = 'consent/';
export const tombstoneKey = (pseudonym: string) => `${tombstones}${pseudonym}.json`;
export const consentKey = (pseudonym: string) => `${consents}${pseudonym}.json`;

/** Enough to hide the store's answering time. */
const readsAtOnce = 32;

const nameIn = (prefix: string, key: string) => key.slice(prefix.length).replace(/\.json$/, '');

/** Users whose exchanges may not train, whatever their exchanges say: memory for one pseudonym each. */
interface Excluded {
  readonly erased: ReadonlySet<string>;
  readonly withdrawn: ReadonlySet<string>;
}

/** Who was erased: known by the tombstones' names alone. @throws RetryableError when the store does not answer */
export async function readErased(store: Pick<ObjectStore, 'list'>): Promise<ReadonlySet<string>> {
  const erased = new Set<string>();
  for await (const { key } of store.list(tombstones)) erased.add(nameIn(tombstones, key));
  return erased;
}

/**
 * Reads who was erased and who has withdrawn consent. An erased user is known by the object's name alone; a consent
 * that cannot be read counts as withdrawn, for a mistake must not train.
 *
 * @throws RetryableError when the store does not answer
 */
export async function readExcluded(store: Pick<ObjectStore, 'list' | 'open'>): Promise<Excluded> {
  const erased = await readErased(store);
  const said: string[] = [];
  for await (const { key } of store.list(consents)) said.push(key);
  const withdrawn = await mapBounded(said, readsAtOnce, async (key) => {
    const text = await readText(store, key);
    return text === undefined || parsedAs(consentSchema, text)?.granted ? [] : [nameIn(consents, key)];
  });
  return { erased, withdrawn: new Set(withdrawn.flat()) };
}
