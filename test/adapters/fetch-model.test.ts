import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchModel, ModelNotFetched } from '../../layers/adapters/minilm/fetch-model.ts';

describe('fetchModel', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'fetch-model-'));
  afterAll(() => rmSync(scratch, { recursive: true }));
  const folderWith = (files: Record<string, string>): string => {
    const folder = mkdtempSync(join(scratch, 'source-'));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return folder;
  };

  it.each([
    ['a folder without the files', {}, /holds none of model\.onnx/],
    [
      'another model under the right names',
      { 'model.onnx': 'no model', 'tokenizer.json': '{"model":{"vocab":{"a":0}}}' },
      /SHA-256 of model\.onnx is [0-9a-f]{64}, expected/,
    ],
  ])('puts nothing in place from %s, and says why', async (_, files, reason) => {
    const folder = join(mkdtempSync(join(scratch, 'target-')), 'model');
    const fetching = fetchModel({ folder, from: folderWith(files), say: () => undefined });
    await expect(fetching).rejects.toThrow(ModelNotFetched);
    await expect(fetching).rejects.toThrow(reason);
    expect(readdirSync(join(folder, '..'))).toEqual([]);
  });

  it.each([
    ['the model alone', { 'model.onnx': 'left' }],
    ['the tokenizer alone', { 'tokenizer.json': 'left' }],
  ])('puts the model in place of a folder that holds %s', async (_, left) => {
    const folder = folderWith(left);
    const from = folderWith({ 'model.onnx': 'new', 'tokenizer.json': 'new' });
    await fetchModel({ folder, from, say: () => undefined, check: async () => undefined });
    expect(readFileSync(join(folder, 'model.onnx'), 'utf8')).toBe('new');
    expect(readFileSync(join(folder, 'tokenizer.json'), 'utf8')).toBe('new');
    expect(existsSync(`${folder}.partial`)).toBe(false);
  });

  it('leaves what is in the folder where no source gives the right model', async () => {
    const folder = folderWith({ 'model.onnx': 'left' });
    const from = folderWith({ 'model.onnx': 'no model', 'tokenizer.json': '{"model":{"vocab":{}}}' });
    await expect(fetchModel({ folder, from, say: () => undefined })).rejects.toThrow(/SHA-256 of model\.onnx/);
    expect(readdirSync(folder)).toEqual(['model.onnx']);
  });

  it('refuses a model that was put in place by hand and is another one', async () => {
    const folder = folderWith({ 'model.onnx': 'no model', 'tokenizer.json': '{"model":{"vocab":{}}}' });
    await expect(fetchModel({ folder, say: () => undefined })).rejects.toThrow(/Delete it and run/);
  });
});
