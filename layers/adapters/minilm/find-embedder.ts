import type { Embedder } from '../../core/quality/embedder.ts';
import { createMinilmEmbedder } from './embedder.ts';
import { hasModel } from './model-files.ts';

/**
 * The embedder when its model and its library are there, else undefined: then relevance goes by words.
 *
 * @param folder holds the model
 * @param say told, in one line, why there is none
 */
export async function findMinilmEmbedder(folder: string, say: (line: string) => void): Promise<Embedder | undefined> {
  if (!(await hasModel(folder))) {
    say(`Relevance goes by words: no embedding model in ${folder} ("npm run fetch-model" gets it).`);
    return undefined;
  }
  try {
    return await createMinilmEmbedder(folder);
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n');
    say(`Relevance goes by words: the embedding model does not load here (${reason}).`);
    return undefined;
  }
}
