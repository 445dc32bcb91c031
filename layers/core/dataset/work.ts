import type * as z from 'zod';
import { mapBounded } from '../bounded.ts';
import { TerminalError } from '../errors.ts';
import { type ObjectStore, readText } from './object-store.ts';

/**
 * Where a run keeps what it sorts and merges. Apart from its papers (`runs/`), because it holds text: the lake
 * removes it by itself when no run can need it any more.
 */
export const workPrefix = (runId: string) => `${workFolder}${runId}/`;
export const workFolder = 'work/';

/** A file that an earlier state must have written is not there. */
class WorkMissing extends TerminalError {
  override name = 'WorkMissing';

  constructor(key: string) {
    super(
      `${key} is gone, which an earlier state of this run wrote: an erasure deletes the files of runs that had begun ` +
        'before it. Start a new run.',
    );
  }
}

/** What an earlier state wrote as JSON. @throws WorkMissing */
export async function readWork<Schema extends z.ZodType>(
  store: ObjectStore,
  key: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const text = await readText(store, key);
  if (text === undefined) throw new WorkMissing(key);
  return schema.parse(JSON.parse(text));
}

/** Enough to hide the store's answering time. */
const readsAtOnce = 16;

/** What each child of a map wrote as JSON, in their order. @throws WorkMissing */
export const readEach = <Schema extends z.ZodType>(
  { store, runId, children }: { readonly store: ObjectStore; readonly runId: string; readonly children: number },
  keyOf: (runId: string, child: number) => string,
  schema: Schema,
): Promise<z.infer<Schema>[]> =>
  mapBounded([...Array(children).keys()], readsAtOnce, (child) => readWork(store, keyOf(runId, child), schema));
