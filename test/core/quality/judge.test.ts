import { readFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { loadJudge } from '../../../layers/adapters/judge-files.ts';
import { policySchema } from '../../../layers/core/quality/policy.ts';
import { judgeBy } from '../../support/judge.ts';

const strategy = policySchema.parse(
  JSON.parse(readFileSync(new URL('../../../layers/policy/strategy/policy.json', import.meta.url), 'utf8')),
);

describe('the strategy policy', () => {
  const judge = judgeBy(strategy);

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

describe('a judge that screens first', () => {
  const text = fc.array(
    fc.constantFrom(
      'I want to die',
      'take',
      '90 pills',
      'what happened?',
      'leg day killed me',
      'tell me more',
      'ja',
      '💪',
    ),
    { maxLength: 4 },
  );
  const dialogues = fc.record({
    user: text.map((parts) => parts.join(' ')),
    assistant: text.map((parts) => parts.join('. ')),
    context: fc.array(
      fc.record({
        sender: fc.constantFrom('user' as const, 'ai' as const),
        text: text.map((parts) => parts.join(', ')),
      }),
      { maxLength: 3 },
    ),
  });

  it('judges as one that screens on the way', () => {
    const judge = loadJudge('layers/policy', 'reflect');
    fc.assert(
      fc.property(dialogues, (dialogue) => {
        const onTheWay = judge.judge(dialogue);
        const safety = judge.screen(dialogue);
        expect(safety).toEqual(onTheWay.safety);
        expect(judge.judge(dialogue, undefined, safety)).toEqual(onTheWay);
      }),
    );
  });

  it('does not screen again', () => {
    const screen = jest.fn(() => ['hate' as const]);
    const judge = judgeBy(strategy, screen);
    const dialogue = { user: 'Hi', assistant: 'Hello', context: [] };
    expect(judge.judge(dialogue, undefined, judge.screen(dialogue)).safety).toEqual(['hate']);
    expect(screen).toHaveBeenCalledTimes(1);
  });
});
