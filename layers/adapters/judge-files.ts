import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createJudge, type Judge } from '../core/quality/judge.ts';
import { policySchema } from '../core/quality/policy.ts';

/**
 * The judge of a policy, with everything it measures with: word lists, weights, safety screen and language.
 * Read once at start-up; it costs some milliseconds.
 *
 * @param folder the policy folder, as layers/kit/policy-folder.ts finds it
 * @param name the policy's name: a folder in it
 */
export function loadJudge(folder: string, name: string): Judge {
  const policy = policySchema.parse(JSON.parse(readFileSync(join(folder, name, 'policy.json'), 'utf8')));
  return createJudge({ policy });
}
