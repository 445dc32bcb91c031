import { Readable } from 'node:stream';
import type * as z from 'zod';
import { AugmentationInterrupted, type Batches, requestsNameOf } from '../../layers/core/augmentation/batches.ts';
import { askedOfErased, requestsWithout } from '../../layers/core/augmentation/erased.ts';
import { oneFile } from '../../layers/core/augmentation/one-batch.ts';
import { requestsKey } from '../../layers/core/augmentation/parent.ts';
import { openSent, type PaperStore } from '../../layers/core/augmentation/sent.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import type { TrainingFile } from '../../layers/core/training/trainer.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { batches } from './batches.ts';
import { planned as input, uploaded as output } from './state.ts';

export { input, output };

type Content = Omit<TrainingFile, 'name'>;

/** As it lies in the lake: not as planned where an erasure has taken requests out of it. */
async function inLake(store: ObjectStore, runId: string): Promise<Content> {
  const key = requestsKey(runId);
  const bytes = await store.sizeOf(key);
  if (bytes === undefined) throw new AugmentationInterrupted();
  const open = async () => {
    const object = await store.open(key);
    if (object === undefined) throw new AugmentationInterrupted();
    return object.body;
  };
  return { bytes, open, range: (start, end) => store.range(key, start, end) };
}

const inMemory = (bytes: Buffer): Content => ({
  bytes: bytes.length,
  open: async () => Readable.from([bytes]),
  range: async (start, end) => bytes.subarray(start, end),
});

/**
 * Streams the requests from the lake to the service, unless they are there already; before that, writes down that it
 * does. Those about users who were erased since the plan stay here: an erasure that has looked before Plan had written
 * them does not know of them yet.
 *
 * @throws AugmentationInterrupted
 */
export async function uploadRequests(
  state: z.infer<typeof input>,
  service: Pick<Batches, 'host' | 'filesOf' | 'upload' | 'deleteFile'>,
  store: ObjectStore & PaperStore,
): Promise<z.infer<typeof output>> {
  const { runId } = state;
  const name = requestsNameOf(runId);
  const { ids, erased } = await askedOfErased(store, runId);
  const content = ids.size === 0 ? await inLake(store, runId) : inMemory(await requestsWithout(store, runId, ids));
  await openSent(store, runId, service.host);
  // An earlier attempt may have sent them all.
  if (ids.size > 0) for (const id of await service.filesOf(name)) await service.deleteFile(id);
  return { ...state, file: await oneFile(service, { name, ...content }), erased };
}

export const handler = step({ input, output, run: (state) => uploadRequests(state, batches(), lake()) });
