import { type BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import * as z from 'zod';
import { mapBounded } from '../core/bounded.ts';
import { RetryableError, TerminalError } from '../core/errors.ts';
import { parsedAs } from '../core/json.ts';
import { type Embedder, normalised } from '../core/quality/embedder.ts';
import { withinBytes } from '../core/text-limits.ts';
import { statusOf } from './failed-call.ts';

const model = 'amazon.titan-embed-text-v2:0';
/** Titan reads 8,192 tokens or 50,000 characters; bytes bound both from above. */
const bytesOfText = 8_000;
/** Titan takes one text a request; this many are under way at once. */
const atOnce = 8;

const answerSchema = z.object({ embedding: z.array(z.number()) });

/** What the SDK throws before it asks anybody, where nothing says who asks, and where. */
const unasked: Readonly<Record<string, string>> = {
  CredentialsProviderError: 'no credentials of AWS were found: log in, or set AWS_PROFILE',
  TokenProviderError: 'the login to AWS has ended: log in again',
  'Region is missing': 'no region is set: set AWS_REGION',
};

/** Bedrock will not embed for us, however often it is asked. */
export class BedrockRefused extends TerminalError {
  override name = 'BedrockRefused';
}

/** Errors by name, without what the service says: it may quote the text. */
function translated(error: unknown): Error {
  const name = error instanceof Error ? error.name : 'unknown error';
  const status = statusOf(error);
  const without = unasked[name] ?? (error instanceof Error ? unasked[error.message] : undefined);
  if (without !== undefined)
    return new BedrockRefused(
      `Could not embed a text by ${model}: ${without}. Or choose another embedder, minilm or none.`,
    );
  const said = `${name}${status === undefined ? '' : `, HTTP ${status}`}`;
  // Models that are being loaded, time-outs and throttling are 408, 424 and 429.
  if (status === undefined || status >= 500 || [408, 424, 429].includes(status)) {
    return new RetryableError(`Could not embed a text by ${model}: Amazon Bedrock did not answer (${said}).`);
  }
  return new BedrockRefused(
    `Could not embed a text by ${model}: Amazon Bedrock refuses (${said}). Is the model offered in this region, and ` +
      'may this account and role invoke it (bedrock:InvokeModel)? Else choose another embedder, minilm or none.',
  );
}

/**
 * Amazon Titan Text Embeddings V2 on Bedrock.
 *
 * @param client with the retries it should make
 * @param dimensions 256, 512 or 1024
 * @throws by `embed`: BedrockRefused; RetryableError when Bedrock does not answer after the SDK's retries
 */
export function createBedrockEmbedder(
  client: Pick<BedrockRuntimeClient, 'send'>,
  dimensions: 256 | 512 | 1024 = 512,
): Embedder {
  const answerFor = async (inputText: string): Promise<string> => {
    const body = JSON.stringify({ inputText, dimensions, normalize: true });
    const asked = { modelId: model, contentType: 'application/json', accept: 'application/json', body };
    try {
      return (await client.send(new InvokeModelCommand(asked))).body.transformToString();
    } catch (error) {
      throw translated(error);
    }
  };
  const embedOne = async (text: string): Promise<Float32Array> => {
    // What cannot be read is not told of: it may quote the text.
    const vector = parsedAs(answerSchema, await answerFor(withinBytes(text, bytesOfText) || ' '))?.embedding;
    if (vector?.length !== dimensions) {
      throw new BedrockRefused(
        `${model} did not answer with a vector of ${dimensions} numbers. Choose another embedder.`,
      );
    }
    return normalised(Float32Array.from(vector));
  };
  return {
    name: `${model}-${dimensions}`,
    dimensions,
    embed: (texts) => mapBounded(texts, atOnce, embedOne),
  };
}
