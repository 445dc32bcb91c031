import { exists, type ObjectStore } from '../dataset/object-store.ts';
import { supersededKey } from '../erasure/names.ts';
import { TerminalError } from '../errors.ts';
import { readErased } from '../signals/people.ts';

type Listed = Pick<ObjectStore, 'list'>;

/** Somebody was erased after the run had listed whose exchanges take no part: its dataset may hold them. */
export class ErasedMeanwhile extends TerminalError {
  override name = 'ErasedMeanwhile';
}

/**
 * Ends a run whose dataset may hold somebody who is erased by now, before it leaves the lake. A listing and no reading:
 * who of them is in the dataset would be known only to one who reads its rows, and so early a new run costs little.
 *
 * @param known how many were erased when Plan dataset listed them. Tombstones stay for ever, so more of them are new ones
 * @throws ErasedMeanwhile
 */
export async function mustKnowErased(store: Listed, known: number): Promise<void> {
  const added = (await readErased(store)).size - known;
  if (added <= 0) return;
  throw new ErasedMeanwhile(
    `Users who were erased after this run had listed whose exchanges take no part: ${added}. Its dataset may hold ` +
      'them. It was stopped before anything more was sent to the trainer or started there. Start the run again: ' +
      'it makes a dataset without them.',
  );
}

/**
 * Keeps a model from being promoted whose dataset an erasure has emptied: the model cannot forget. Not whoever has a
 * tombstone, for days of training lie behind, and most who are erased meanwhile are not in the dataset.
 *
 * @throws ErasedMeanwhile
 */
export async function mustNotBeSuperseded(store: Listed, dataset: string): Promise<void> {
  if (!(await exists(store, supersededKey(dataset)))) return;
  throw new ErasedMeanwhile(
    `The dataset ${dataset} was emptied by an erasure while this run was at work: its model has learned from a user ` +
      'who is erased by now, and was not promoted. Do not use it, and delete it at the trainer. Start the run again: it ' +
      'trains a model without them.',
  );
}
