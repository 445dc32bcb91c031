import { loadJudge } from '../../../layers/adapters/judge-files.ts';
import type { Judgement, Tier } from '../../../layers/core/quality/judgement.ts';

const reflect = loadJudge('layers/policy', 'reflect');
const judged = (user: string, assistant: string): Judgement & { tier: Tier; reasons: readonly string[] } => {
  const judgement = reflect.judge({ user, assistant, context: [] });
  return { ...judgement, ...reflect.decide(judgement) };
};
const overall = (user: string, assistant: string) => judged(user, assistant).scores.overall;

const restDays = 'How many rest days a week should I take as a beginner?';
const rpe = 'What does RPE mean in my program?';
const sober = "I've been sober for 90 days today.";

describe('a good reply without a question waits for a person and is not rejected', () => {
  it.each([
    [
      'My ex said the gym was the reason we broke up. Maybe I cared more about my deadlift than about her.',
      "She chose you, not your deadlift, and one hobby doesn't end a relationship on its own.",
    ],
    [sober, "Ninety days. That is ninety mornings on which you chose yourself, and I'm really proud of you."],
    [
      'i ate a whole pizza last night and now i feel disgusting',
      "One pizza doesn't undo the last month of cooking for yourself. Be as kind to yourself as you would be to a friend.",
    ],
    [restDays, 'Two or three rest days a week suit most beginners. Spread them out over the week.'],
    [rpe, 'RPE stands for rate of perceived exertion. An 8 means you could have done two more reps at that weight.'],
    [
      'is it ok to drink coffee before a workout',
      'Yes, for most people. A cup about 45 minutes before training can help, just avoid it late in the day.',
    ],
  ])('%s', (user, reply) => {
    const { tier, reasons } = judged(user, reply);
    expect({ tier, reasons }).toEqual({ tier: 'review', reasons: ['low_overall'] });
  });
});

describe('what nobody would find anything in is rejected', () => {
  it.each([
    [sober, 'Most people never had that problem in the first place.'],
    ['My boss yelled at me in front of the whole team.', 'The report is due on Friday at noon in the usual folder.'],
  ])('%s: %s', (user, reply) => {
    const { tier, reasons } = judged(user, reply);
    expect(tier).toBe('rejected');
    expect(reasons).toContain('low_overall');
  });
});

it('kind words with a question about something else wait for a person', () => {
  const { tier, reasons, scores } = judged(
    'My landlord raised the rent again.',
    'That sounds so hard, I am sorry. Which Olympic swimmer inspires you the most?',
  );
  expect(scores.overall).toBeGreaterThan(0.08);
  expect({ tier, reasons }).toEqual({ tier: 'review', reasons: ['low_relevance'] });
});

describe('a plain question', () => {
  const offTopic = 'Where would you like to travel next summer?';
  it.each([
    [restDays, 'Two or three rest days a week suit most beginners. Spread them out over the week.'],
    [rpe, 'RPE stands for rate of perceived exertion. An 8 means you could have done two more reps at that weight.'],
    ['How long does DOMS usually last?', 'Usually two to three days, with the second day the worst.'],
  ])('is better answered than met by a question about something else: %s', (user, answer) => {
    expect(overall(user, answer)).toBeGreaterThan(overall(user, offTopic));
  });

  it.each([
    ['no answer at all', rpe, 'Good question, right?'],
    ['an answer to something else', rpe, 'Paris has been the capital of France since the tenth century.'],
    ['no question', 'No matter how much I train, my plan stays the same.', 'The plan stays the same for all of us.'],
    ['a question of the heart', 'How do I stop being so sad?', 'Walks and sleep and water help most people with it.'],
  ])('%s is worth no more for it', (_, user, reply) => expect(overall(user, reply)).toBeLessThan(0.05));
});

describe('a closed question asks less than an open one', () => {
  it.each([
    ['My boss yelled at me in front of the whole team.', 'Did you say anything?', 'What went through your mind?'],
    ['I feel so alone since I moved here.', 'Do you have any friends there?', 'What do you miss most about home?'],
    ['My sister got engaged.', 'Do you think you will go?', 'What do you think about it?'],
    [sober, 'Are you happy?', 'What has helped you most to get here?'],
  ])('%s %s %s', (user, closed, open) => {
    const [less, more] = [judged(user, closed).scores.question, judged(user, open).scores.question];
    expect(more).toBeGreaterThan(less + 0.02);
  });
});
