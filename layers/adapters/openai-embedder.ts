import * as z from 'zod';
import { RetryableError } from '../core/errors.ts';
import { type Embedder, normalised } from '../core/quality/embedder.ts';
import { partsOf, withinBytes } from '../core/text-limits.ts';
import type { OpenAiClient } from './openai-client.ts';
import { askAboutTexts, TextsRefused } from './openai-texts.ts';

/**
 * The service takes 2,048 texts and 300,000 tokens a request, and 8,192 tokens a text (its API reference). Fewer texts
 * keep a retry cheap; bytes bound tokens from above.
 */
const most = { texts: 256, bytes: 300_000 };
const bytesOfText = 8_000;

const model = 'text-embedding-3-small';

const answerSchema = z.object({ data: z.array(z.object({ index: z.int(), embedding: z.array(z.number()) })) });

/**
 * OpenAI's embeddings, or those of any service with the same API at the client's base URL.
 *
 * @param dimensions how many numbers a vector has: those of this model can be shortened
 * @throws by `embed`: TextsRefused, QuotaExceeded; RetryableError when the service does not answer, or not for all texts
 */
export function createOpenAiEmbedder(client: OpenAiClient, { dimensions = 384 } = {}): Embedder {
  const embedPart = async (input: string[]): Promise<Float32Array[]> => {
    const { data } = await askAboutTexts(
      client,
      `embed ${input.length} texts by ${model}`,
      `Does the service have this model? Else choose another embedder, minilm or none.`,
      answerSchema,
      (openai) => openai.embeddings.create({ model, dimensions, input, encoding_format: 'float' }),
    );
    if (data.length !== input.length) {
      throw new RetryableError(`Asked ${client.service} to embed ${input.length} texts, got ${data.length} vectors.`);
    }
    const wrong = data.find(({ embedding }) => embedding.length !== dimensions);
    if (wrong) {
      throw new TextsRefused(
        `${client.service} gives vectors of ${wrong.embedding.length} numbers where ${dimensions} were asked for: ` +
          `its ${model} is another model. Choose another embedder, minilm or none.`,
      );
    }
    const ordered = data.toSorted((a, b) => a.index - b.index);
    return ordered.map(({ embedding }) => normalised(Float32Array.from(embedding)));
  };
  return {
    name: `${model}-${dimensions}`,
    dimensions,
    async embed(texts) {
      // An empty text is refused by the service.
      const cut = texts.map((text) => withinBytes(text, bytesOfText) || ' ');
      const vectors: Float32Array[] = [];
      for (const part of partsOf(cut, most)) vectors.push(...(await embedPart(part)));
      return vectors;
    },
  };
}
