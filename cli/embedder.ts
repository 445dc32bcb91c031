import { join } from 'node:path';
import { Option } from 'commander';
import * as z from 'zod';
import { chooseEmbedder, type EmbedderName, embedderNames } from '../layers/adapters/embedders.ts';
import { hasModel } from '../layers/adapters/minilm/model-files.ts';
import type { OpenAiClient } from '../layers/adapters/openai-client.ts';
import { createOpenAiEmbedder } from '../layers/adapters/openai-embedder.ts';
import { retriesForTexts } from '../layers/adapters/openai-texts.ts';
import { TerminalError } from '../layers/core/errors.ts';
import type { Embedder } from '../layers/core/quality/embedder.ts';

/** Where `npm run fetch-model` puts the embedding model. */
const modelFolder = join(import.meta.dirname, '../layers/semantic/model');

/** A service or model that an option names cannot be used as things are on this computer. */
class NotSetUp extends TerminalError {
  override name = 'NotSetUp';
}

const openAiSchema = z.object({
  OPENAI_API_KEY: z.string().trim().min(1),
  OPENAI_BASE_URL: z.url().default('https://api.openai.com/v1'),
});

/**
 * The service with OpenAI's API that the environment names: OPENAI_API_KEY and, for another one, OPENAI_BASE_URL.
 *
 * @param option which needs it, for the error
 * @throws NotSetUp
 */
export async function openAi(option: string): Promise<OpenAiClient> {
  const found = openAiSchema.safeParse(process.env);
  if (!found.success) {
    const [issue] = found.error.issues;
    const name = issue?.path.join('.') ?? 'OPENAI_API_KEY';
    throw new NotSetUp(
      `${option} needs the environment variable ${name}, which is missing or no ${name === 'OPENAI_BASE_URL' ? 'URL' : 'key'}.`,
    );
  }
  const { OPENAI_API_KEY, OPENAI_BASE_URL } = found.data;
  const { OpenAiClient } = await import('../layers/adapters/openai-client.ts');
  return new OpenAiClient({ baseUrl: OPENAI_BASE_URL, key: async () => OPENAI_API_KEY, retries: retriesForTexts });
}

/** What the two options below say. */
export interface EmbedderOptions {
  readonly embedder?: EmbedderName;
  readonly semantic: boolean;
}

export const embedderOptions = (): readonly Option[] => [
  new Option(
    '--embedder <name>',
    'what compares meanings: minilm, on this computer (the default where the model is there); openai and bedrock are sent the texts',
  )
    .choices(embedderNames)
    .conflicts('semantic'),
  new Option('--no-semantic', 'compare words only: the same as --embedder none'),
];

export const embedderHelp = `
--embedder openai reads OPENAI_API_KEY and, for another service with its API, OPENAI_BASE_URL; bedrock needs credentials and a
region of AWS. What other models than minilm say is mapped onto its scale (docs/quality.md). The texts go there as they are.`;

/** The SDK of AWS takes its time to load. */
async function bedrockEmbedder(): Promise<Embedder> {
  const [{ createBedrockEmbedder }, { bedrock }] = await Promise.all([
    import('../layers/adapters/bedrock-embedder.ts'),
    import('../layers/adapters/clients.ts'),
  ]);
  return createBedrockEmbedder(bedrock());
}

/** @throws NotSetUp when what was asked for by name is not there */
export async function embedderOf({ embedder, semantic }: EmbedderOptions): Promise<Embedder | undefined> {
  if (embedder === 'minilm' && !(await hasModel(modelFolder))) {
    throw new NotSetUp(`--embedder minilm needs its model in ${modelFolder}: "npm run fetch-model" gets it.`);
  }
  return chooseEmbedder(semantic ? (embedder ?? 'minilm') : 'none', {
    modelFolder: () => modelFolder,
    openai: async () => createOpenAiEmbedder(await openAi('--embedder openai')),
    bedrock: bedrockEmbedder,
    say: (line) => process.stderr.write(`${line}\n`),
  });
}
