import * as z from 'zod';
import { createBedrockEmbedder } from '../../layers/adapters/bedrock-embedder.ts';
import { bedrock } from '../../layers/adapters/clients.ts';
import { chooseEmbedder, embedderNames } from '../../layers/adapters/embedders.ts';
import { loadJudge, loadJudgeWithMeaning } from '../../layers/adapters/judge-files.ts';
import { OpenAiClient } from '../../layers/adapters/openai-client.ts';
import { createOpenAiEmbedder } from '../../layers/adapters/openai-embedder.ts';
import { retriesForTexts } from '../../layers/adapters/openai-texts.ts';
import type { Judging } from '../../layers/core/dataset/curated.ts';
import { once } from '../../layers/core/once.ts';
import type { Judge } from '../../layers/core/quality/judge.ts';
import { environment } from '../../layers/kit/environment.ts';
import { modelFolder, policyFolder } from '../../layers/kit/layer-folder.ts';
import { logger } from '../../layers/kit/logger.ts';
import { openAi } from '../openai.ts';

/** Asks about people's texts: patiently, for a whole partition waits for the answer. */
export const openAiForTexts = once(() => new OpenAiClient({ ...openAi(), retries: retriesForTexts }));

async function load(policy: string): Promise<Judging> {
  const { EMBEDDER } = environment({ EMBEDDER: z.enum(embedderNames) });
  const embedder = await chooseEmbedder(EMBEDDER, {
    modelFolder,
    openai: () => createOpenAiEmbedder(openAiForTexts()),
    bedrock: () => createBedrockEmbedder(bedrock()),
    say: (line) => logger.info(line),
  });
  if (!embedder) return { judge: judgeByWords(policy) };
  return { judge: await loadJudgeWithMeaning(policyFolder(), policy, embedder), embedder };
}

const byWords = new Map<string, Judge>();

/** The judge of a policy, which hears no meaning; loaded once per process. */
export function judgeByWords(policy: string): Judge {
  const judge = byWords.get(policy) ?? loadJudge(policyFolder(), policy);
  byWords.set(policy, judge);
  return judge;
}

const judges = new Map<string, Promise<Judging>>();

/** The judge of a policy, with the embedder that the function was deployed with; loaded once per process. */
export function judging(policy: string): Promise<Judging> {
  const loaded = judges.get(policy) ?? load(policy);
  judges.set(policy, loaded);
  // A service that did not answer may answer when the state is tried again, in the same process.
  loaded.catch(() => judges.delete(policy));
  return loaded;
}
