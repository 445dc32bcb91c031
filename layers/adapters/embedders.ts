import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import type { Embedder } from '../core/quality/embedder.ts';
import { createBedrockEmbedder } from './bedrock-embedder.ts';
import { findMinilmEmbedder } from './minilm/find-embedder.ts';
import type { OpenAiClient } from './openai-client.ts';
import { createOpenAiEmbedder } from './openai-embedder.ts';

/** What can compare meanings; `none`: words alone are compared. */
export const embedderNames = ['minilm', 'openai', 'bedrock', 'none'] as const;
export type EmbedderName = (typeof embedderNames)[number];

/** What embedders are made of; only the one that is chosen asks for its part. */
interface EmbedderParts {
  /** Holds `model.onnx` and `tokenizer.json`. */
  readonly modelFolder: () => string;
  readonly openai: () => OpenAiClient;
  readonly bedrock: () => BedrockRuntimeClient;
  /** Told, in one line, that relevance goes by words. */
  readonly say: (line: string) => void;
}

/** @returns undefined, and says so, where there is none: then relevance goes by words */
export async function chooseEmbedder(name: EmbedderName, parts: EmbedderParts): Promise<Embedder | undefined> {
  if (name === 'openai') return createOpenAiEmbedder(parts.openai());
  if (name === 'bedrock') return createBedrockEmbedder(parts.bedrock());
  if (name === 'minilm') return findMinilmEmbedder(parts.modelFolder(), parts.say);
  parts.say('Relevance goes by words: the embedder is none.');
  return undefined;
}
