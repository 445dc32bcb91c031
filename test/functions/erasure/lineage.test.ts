import { checkBaseModel } from '../../../functions/training/check-base-model.ts';
import { uploadDataset } from '../../../functions/training/upload-dataset.ts';
import { lineageKey, lineageSchema } from '../../../layers/core/erasure/lineage.ts';
import { runWithDataset } from '../../support/fine-tune-run.ts';

it('which dataset a run takes out of the lake is written down before anything leaves', async () => {
  const { store, state } = await runWithDataset();
  const model = async (id: string) => ({ id, shutdownDate: null });
  const checked = await checkBaseModel(state, { model }, '2026-11-24');
  const uploads = {
    host: 'api.openai.com',
    findFile: async () => undefined,
    upload: async () => {
      throw new Error('the function died while it uploaded');
    },
  };
  await expect(uploadDataset(checked, store, uploads)).rejects.toThrow('died');
  const paper = lineageSchema.parse(JSON.parse(store.text(lineageKey('run-1'))));
  const to = { baseModel: checked.baseModel.id, host: ['api.openai.com'] };
  expect(paper).toEqual({ schema: 1, runId: 'run-1', dataset: state.dataset.id, ...to });
  // The same again by a deployment with another trainer: the first may have got something.
  const other = { ...uploads, host: 'other.example', upload: async () => 'file-1' };
  await uploadDataset(checked, store, other);
  await uploadDataset(checked, store, other);
  const { host } = lineageSchema.parse(JSON.parse(store.text(lineageKey('run-1'))));
  expect(host).toEqual(['api.openai.com', 'other.example']);
});
