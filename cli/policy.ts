import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadJudge, loadJudgeWithMeaning } from '../layers/adapters/judge-files.ts';
import { policyNames, readPolicy } from '../layers/adapters/policy-files.ts';
import type { Dialogue } from '../layers/core/conversation/exchange.ts';
import type { Judging } from '../layers/core/dataset/curated.ts';
import { UnknownPolicy } from '../layers/core/dataset/request.ts';
import { TerminalError } from '../layers/core/errors.ts';
import type { Embedder } from '../layers/core/quality/embedder.ts';
import type { Judge } from '../layers/core/quality/judge.ts';
import type { Evidence, Judgement } from '../layers/core/quality/judgement.ts';
import { judgeAll } from '../layers/core/quality/meaning.ts';

/** The policies and word lists that come with the project. */
export const policyFolder = join(import.meta.dirname, '../layers/policy');

/** A folder that was named as a policy and is none. */
class NoPolicyFolder extends TerminalError {
  override name = 'NoPolicyFolder';

  constructor(folder: string) {
    super(
      `${folder} has no policy.json. A policy is a folder with policy.json and scoring.json: calibrate writes one, and layers/policy/reflect is one to copy.`,
    );
  }
}

/** A policy by its name, or by a folder of one's own that holds a policy.json. @throws UnknownPolicy, NoPolicyFolder */
export function policyNamed(nameOrFolder: string): string {
  if (existsSync(join(nameOrFolder, 'policy.json'))) return resolve(nameOrFolder);
  if (statSync(nameOrFolder, { throwIfNoEntry: false })?.isDirectory()) throw new NoPolicyFolder(nameOrFolder);
  const known = policyNames(policyFolder);
  if (!known.includes(nameOrFolder)) throw new UnknownPolicy(nameOrFolder, known);
  return nameOrFolder;
}

export interface Scorer {
  readonly judge: Judge;
  /** By words and meaning where the model is there and wanted, else by words. */
  score(dialogue: Dialogue, evidence?: Evidence[]): Promise<Judgement>;
}

/** Finds the embedder that is wanted, where there is one. */
type FindEmbedder = () => Promise<Embedder | undefined>;

/** Loads a policy's judge, with an embedder where there is one. What is wrong with the policy is said before that. */
export async function loadJudging(policy: string, find: FindEmbedder): Promise<Judging> {
  const name = policyNamed(policy);
  readPolicy(resolve(policyFolder, name));
  const embedder = await find();
  if (!embedder) return { judge: loadJudge(policyFolder, name) };
  return { judge: await loadJudgeWithMeaning(policyFolder, name, embedder), embedder };
}

/** The same, to score one exchange after the other. */
export async function loadScorer(policy: string, find: FindEmbedder): Promise<Scorer> {
  const { judge, embedder } = await loadJudging(policy, find);
  return {
    judge,
    async score(dialogue, evidence) {
      const [judgement] = await judgeAll(judge, embedder, [dialogue], evidence && [evidence]);
      return judgement ?? judge.judge(dialogue, evidence);
    },
  };
}
