import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createJudge, type Judge } from '../core/quality/judge.ts';
import { policySchema } from '../core/quality/policy.ts';
import { frequenciesSchema, lexiconSchema, type ScoringData, scoringSchema } from '../core/quality/scoring.ts';

const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(...path), 'utf8'));

/** Whose weights a policy without a `scoring.json` of its own measures with. */
const usualScoring = 'reflect';
const lexicons = ['reply', 'questions', 'turns', 'domain'] as const;

function loadScoring(folder: string, own: string): ScoringData {
  const words = (name: string) => lexiconSchema.parse(read(folder, 'lexicons', `${name}.json`)).classes;
  const weights = existsSync(join(own, 'scoring.json')) ? own : join(folder, usualScoring);
  return {
    scoring: scoringSchema.parse(read(weights, 'scoring.json')),
    lexicon: Object.assign({}, ...lexicons.map(words)),
    topics: words('topics'),
    frequencies: frequenciesSchema.parse(read(folder, 'lexicons', 'frequencies.json')).words,
  };
}

/**
 * The judge of a policy, with everything it measures with: word lists, weights, safety screen and language.
 * Read once at start-up; it costs some tens of milliseconds.
 *
 * @param folder the policy folder, as layers/kit/layer-folder.ts finds it
 * @param name the policy's name: a folder in it; or the absolute path of a folder of one's own
 */
export function loadJudge(folder: string, name: string): Judge {
  const own = resolve(folder, name);
  const policy = policySchema.parse(read(own, 'policy.json'));
  return createJudge({ policy, scoring: loadScoring(folder, own) });
}
