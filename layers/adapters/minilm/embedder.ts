import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { type Embedder, normalised } from '../../core/quality/embedder.ts';

/** Longer texts are cut off here: relevance is plain from the beginning, and time grows with length. */
const maximumTokens = 128;

/**
 * all-MiniLM-L6-v2 (int8 ONNX, Apache-2.0) on one thread: the mean of the last hidden state, normalised.
 *
 * @param folder holds `model.onnx` and `tokenizer.json`, as `npm run fetch-model` puts them
 * @throws when the folder or onnxruntime-node is not there: see `findMinilmEmbedder` for the quiet way
 */
export async function createMinilmEmbedder(folder: string): Promise<Embedder> {
  // From a Lambda layer a package is found by require only: import does not look there.
  const ort: typeof import('onnxruntime-node') = createRequire(import.meta.url)('onnxruntime-node');
  const tokenizer = new Tokenizer(JSON.parse(await readFile(join(folder, 'tokenizer.json'), 'utf8')), {});
  const session = await ort.InferenceSession.create(join(folder, 'model.onnx'), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
  });

  const start = tokenizer.token_to_id('[CLS]');
  const end = tokenizer.token_to_id('[SEP]');
  if (start === undefined || end === undefined) throw new TypeError('The tokenizer has no [CLS] and [SEP].');

  const tokenise = (text: string): BigInt64Array => {
    // A token holds no more than a few characters: what lies beyond could not be read anyway.
    const { ids } = tokenizer.encode(text.slice(0, maximumTokens * 16).toWellFormed(), { add_special_tokens: false });
    return BigInt64Array.from([start, ...ids.slice(0, maximumTokens - 2), end].map(BigInt));
  };

  const embedOne = async (text: string): Promise<Float32Array> => {
    const ids = tokenise(text);
    const tensor = (data: BigInt64Array) => new ort.Tensor('int64', data, [1, data.length]);
    const { last_hidden_state: hidden } = await session.run({
      input_ids: tensor(ids),
      attention_mask: tensor(new BigInt64Array(ids.length).fill(1n)),
      token_type_ids: tensor(new BigInt64Array(ids.length)),
    });
    if (!(hidden?.data instanceof Float32Array)) throw new TypeError('The model gives no last_hidden_state of floats.');
    const sum = new Float32Array(hidden.dims.at(-1) ?? 0);
    hidden.data.forEach((value, i) => {
      sum[i % sum.length] = (sum[i % sum.length] ?? 0) + value;
    });
    // The mean points where the sum points: normalising needs no division before it.
    return normalised(sum);
  };

  const { length: dimensions } = await embedOne('');

  return {
    name: 'all-MiniLM-L6-v2-int8',
    dimensions,
    async embed(texts) {
      const vectors: Float32Array[] = [];
      for (const text of texts) vectors.push(await embedOne(text));
      return vectors;
    },
  };
}
