import * as z from 'zod';
import { type ObjectStore, readText } from '../dataset/object-store.ts';
import { workPrefix } from '../dataset/work.ts';
import { RetryableError, TerminalError } from '../errors.ts';

const paperSchema = z.object({
  schema: z.literal(1),
  /** The map's state. */
  at: z.string(),
  error: z.string(),
  message: z.string(),
  /** Whether no retry could help: then this has ended the map. Else a later try may have succeeded. */
  final: z.boolean(),
});
export type ChildError = Readonly<z.infer<typeof paperSchema>>;

const keyOf = (runId: string) => `${workPrefix(runId)}error.json`;

/**
 * Lets a map's child leave word of why it fails: Step Functions tells the map only that too many children failed.
 * Errors that are not our own are passed over, for their words may quote what was being read.
 */
export async function leaveWord(
  store: Pick<ObjectStore, 'put'>,
  runId: string,
  at: string,
  error: unknown,
): Promise<void> {
  const final = error instanceof TerminalError;
  if (!final && !(error instanceof RetryableError)) return;
  const paper: ChildError = { schema: 1, at, error: error.name, message: error.message, final };
  await store.put(keyOf(runId), JSON.stringify(paper), 'application/json');
}

/** What a child of the run said last; undefined when none did. */
export async function wordOfChild(store: Pick<ObjectStore, 'open'>, runId: string): Promise<ChildError | undefined> {
  const text = await readText(store, keyOf(runId));
  return text === undefined ? undefined : paperSchema.parse(JSON.parse(text));
}
