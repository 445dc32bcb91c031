import { z } from 'zod';
import { ApiError, jsonBody, type Route } from './http.ts';
import { wordsOf } from './nearest-reply.ts';

const requestSchema = z.looseObject({
  model: z.string(),
  input: z.union([z.string(), z.array(z.string()).min(1).max(2048)]),
  dimensions: z.int().min(1).max(3072).optional(),
  encoding_format: z.enum(['float', 'base64']).default('float'),
});

/** OpenAI's models by what their vectors have at most. */
const dimensionsOf: Readonly<Record<string, number>> = {
  'text-embedding-3-small': 1536,
  'text-embedding-3-large': 3072,
};

/** Which number of a vector a word adds to: FNV-1a. */
function placeOf(word: string, dimensions: number): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(word)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0) % dimensions;
}

/** A bag of words of unit length: texts that share words are close. It hears no meaning. */
function vectorOf(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const word of wordsOf(text)) {
    const place = placeOf(word, dimensions);
    vector[place] = (vector[place] ?? 0) + 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

/** Embeddings by the words of a text. The model's name in the answer says that none was asked. */
export const embeddingRoutes: readonly Route[] = [
  {
    method: 'POST',
    pattern: /^\/v1\/embeddings$/,
    answer: async (call) => {
      const { model, input, dimensions, encoding_format } = await jsonBody(call, requestSchema);
      const largest = dimensionsOf[model];
      if (largest === undefined) {
        throw new ApiError(
          404,
          `The model \`${model}\` does not exist or you do not have access to it.`,
          'model_not_found',
        );
      }
      const texts = [input].flat();
      if (texts.includes('')) throw new ApiError(400, "'$.input' is invalid: an input is empty.", null, 'input');
      const data = texts.map((text, index) => {
        const vector = vectorOf(text, Math.min(dimensions ?? largest, largest));
        const embedding = encoding_format === 'float' ? [...vector] : Buffer.from(vector.buffer).toString('base64');
        return { object: 'embedding', index, embedding };
      });
      // Words, not tokens: a stand-in bills nobody.
      const tokens = texts.reduce((sum, text) => sum + wordsOf(text).length, 0);
      const usage = { prompt_tokens: tokens, total_tokens: tokens };
      return { json: { object: 'list', model: `stand-in-for-${model}`, data, usage } };
    },
  },
];
