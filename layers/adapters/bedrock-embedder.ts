import { type BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import * as z from 'zod';
import { type Embedder, normalised } from '../core/quality/embedder.ts';

const model = 'amazon.titan-embed-text-v2:0';
/** Titan reads 8,192 tokens or 50,000 characters; the first is reached earlier in some scripts. */
const maximumCharacters = 8_000;
/** Titan takes one text a request; this many are under way at once. */
const atOnce = 8;

const answerSchema = z.object({ embedding: z.array(z.number()) });

/**
 * Amazon Titan Text Embeddings V2 on Bedrock.
 *
 * @param dimensions 256, 512 or 1024
 */
export function createBedrockEmbedder(
  client: Pick<BedrockRuntimeClient, 'send'>,
  dimensions: 256 | 512 | 1024 = 512,
): Embedder {
  const embedOne = async (text: string): Promise<Float32Array> => {
    const inputText = text.slice(0, maximumCharacters).toWellFormed() || ' ';
    const { body } = await client.send(
      new InvokeModelCommand({
        modelId: model,
        contentType: 'application/json',
        accept: 'application/json',
        body: JSON.stringify({ inputText, dimensions, normalize: true }),
      }),
    );
    return normalised(Float32Array.from(answerSchema.parse(JSON.parse(body.transformToString())).embedding));
  };
  return {
    name: `${model}-${dimensions}`,
    dimensions,
    async embed(texts) {
      const vectors: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += atOnce) {
        vectors.push(...(await Promise.all(texts.slice(from, from + atOnce).map(embedOne))));
      }
      return vectors;
    },
  };
}
