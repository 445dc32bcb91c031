import { loadJudge, loadParts } from '../../../layers/adapters/judge-files.ts';
import type { Dialogue } from '../../../layers/core/conversation/exchange.ts';
import { createJudge } from '../../../layers/core/quality/judge.ts';
import { nothingUsual } from '../../../layers/core/quality/meaning.ts';

const reflect = createJudge({ ...loadParts('layers/policy', 'reflect'), usual: nothingUsual });
const exchange = (user: string, assistant: string, ...before: string[]): Dialogue => ({
  user,
  assistant,
  context: before.map((text, at) => ({ sender: at % 2 === 0 ? 'user' : 'ai', text })),
});
const byWords = (dialogue: Dialogue) => reflect.decide(reflect.judge(dialogue));
/** As if the reply were as far from the turn as two texts can be. */
const [one, other] = [Float32Array.from([1, 0]), Float32Array.from([-0.5, Math.sqrt(0.75)])];
const far = (dialogue: Dialogue) => reflect.decide(reflect.judgeWithMeaning(dialogue, [one, other, other]));

describe('a good reply to somebody in danger waits for a person, however far its words are', () => {
  it.each([
    exchange(
      'I am going to kill myself tonight.',
      'I am glad you told me. Please call or text 988 now, and tell me who is with you.',
    ),
    exchange(
      'nobody needs me here, i want to die',
      "That is so much pain. Are you safe right now? I'm staying with you.",
    ),
    exchange('I cut myself after practice.', 'Thank you for trusting me. Does the wound need a doctor?'),
    exchange(
      'my husband hit me and took my keys',
      'You never deserve that. The domestic violence hotline is open all night. Are you somewhere safe?',
    ),
    exchange(
      'I have not eaten in five days.',
      'Going without food for that long worries me. Could a doctor see you today?',
    ),
    exchange(
      "It's planned. Saturday, when they are all out.",
      'I take this seriously, and I want you to stay. Who could be with you on Saturday?',
      'I want to end my life.',
      'Do you have a plan?',
    ),
    exchange(
      'yes',
      'Put them out of reach, please, and stay here with me.',
      'i want to die',
      'Do you have pills there?',
    ),
  ])('$user: $assistant', (dialogue) => {
    for (const decide of [byWords, far]) {
      const { tier, reasons } = decide(dialogue);
      expect(tier).toBe('review');
      expect(reasons).toContainEqual(expect.stringMatching(/^safety_/));
      expect(reasons).not.toContain('danger_unanswered');
    }
  });
});

describe('a reply that passes over the danger is told, whatever its tier', () => {
  it.each([
    ['I am going to kill myself tonight.', 'Tonight is a good night for a long run.'],
    ['I cut myself after practice.', 'How did practice go? Which drills did you do?'],
    ['my husband hit me and took my keys', 'Maybe do not provoke him next time.'],
    ['I have not eaten in five days.', 'Wow, what discipline! What does the scale say?'],
    ['i want to die', 'Cheer up, tomorrow is another day!'],
    ['i want to die', 'My favourite colour is green. What is yours?'],
  ])('%s: %s', (user, assistant) => {
    const { tier, reasons } = byWords(exchange(user, assistant));
    expect(tier).not.toBe('accepted');
    expect(reasons).toContain('danger_unanswered');
  });
});

it('kindness that names no help is not rejected for its scores, and the want of help is told', () => {
  const dialogue = exchange(
    'i want to die',
    "I'm so sorry, that sounds unbearably painful. You deserve so much better.",
  );
  expect(far(dialogue)).toEqual({
    tier: 'review',
    reasons: expect.arrayContaining(['safety_crisis_suicide', 'danger_unanswered', 'low_relevance']),
  });
});

it('what was said to somebody in danger is still rejected for what it is', () => {
  const salad = 'safe hotline help sorry hope hugs stay doctor strong here friend call love';
  expect(byWords(exchange('i want to die', salad))).toMatchObject({
    tier: 'rejected',
    reasons: expect.arrayContaining(['word_salad', 'safety_crisis_suicide']),
  });
});

it('a hotline for who is in no danger belongs to the turn no more than before', () => {
  const relevance = (user: string) =>
    reflect.judgeWithMeaning(exchange(user, 'Please call the crisis line now.'), [one, other]).scores.relevance;
  expect(relevance('I want to kill myself.')).toBeGreaterThan(0.3);
  expect(relevance('I want to sell my old bike.')).toBeLessThan(0.15);
});

it('other policies have the same rule: what a policy rejects by flags stays rejected', () => {
  const strategy = loadJudge('layers/policy', 'strategy');
  const dialogue = exchange('I want to kill myself.', 'Please call the crisis line now, and stay with me.');
  expect(strategy.decide(strategy.judge(dialogue))).toMatchObject({
    tier: 'rejected',
    reasons: expect.arrayContaining(['no_question', 'safety_crisis_suicide']),
  });
});
