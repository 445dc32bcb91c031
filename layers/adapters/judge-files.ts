import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createJudge, type Judge } from '../core/quality/judge.ts';
import { policySchema } from '../core/quality/policy.ts';

/**
 * The judge of a policy, with everything it measures with: word lists, weights, safety screen and language.
 * Read once at start-up; it costs some milliseconds.
 *
 * @param folder the policy folder, as layers/kit/layer-folder.ts finds it
 * @param name the policy's name: a folder in it; or the absolute path of a folder of one's own
 */
export function loadJudge(folder: string, name: string): Judge {
  const policy = policySchema.parse(JSON.parse(readFileSync(resolve(folder, name, 'policy.json'), 'utf8')));
  return createJudge({ policy });
}
