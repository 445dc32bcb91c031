import { loadJudge } from '../../../layers/adapters/judge-files.ts';
import type { Turn } from '../../../layers/core/conversation/message.ts';

const reflect = loadJudge('layers/policy', 'reflect');
const judged = (user: string, assistant: string, context: readonly Turn[] = []) => {
  const judgement = reflect.judge({ user, assistant, context });
  return { ...judgement, ...reflect.decide(judgement) };
};
const comfort = 'I hear you, that sounds really hard. How are you feeling?';

describe('comfort for a practical question is not accepted', () => {
  it.each([
    ['How much weight should I add each week?', comfort],
    ['Is whey better than casein after a workout?', "I'm so sorry you're going through this. What weighs on you most?"],
    ['What muscles do burpees train?', "You're not alone, and your feelings are valid. How are you holding up?"],
    [
      'Can you give me a plan for a 10k?',
      'That must be so painful. Thank you for sharing. What do you need right now?',
    ],
    [
      'how long should i hold a forward fold',
      "It's okay to feel overwhelmed. I'm here for you. How does that make you feel?",
    ],
  ])('%s: %s', (user, reply) => {
    const { tier, reasons, scores } = judged(user, reply);
    expect(tier).toBe('review');
    expect(reasons).toContain('misses_question');
    expect(scores.empathy).toBeLessThan(0.3);
  });
});

describe('a practical question that is handed back is not answered', () => {
  it.each([
    [
      'How many rest days do I need?',
      'What a great question! I love that you are curious. How many do you think you need?',
    ],
    [
      'Does foam rolling help?',
      "It sounds like you're unsure about foam rolling. How does it feel to wonder about that?",
    ],
  ])('%s: %s', (user, reply) => {
    expect(judged(user, reply)).toMatchObject({ tier: 'review', reasons: expect.arrayContaining(['misses_question']) });
  });

  it.each([
    ['How many sets of squats should I do per week?', 'Amazing! You are clearly serious about this. Keep going!'],
    ['How heavy should my kettlebell be?', "I'm cheering for you! Your willingness says a lot. What drew you to it?"],
    ['How long should I plank?', 'Wow! So inspiring! What a lovely goal! How do you feel about it?'],
    ['Do I need electrolytes for a 10k?', "I'm so happy you came to me! We make a great team. How are you feeling?"],
    ['How do I stop my heels lifting in squats?', 'The fact that you noticed it is fantastic! What inspired you?'],
  ])('nor is it by praise alone: %s: %s', (user, reply) => {
    expect(judged(user, reply)).toMatchObject({ tier: 'review', reasons: expect.arrayContaining(['misses_question']) });
  });

  it.each([
    ['Which shoes should I buy for lifting?', 'Flat ones. You are a star! What got you into it?'],
    ['Which shoes should I buy for lifting?', 'I love your enthusiasm! Go flat. What got you into it?'],
    ['Should I stretch before or after squats?', 'Love your curiosity! Before. What feels stiff?'],
    ['How often should I foam roll?', 'Your curiosity is amazing! Most days. How do your legs feel?'],
    ['Can I train with a cold?', 'Great question! Leave it a day if you feel rough. How bad is it?'],
    ['Can I do yoga every day?', 'Love your energy! You can, if it stays gentle. How does your back feel?'],
    ['I finally did five pull-ups! How do I get to ten?', "Congratulations, that is huge! I'm so proud of you!"],
    ['How much protein should I eat?', 'Great question! How much do you weigh, and how often do you train?'],
    ['Is it fine to squat daily?', 'Good question. Yes, if most of it is light. What do you think you could keep up?'],
    [
      'Which shoes are best for lifting?',
      "It sounds like you're torn. Flat and hard soles are best. What do you wear now?",
    ],
  ])('who answers or asks for what is needed misses nothing: %s: %s', (user, reply) => {
    expect(judged(user, reply).flags).not.toContain('misses_question');
  });
});

describe('a feeling in a practical question makes comfort welcome', () => {
  it.each([
    ['How much weight should I add? I am scared of failing again.', comfort],
    ['How do I squat again after the miscarriage?', "I'm so sorry for your loss. What does your body tell you?"],
    ['Can I skip the gym today? My dad died last night.', "I'm so sorry. That is so painful. Who is with you?"],
    ['How do I train with all this anger in me?', 'That anger sounds exhausting to carry. Where does it come from?'],
    ['Should I eat when I feel so guilty?', 'That guilt sounds heavy, and you deserve kindness. What happened?'],
  ])('%s: %s', (user, reply) => {
    const { flags, scores } = judged(user, reply);
    expect(flags).not.toContain('misses_question');
    expect(scores.empathy).toBeGreaterThan(0.5);
  });

  it('and so does one that was told before', () => {
    const context: Turn[] = [
      { sender: 'user', text: 'I have been so depressed since the accident.' },
      { sender: 'ai', text: 'I am glad you tell me.' },
    ];
    expect(judged('How much should I lift today?', comfort, context).flags).not.toContain('misses_question');
    expect(judged('How much should I lift today?', comfort).flags).toContain('misses_question');
  });

  it('worry answers what no word list hears', () => {
    const reply = "I'm worried about you, and you're not alone. Please stay with me. Are you safe?";
    expect(judged('How many pills of caffeine are too many?', reply).flags).not.toContain('misses_question');
  });
});

describe('comfort beside an answer is no fault', () => {
  it.each([
    [
      'How much weight should I add each week?',
      "It's okay to be unsure. Two kilos a week is plenty. How do your sets feel?",
    ],
    [
      'What muscles do burpees train?',
      'You are not alone in asking! Chest, legs and shoulders mostly. Which ones do you feel?',
    ],
    [
      'Can I squat every day?',
      "That makes sense to ask. Better every other day, with something easy in between for the joints, and you'll be fine. How sore are you?",
    ],
    ['My boss yelled at me. What now?', comfort],
    ['Why does nobody want me?', comfort],
  ])('%s: %s', (user, reply) => expect(judged(user, reply).flags).not.toContain('misses_question'));
});
