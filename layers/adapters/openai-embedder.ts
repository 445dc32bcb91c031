import type OpenAI from 'openai';
import { type Embedder, normalised } from '../core/quality/embedder.ts';

/** The service takes up to 2,048 texts in one request; fewer keep a retry cheap. */
const textsPerRequest = 256;

/** The model reads 8,191 tokens, and a token is hardly ever less than a character. */
const maximumCharacters = 8_000;

/**
 * OpenAI's embeddings, or those of any service with the same API at the client's base URL.
 *
 * @param dimensions how many numbers a vector has: `text-embedding-3-*` can be shortened
 */
export function createOpenAiEmbedder(
  client: Pick<OpenAI, 'embeddings'>,
  { model = 'text-embedding-3-small', dimensions = 384 } = {},
): Embedder {
  return {
    name: `${model}-${dimensions}`,
    dimensions,
    async embed(texts) {
      const vectors: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += textsPerRequest) {
        const input = texts
          .slice(from, from + textsPerRequest)
          // An empty text is refused by the service.
          .map((text) => text.slice(0, maximumCharacters).toWellFormed() || ' ');
        const { data } = await client.embeddings.create({ model, dimensions, input, encoding_format: 'float' });
        const ordered = data.toSorted((a, b) => a.index - b.index);
        vectors.push(...ordered.map(({ embedding }) => normalised(Float32Array.from(embedding))));
      }
      return vectors;
    },
  };
}
