import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadJudge, loadJudgeWithMeaning } from '../layers/adapters/judge-files.ts';
import { findMinilmEmbedder } from '../layers/adapters/minilm/find-embedder.ts';
import { policyNames } from '../layers/adapters/policy-files.ts';
import type { Dialogue } from '../layers/core/conversation/exchange.ts';
import type { Judging } from '../layers/core/dataset/curated.ts';
import { UnknownPolicy } from '../layers/core/dataset/request.ts';
import type { Judge } from '../layers/core/quality/judge.ts';
import type { Evidence, Judgement } from '../layers/core/quality/judgement.ts';
import { judgeAll } from '../layers/core/quality/meaning.ts';

/** The policies and word lists that come with the project. */
export const policyFolder = join(import.meta.dirname, '../layers/policy');

/** Where `npm run fetch-model` puts the embedding model. */
const modelFolder = join(import.meta.dirname, '../layers/semantic/model');

/** A policy by its name, or by a folder of one's own that holds a policy.json. @throws UnknownPolicy */
export function policyNamed(nameOrFolder: string): string {
  if (existsSync(join(nameOrFolder, 'policy.json'))) return resolve(nameOrFolder);
  const known = policyNames(policyFolder);
  if (!known.includes(nameOrFolder)) throw new UnknownPolicy(nameOrFolder, known);
  return nameOrFolder;
}

export interface Scorer {
  readonly judge: Judge;
  /** By words and meaning where the model is there and wanted, else by words. */
  score(dialogue: Dialogue, evidence?: Evidence[]): Promise<Judgement>;
}

/** Loads a policy's judge, with the embedding model when it is there; tells on standard error when it is not. */
export async function loadJudging(policy: string, semantic: boolean): Promise<Judging> {
  const name = policyNamed(policy);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const embedder = semantic ? await findMinilmEmbedder(modelFolder, say) : undefined;
  if (!embedder) return { judge: loadJudge(policyFolder, name) };
  return { judge: await loadJudgeWithMeaning(policyFolder, name, embedder), embedder };
}

/** The same, to score one exchange after the other. */
export async function loadScorer(policy: string, semantic: boolean): Promise<Scorer> {
  const { judge, embedder } = await loadJudging(policy, semantic);
  return {
    judge,
    async score(dialogue, evidence) {
      const [judgement] = await judgeAll(judge, embedder, [dialogue], evidence && [evidence]);
      return judgement ?? judge.judge(dialogue, evidence);
    },
  };
}
