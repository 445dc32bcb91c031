import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
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
import { policyFolder } from './policy-folder.ts';

/** A folder that was named as a policy and is none. */
class NoPolicyFolder extends TerminalError {
  override name = 'NoPolicyFolder';
}

const whatOneIs =
  'A policy is a folder with policy.json and scoring.json: calibrate writes one, and layers/policy/reflect is one to copy.';

/** `./mine` and `a/b` are folders, whatever is there; `mine` may be a name. */
const isPath = (text: string): boolean => /[/\\]|^\.{1,2}$/.test(text);

/** @throws NoPolicyFolder saying what is there instead */
function checkFolder(folder: string): void {
  if (existsSync(join(folder, 'policy.json'))) return;
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) throw new NoPolicyFolder(`There is no folder ${folder}. ${whatOneIs}`);
  if (found.isDirectory()) throw new NoPolicyFolder(`${folder} has no policy.json. ${whatOneIs}`);
  throw new NoPolicyFolder(`${folder} is a file. Give the folder that a policy is in: ${dirname(folder)}.`);
}

/**
 * A policy by its name, or by a folder of one's own that holds a policy.json. A name that the project has is that
 * policy wherever one stands; the folder that is called so is reached by a path.
 *
 * @returns a name in `policyFolder`, or the absolute path of a folder
 * @throws UnknownPolicy, NoPolicyFolder
 */
export function policyNamed(nameOrFolder: string): string {
  const known = policyNames(policyFolder);
  const isName = !isPath(nameOrFolder);
  if (isName && known.includes(nameOrFolder)) {
    if (existsSync(join(nameOrFolder, 'policy.json')) && resolve() !== policyFolder) {
      process.stderr.write(
        `${nameOrFolder} is the project's policy of that name; the folder here is ./${nameOrFolder}\n`,
      );
    }
    return nameOrFolder;
  }
  if (isName && !existsSync(nameOrFolder)) throw new UnknownPolicy(nameOrFolder, known);
  checkFolder(nameOrFolder);
  return resolve(nameOrFolder);
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
