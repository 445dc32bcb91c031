import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Exchange } from '../../layers/core/conversation/exchange.ts';
import { textKey } from '../../layers/core/dataset/curated.ts';
import { policySchema } from '../../layers/core/quality/policy.ts';
import { judgeBy } from './judge.ts';

export const strategy = policySchema.parse(
  JSON.parse(readFileSync(new URL('../../layers/policy/strategy/policy.json', import.meta.url), 'utf8')),
);
/** The strategy's rules, without a safety screen: what datasets need of a judge. */
export const strategyJudge = judgeBy(strategy);

/** A policy that lets variants train, and the judge of it. */
export const augmenting = policySchema.parse({ ...strategy, augmentation: { enabled: true, maxShare: 0.5 } });
export const augmentingJudge = judgeBy(augmenting);

/** 32 hex digits that stand for a name. */
export const hex = (name: string) => createHash('sha256').update(name).digest('hex').slice(0, 32);
export const version = (n: number) => String(n).padStart(40, '0');

/** Fixed, so that nobody's work on scores changes what datasets are tested with. */
const measured = {
  scores: { empathy: 0.9, question: 0.9, relevance: 0.9, context_awareness: 0.9, tone: 0.9, overall: 0.9 },
  domain: [],
  language: 'en',
};

/** An exchange that the strategy keeps, with what is given in place of what it would have. */
export function exchange(name: string, given: Partial<Exchange> = {}): Exchange {
  const dialogue = {
    user: `I walked ${name} today.`,
    assistant: `Walking ${name} takes patience. What kept you going?`,
    context: [],
    ...given,
  };
  return {
    schema: 1,
    id: hex(name),
    version: version(1),
    conversation: hex(`conversation of ${name}`),
    pseudonym: hex(`user of ${name}`),
    createdAt: '2026-03-01T10:00:00.000Z',
    judgement: { ...strategyJudge.judge(dialogue), ...measured },
    ...dialogue,
  };
}

/** A variant of an exchange, in other words; `given` in place of what it would have. */
export function variantOf(of: Exchange, words = 'in other words', given: Partial<Exchange> = {}): Exchange {
  const { source: _, ...parent } = of;
  const name = `${words} of ${of.id}`;
  const made = exchange(name, {
    user: `Today was a long day, ${hex(name)}, and I moved.`,
    assistant: `${hex(name)} sounds long. Where did you find the strength for it?`,
  });
  return {
    ...parent,
    ...made,
    pseudonym: of.pseudonym,
    source: 'augmentation',
    parent: of.id,
    parentText: textKey(of),
    variation: 'paraphrase@1.0.0',
    ...given,
  };
}

/** A shard of exchanges, or of whatever lines are given. */
export const shard = (lines: readonly (Exchange | string)[]): Uint8Array =>
  gzipSync(lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''));

export const shardKey = (name: string) => `exchanges/v=1/dt=2026-03-01/hh=10/${hex(name)}.jsonl.gz`;
