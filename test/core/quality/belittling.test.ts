import { loadJudge } from '../../../layers/adapters/judge-files.ts';

const reflect = loadJudge('layers/policy', 'reflect');
const judged = (user: string, assistant: string) => {
  const judgement = reflect.judge({ user, assistant, context: [] });
  return { ...judgement, ...reflect.decide(judgement) };
};

it.each([
  ['a loss weighed', 'I had a miscarriage.', "I'm so sorry for your loss. At least you can try again. What helps?"],
  ['a win made small', 'I ran my first 5k!', 'Congratulations! To be fair, most people can do that. What is next?'],
  [
    'blame',
    'My coach yelled at me and I cried.',
    'That sounds humiliating, but he was right to yell. What did you learn?',
  ],
  [
    'prejudice',
    'Men stare at me when I lift and I feel tense.',
    "That is hard. Women aren't built for lifting. Why not yoga?",
  ],
  [
    'a duty',
    'My husband left and I feel awful.',
    'That hurts so much. A good wife puts him first. What could you change?',
  ],
  ['a body', 'I wore shorts to the gym!', 'So brave! I could never with legs like that. How did it feel?'],
])('warm words do not hide what belittles: %s', (_, user, reply) => {
  const { flags, tier } = judged(user, reply);
  expect(flags).toContain('dismissive');
  expect(tier).not.toBe('accepted');
});

it.each([
  'Just calm down. It is nothing.',
  'You need to grow up. What is your plan?',
  'Maybe suck it up for once?',
  'So you cried. So what?',
  'If you cared about your health you would have trained.',
  'This is why nobody takes you seriously.',
  'You chose to skip it, so stop blaming others.',
  "Complaining about it won't fix anything.",
  'You brought it on yourself.',
  "You're just being a bit dramatic about it.",
  'Honestly, you come across as rather childish.',
  'A decent daughter would have called.',
  "You're hardly an athlete.",
  "So you're just lazy?",
  'You should have known better than to skip it.',
])('whoever is told to is put down: %s', (reply) => {
  expect(judged('I feel awful about it all.', reply).flags).toContain('dismissive');
});

it('and lowers empathy, tone and overall', () => {
  const user = 'My dog died and I miss him.';
  const kind = judged(user, "I'm so sorry. He was your companion for years. What do you miss most?").scores;
  const unkind = judged(user, "I'm so sorry. He was only a dog though. What do you miss most?").scores;
  for (const score of ['empathy', 'tone', 'overall'] as const) expect(unkind[score]).toBeLessThan(kind[score] / 2);
});

it.each([
  'It hurts when he says that a good wife puts her husband first. What do you need?',
  'You were not lazy, you were tired. What got in the way?',
  'People may say it was only a dog, but he was family. What was he like?',
  "Being told you're too emotional for the job stings. What happened?",
  "You're not making it about you; you feel left out. What do you wish she knew?",
  "I don't think you're overreacting. What did she say next?",
  "When did you start believing you're stupid? Somebody must have taught you that.",
  "You wonder if you're selfish for wanting one evening alone.",
  "If you were lazy, you wouldn't be here.",
  "I'm not surprised you're tired of your job, after two shifts.",
  "You're crazy strong, do you know that?",
  'He called you pathetic, and it is still in your ears. He was wrong.',
  'A walk gives you a chance to calm down. What else has helped?',
  'A breakup is never easy, so what you feel is normal. Have you told anybody about it?',
  "You're the baby of the family, so of course they worry.",
  "One bad race and suddenly you're a failure? I don't buy that.",
  "You're hardly a quitter after three marathons.",
  "When your boss acts like you're incompetent, that hurts.",
  'A good mother would feel guilty sometimes, and so do you.',
  "Because he left, you conclude you're unlovable. Is that fair to you?",
  "You shouldn't have to carry this alone. What would help?",
  'You obviously care a lot about her. What do you miss?',
  'What a shock that must have been. How are you now?',
  'Your coach is right that you need rest. What would rest be?',
  'I felt so pathetic back then, and look where I am now.',
])('who only tells of it, or denies it, belittles nobody: %s', (reply) => {
  expect(judged('I feel awful about it all.', reply).flags).not.toContain('dismissive');
});
