import { loadJudge, loadJudgeWithMeaning } from '../../layers/adapters/judge-files.ts';
import { findMinilmEmbedder } from '../../layers/adapters/minilm/find-embedder.ts';
import type { Judging } from '../../layers/core/dataset/curated.ts';
import { modelFolder, policyFolder } from '../../layers/kit/layer-folder.ts';
import { logger } from '../../layers/kit/logger.ts';

const judges = new Map<string, Promise<Judging>>();

async function load(policy: string): Promise<Judging> {
  const embedder = await findMinilmEmbedder(modelFolder(), (line) => logger.info(line));
  if (!embedder) return { judge: loadJudge(policyFolder(), policy) };
  return { judge: await loadJudgeWithMeaning(policyFolder(), policy, embedder), embedder };
}

/** The judge of a policy, with the embedder where the function has one; loaded once per process. */
export function judging(policy: string): Promise<Judging> {
  const loaded = judges.get(policy) ?? load(policy);
  judges.set(policy, loaded);
  return loaded;
}
