import type * as z from 'zod';
import { manifestSchema } from '../../layers/core/dataset/manifest.ts';
import { type ObjectStore, readJson, readText } from '../../layers/core/dataset/object-store.ts';
import { withHost } from '../../layers/core/erasure/hosts.ts';
import { lineageKey, lineageSchema } from '../../layers/core/erasure/lineage.ts';
import { TerminalError } from '../../layers/core/errors.ts';
import { mustKnowErased } from '../../layers/core/training/erased-meanwhile.ts';
import { fileNameOf, type Trainer, type TrainingFile } from '../../layers/core/training/trainer.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { trainer } from '../trainer.ts';
import { checked as input, uploaded as output } from './fine-tune-state.ts';

export { input, output };

type Uploads = Pick<Trainer, 'host' | 'findFile' | 'upload'>;

/** Somebody deleted the dataset while the run was at work on it. */
class DatasetGone extends TerminalError {
  override name = 'DatasetGone';

  constructor(key: string) {
    super(`${key} is not in the lake any more. Start the run again: it makes the dataset anew.`);
  }
}

const fileIn = (store: ObjectStore, key: string, bytes: number, name: string): TrainingFile => ({
  name,
  bytes,
  open: async () => {
    const object = await store.open(key);
    if (object === undefined) throw new DatasetGone(key);
    return object.body;
  },
  range: (start, end) => store.range(key, start, end),
});

/** What an earlier attempt at this state has uploaded is used again: the names hold the run's id and the dataset's. */
const sent = async (uploads: Pick<Uploads, 'findFile' | 'upload'>, file: TrainingFile): Promise<string> =>
  (await uploads.findFile(file.name, file.bytes)) ?? (await uploads.upload(file));

/**
 * Streams the training file, and the validation file where there is one, from the lake to the trainer.
 *
 * @throws ErasedMeanwhile before anything is sent; DatasetGone
 */
export async function uploadDataset(
  state: z.infer<typeof input>,
  store: ObjectStore,
  uploads: Uploads,
): Promise<z.infer<typeof output>> {
  const { dataset, runId, plan, baseModel } = state;
  await mustKnowErased(store, plan.erased);
  const manifest = await readText(store, dataset.manifestKey);
  if (manifest === undefined) throw new DatasetGone(dataset.manifestKey);
  // First, for erasure must find what leaves the lake, even when this function does not live to tell.
  const before = await readJson(store, lineageKey(runId), lineageSchema);
  const to = { baseModel: baseModel.id, host: withHost(before?.host, uploads.host) };
  const paper = { schema: 1, runId, dataset: dataset.id, ...to } satisfies z.infer<typeof lineageSchema>;
  await store.put(lineageKey(runId), JSON.stringify(paper), 'application/json');
  const { train, validation } = manifestSchema.pick({ files: true }).parse(JSON.parse(manifest)).files;
  const training = await sent(uploads, fileIn(store, train.key, train.bytes, fileNameOf(runId, dataset.id, 'train')));
  if (dataset.validation === 0) return { ...state, files: { training, validation: null } };
  const second = fileIn(store, validation.key, validation.bytes, fileNameOf(runId, dataset.id, 'validation'));
  return { ...state, files: { training, validation: await sent(uploads, second) } };
}

export const handler = step({ input, output, run: (state) => uploadDataset(state, lake(), trainer()) });
