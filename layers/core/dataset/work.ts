import { TerminalError } from '../errors.ts';
import { type ObjectStore, readText } from './object-store.ts';

/**
 * Where a run keeps what it sorts and merges. Apart from its papers (`runs/`), because it holds text: the lake
 * removes it by itself when no run can need it any more.
 */
export const workPrefix = (runId: string) => `work/${runId}/`;

/** A file that an earlier state must have written is not there. */
export class WorkMissing extends TerminalError {
  override name = 'WorkMissing';

  constructor(key: string) {
    super(`${key} is gone, which an earlier state of this run wrote. Start a new run.`);
  }
}

/** What an earlier state wrote as JSON. @throws WorkMissing */
export async function readWork(store: ObjectStore, key: string): Promise<unknown> {
  const text = await readText(store, key);
  if (text === undefined) throw new WorkMissing(key);
  return JSON.parse(text);
}
