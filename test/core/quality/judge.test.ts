import { readFileSync } from 'node:fs';
import { createJudge } from '../../../layers/core/quality/judge.ts';
import { policySchema } from '../../../layers/core/quality/policy.ts';

const strategy = policySchema.parse(
  JSON.parse(readFileSync(new URL('../../../layers/policy/strategy/policy.json', import.meta.url), 'utf8')),
);

describe('the strategy policy', () => {
  const judge = createJudge({ policy: strategy });

  it.each([
    ['keeps a question of its own', 'What made that workout feel so good to you?', 'accepted', []],
    [
      'rejects a generic phrase, whatever its case',
      'i UNDERSTAND. How long has it hurt?',
      'rejected',
      ['generic_phrase'],
    ],
    [
      'rejects it with a typographic apostrophe',
      'That’s interesting. What came before?',
      'rejected',
      ['generic_phrase'],
    ],
    ['rejects under 20 characters', 'How did that go?', 'rejected', ['too_short']],
    ['rejects a reply that asks nothing', 'Rest is part of training too.', 'rejected', ['no_question']],
    ['names every rule', 'Keep it up', 'rejected', ['generic_phrase', 'no_question', 'too_short']],
  ])('%s', (_, assistant, tier, reasons) => {
    const judgement = judge.judge({ user: 'I did my first pull-up today.', assistant, context: [] });
    expect(judge.decide(judgement)).toEqual({ tier, reasons });
  });
});
