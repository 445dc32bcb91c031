import type * as z from 'zod';
import { mapBounded } from '../bounded.ts';
import { TerminalError } from '../errors.ts';
import { parsedAs } from '../json.ts';
import { type ObjectStore, readText } from './object-store.ts';

/**
 * Where a run keeps what it sorts and merges. Apart from its papers (`runs/`), because it holds text: the lake
 * removes it by itself when no run can need it any more.
 */
export const workPrefix = (runId: string) => `${workFolder}${runId}/`;
export const workFolder = 'work/';

/** A file that an earlier state must have written is not there. */
export class WorkMissing extends TerminalError {
  override name = 'WorkMissing';

  constructor(key: string) {
    super(
      `${key} is not there, which an earlier state of this run should have written. Either an erasure was at work: it ` +
        'deletes the files of runs that had begun before it. Or the project was deployed while this run was under way, ' +
        'whose earlier states wrote what those before the deployment do. Start a new run.',
    );
  }
}

/** A file that an earlier state wrote is none that this one can read. */
class WorkUnreadable extends TerminalError {
  override name = 'WorkUnreadable';

  constructor(key: string) {
    super(
      `${key}, which an earlier state of this run wrote, is of another form than this state reads: the project was ` +
        'deployed while the run was under way. Start a new run; if it happens without a deployment, please report it.',
    );
  }
}

/** What an earlier state wrote as JSON. @throws WorkMissing, WorkUnreadable */
export async function readWork<Schema extends z.ZodType>(
  store: ObjectStore,
  key: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const text = await readText(store, key);
  if (text === undefined) throw new WorkMissing(key);
  const read = parsedAs(schema, text);
  if (read === undefined) throw new WorkUnreadable(key);
  return read;
}

/** Enough to hide the store's answering time. */
const readsAtOnce = 16;

/** What each child of a map wrote as JSON, in their order. @throws WorkMissing, WorkUnreadable */
export const readEach = <Schema extends z.ZodType>(
  { store, runId, children }: { readonly store: ObjectStore; readonly runId: string; readonly children: number },
  keyOf: (runId: string, child: number) => string,
  schema: Schema,
): Promise<z.infer<Schema>[]> =>
  mapBounded([...Array(children).keys()], readsAtOnce, (child) => readWork(store, keyOf(runId, child), schema));
