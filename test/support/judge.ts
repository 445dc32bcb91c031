import { loadMeasures } from '../../layers/adapters/judge-files.ts';
import { createJudge, type Judge, type JudgeParts } from '../../layers/core/quality/judge.ts';
import type { Policy } from '../../layers/core/quality/policy.ts';

const { scoring } = loadMeasures('layers/policy', 'strategy');
const seesNoHarm = () => [];
const judges = new Map<string, Judge>();

/** The judge of a policy, by the word lists of the house; it sees no harm unless it is told to. One is made once. */
export function judgeBy(policy: Policy, screen: JudgeParts['screen'] = seesNoHarm): Judge {
  if (screen !== seesNoHarm) return createJudge({ policy, scoring, screen });
  const key = JSON.stringify(policy);
  const judge = judges.get(key) ?? createJudge({ policy, scoring, screen });
  judges.set(key, judge);
  return judge;
}
