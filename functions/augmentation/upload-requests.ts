import type * as z from 'zod';
import { AugmentationInterrupted, type Batches, requestsNameOf } from '../../layers/core/augmentation/batches.ts';
import { oneFile } from '../../layers/core/augmentation/one-batch.ts';
import { requestsKey } from '../../layers/core/augmentation/parent.ts';
import { openSent, type PaperStore } from '../../layers/core/augmentation/sent.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { batches } from './batches.ts';
import { planned as input, uploaded as output } from './state.ts';

export { input, output };

/** Streams the requests from the lake to the service, unless they are there already; before that, writes down that it does. */
export async function uploadRequests(
  state: z.infer<typeof input>,
  service: Pick<Batches, 'filesOf' | 'upload'>,
  store: ObjectStore & PaperStore,
): Promise<z.infer<typeof output>> {
  const key = requestsKey(state.runId);
  const open = async () => {
    const object = await store.open(key);
    if (object === undefined) throw new AugmentationInterrupted();
    return object.body;
  };
  // Not as planned where an erasure has taken requests out of it.
  const bytes = await store.sizeOf(key);
  if (bytes === undefined) throw new AugmentationInterrupted();
  const range = (start: number, end: number) => store.range(key, start, end);
  await openSent(store, state.runId);
  const file = await oneFile(service, { name: requestsNameOf(state.runId), bytes, open, range });
  return { ...state, file };
}

export const handler = step({ input, output, run: (state) => uploadRequests(state, batches(), lake()) });
