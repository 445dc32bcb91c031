import { readFileSync } from 'node:fs';
import type { Judgement } from '../../../layers/core/quality/judgement.ts';
import { policySchema } from '../../../layers/core/quality/policy.ts';
import { readPolicyText } from '../../../layers/core/quality/policy-text.ts';
import { scoringSchema } from '../../../layers/core/quality/scoring.ts';
import { judgeBy } from '../../support/judge.ts';

const read = (file: string) => JSON.parse(readFileSync(`layers/policy/${file}`, 'utf8'));
const reflect = policySchema.parse(read('reflect/policy.json'));

describe('the files of a policy', () => {
  it.each([
    ['a threshold that is misspelt', { ...reflect, rejectBellow: {} }],
    ['a score that does not exist', { ...reflect, rejectBelow: { kindness: 0.5 } }],
    ['a threshold above 1', { ...reflect, rejectBelow: { overall: 2 } }],
    ['a factor that does not exist', { ...reflect, conversationWeights: { ...reflect.conversationWeights, charm: 1 } }],
    ['a flag that no judge sets', { ...reflect, rejectOn: ['to_short'] }],
    ['a flag that no judge sets, for review', { ...reflect, reviewOn: ['rude'] }],
    ['a language that is no code', { ...reflect, languages: ['english'] }],
    ['a version that is none', { ...reflect, version: 'new' }],
  ])('refuse %s', (_, policy) => expect(policySchema.safeParse(policy).success).toBe(false));

  it.each([
    ['a name with blanks', { name: 'My policy' }, /small letters, digits and "-", .* as in "my-policy"/],
    ['a version of two numbers', { version: '1.2' }, /three whole numbers, as in "1\.2\.0"/],
    ['no language, which would reject all', { languages: [] }, /must name one language at least/],
    ['to keep none of what is good', { keepBest: 0 }, /must be above 0, or nothing trains/],
    [
      'a flag that both rejects and sends to a person',
      { rejectOn: ['too_short'], reviewOn: ['profanity', 'too_short'] },
      /"too_short" stands in rejectOn too/,
    ],
    [
      'a threshold for review under the one for rejection',
      { rejectBelow: { overall: 0.3 }, reviewBelow: { overall: 0.2 } },
      /lies under the rejectBelow of overall/,
    ],
  ])('refuse %s, in words', (_, change, words) => {
    expect(policySchema.safeParse({ ...reflect, ...change }).error?.issues).toEqual([
      expect.objectContaining({ message: expect.stringMatching(words) }),
    ]);
  });

  it('may begin with a byte order mark', () => {
    const text = `\ufeff${JSON.stringify(reflect)}`;
    expect(readPolicyText(policySchema, text, 'policy.json').name).toBe('reflect');
  });

  it('say which flags there are', () => {
    const { error } = policySchema.safeParse({ ...reflect, rejectOn: ['to_short'] });
    expect(error?.issues[0]?.path).toEqual(['rejectOn', 0]);
    expect(error?.issues[0]?.message).toMatch(/"no_question".*"too_short"/);
  });

  it('refuse weights for what does not exist', () => {
    expect(scoringSchema.safeParse({ ...read('reflect/scoring.json'), charm: { bias: 0, weights: {} } }).success).toBe(
      false,
    );
  });
});

describe('decide', () => {
  const judge = judgeBy({ ...reflect, rejectBelow: { overall: 0.1 }, reviewBelow: { overall: 0.3 } });
  const judgement = (overall: number, more: Partial<Judgement> = {}): Judgement => {
    const scores = { empathy: 1, question: 1, relevance: 1, context_awareness: 1, tone: 1, overall };
    return { policy: 'p@1.0.0', scores, flags: [], safety: [], domain: [], language: 'en', ...more };
  };
  it.each([
    ['accepts', judgement(0.5), 'accepted', []],
    ['sends the doubtful to a person', judgement(0.2), 'review', ['low_overall']],
    ['rejects the poor', judgement(0.05), 'rejected', ['low_overall']],
    ['rejects what is no number', judgement(Number.NaN), 'rejected', ['low_overall']],
    ['never lets a score outweigh safety', judgement(1, { safety: ['hate'] }), 'review', ['safety_hate']],
    [
      'nor what is said to somebody in danger, and tells where it does not look to their safety',
      judgement(1, { safety: ['self_harm'] }),
      'review',
      ['safety_self_harm', 'danger_unanswered'],
    ],
    [
      'rejects nothing for its scores that looks to the safety of somebody in danger',
      judgement(0.05, { safety: ['self_harm'], flags: ['cares_for_safety'] }),
      'review',
      ['safety_self_harm', 'low_overall'],
    ],
    [
      'names every rule',
      judgement(0.05, { flags: ['too_short'], language: 'de' }),
      'rejected',
      ['too_short', 'language_de', 'low_overall'],
    ],
  ])('%s', (_, given, tier, reasons) => expect(judge.decide(given)).toEqual({ tier, reasons }));
});
