import { loadJudge } from '../../../layers/adapters/judge-files.ts';
import type { Evidence } from '../../../layers/core/quality/judgement.ts';

const reflect = loadJudge('layers/policy', 'reflect');
const judge = (user: string, assistant: string) => {
  const judgement = reflect.judge({ user, assistant, context: [] });
  return { ...judgement, tier: reflect.decide(judgement).tier };
};

describe('a reply that hears nothing of a feeling waits for a person', () => {
  it.each([
    [
      'My husband left me in June and I still cry every night. I feel so lonely.',
      'Your husband left in June. Where does he live now?',
    ],
    ['I feel like such a fraud at my new job', 'What does your new job pay, and when did you start there?'],
    ["I'm ashamed of how I yelled at my kids", 'You yelled at your kids. How old are they?'],
    ['I was laid off and I feel useless.', 'Which company was it? What are your next steps?'],
    ["I'm dreading the surgery, I am terrified of needles", 'The surgery is on what day?'],
    ['I feel like such a fraud at my new job', 'So you feel like such a fraud at your new job. What does it pay?'],
    ["I'm ashamed of how I yelled at my kids", 'You are ashamed of how you yelled at your kids. How old are they?'],
    ['I feel hopeless about ever getting my back better', 'Do planks three times a week. How long can you hold one?'],
  ])('%s — %s', (user, reply) => {
    const { flags, tier, scores } = judge(user, reply);
    expect(flags).toContain('misses_feeling');
    expect(tier).not.toBe('accepted');
    expect(scores.empathy).toBeLessThan(0.2);
  });

  it.each([
    [
      'I feel like such a fraud at my new job',
      'Starting somewhere new can feel so shaky. What makes you doubt yourself?',
    ],
    ['I feel like such a fraud at my new job', 'What goes on inside when you feel like that?'],
    [
      'I feel like such a fraud at my new job',
      'It sounds like you feel like such a fraud there. What is the job like?',
    ],
    ["I'm ashamed of how I yelled at my kids", 'You yelled, and of course you are ashamed of it. How are they?'],
    ["I'm ashamed of how I yelled at my kids", 'What do you feel most ashamed of?'],
    ["I'm ashamed of how I yelled at my kids", "You're not a bad parent for one loud evening. What led up to it?"],
    ['I was laid off and I feel useless.', "I'm sorry. That's a blow. What has this week been like?"],
    ["I'm dreading the surgery, I am terrified of needles", 'What scares you most about it?'],
    ['I feel so proud that I finally finished it, I cried', 'Congratulations! What was the last mile like?'],
  ])('who hears it does not: %s — %s', (user, reply) => {
    expect(judge(user, reply).flags).not.toContain('misses_feeling');
  });

  it.each([
    ['My goal is a two minute plank.', 'How long do you hold it at the moment?'],
    ['We did Fran today.', 'What was your time, and how heavy was the bar?'],
    ['My knee hurts when I squat.', 'Where exactly, at the front or on the side?'],
    ["I'm sore from leg day.", 'What did you do, squats or lunges?'],
    ['I moved my runs to the morning.', 'What made you switch?'],
    ['How do I stop being so anxious before a lift?', 'Breathe in for four counts, out for six. Which lift is it?'],
  ])('nor does a plain question to a practical turn: %s', (user, reply) => {
    expect(judge(user, reply).flags).not.toContain('misses_feeling');
  });

  it('shows the feeling that was told', () => {
    const user = 'I was laid off and I feel useless.';
    const evidence: Evidence[] = [];
    reflect.judge({ user, assistant: 'Which company was it?', context: [] }, evidence);
    const told = evidence.filter(({ rule }) => rule === 'misses_feeling');
    expect(told.map(({ where, start, end }) => [where, user.slice(start, end)])).toContainEqual(['user', 'laid off']);
  });
});

describe('good news that ends in trouble', () => {
  it.each([
    "I got hired, but I'm petrified of the first day",
    'I lost 12 kg and my own mother did not even see it, not even once',
    'I won the race. So why do I feel so empty?',
    'I should be happy about my first pullup, but it does not feel like mine.',
    'Finished my first triathlon yesterday and I am too ashamed of my time to tell anybody',
    'I made the squad and now my oldest friend will not speak to me, she still says I cheated',
    "I passed the exam, yet my sister didn't and she is heartbroken",
  ])('may be met with pity, and with joy that answers it: %s', (user) => {
    for (const reply of [
      "I'm so sorry, that sounds hard. What weighs on you most?",
      'That must be confusing. I hear how heavy it is.',
      'Congratulations! And it makes sense that it feels heavy too. What worries you most?',
    ]) {
      const { flags, scores } = judge(user, reply);
      expect(flags).not.toContain('misses_mood');
      expect(flags).not.toContain('misses_feeling');
      expect(scores.empathy).toBeGreaterThan(0.4);
    }
  });

  it('joy alone does not hear it', () => {
    const user = "I got hired, but I'm terrified of the first day";
    expect(judge(user, "Woohoo! That's awesome, congrats! Party time!").flags).toContain('misses_feeling');
  });

  it.each([
    'I was nervous, but I passed, and I am so happy and proud!',
    'Ran 8 miles for the first time since the surgery. Cried happy tears.',
    "I lost 10 kg, I'm so proud",
    'It was brutal, I was exhausted, and still I finished my first half marathon!',
    'But I did it! I passed my driving test!',
    'I won the regatta and everyone cheered, still smiling',
  ])('what ends well is not pitied: %s', (user) => {
    expect(judge(user, "I'm so sorry, that must be painful.").flags).toContain('misses_mood');
  });
});
