import type { Embedder } from '../core/quality/embedder.ts';
import { findMinilmEmbedder } from './minilm/find-embedder.ts';

/** What can compare meanings; `none`: words alone are compared. */
export const embedderNames = ['minilm', 'openai', 'bedrock', 'none'] as const;
export type EmbedderName = (typeof embedderNames)[number];

/** Where embedders come from; only the one that is chosen is asked for. */
interface EmbedderParts {
  /** Holds `model.onnx` and `tokenizer.json`. */
  readonly modelFolder: () => string;
  readonly openai: () => Embedder | Promise<Embedder>;
  readonly bedrock: () => Embedder | Promise<Embedder>;
  /** Told, in one line, that relevance goes by words. */
  readonly say: (line: string) => void;
}

/** @returns undefined, and says so, where there is none: then relevance goes by words */
export async function chooseEmbedder(name: EmbedderName, parts: EmbedderParts): Promise<Embedder | undefined> {
  if (name === 'openai') return parts.openai();
  if (name === 'bedrock') return parts.bedrock();
  if (name === 'minilm') return findMinilmEmbedder(parts.modelFolder(), parts.say);
  parts.say('Relevance goes by words: the embedder is none.');
  return undefined;
}
