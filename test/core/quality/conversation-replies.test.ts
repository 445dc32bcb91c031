import { loadJudge } from '../../../layers/adapters/judge-files.ts';
import type { Turn } from '../../../layers/core/conversation/message.ts';
import type { Evidence } from '../../../layers/core/quality/judgement.ts';

const reflect = loadJudge('layers/policy', 'reflect');
const strategy = loadJudge('layers/policy', 'strategy');

const told = [
  'I have skipped my swims for three weeks and I feel so guilty about it, every evening the same excuse after work.',
  'Work drains me. I come home, the bag stands in the hall, and I feel ashamed when I walk past it every night.',
  'On Mondays it is easier, I usually leave early then. My goal is to swim twice a week without hating the clock.',
  'My brother used to swim with me on Mondays. We always laughed so much that I forgot to count my laps at all.',
  'I could call him tonight, that would make my plan easier. I am a bit nervous because we argued in the spring.',
  'Thank you, this really helped. I feel better and I am going to swim on Monday, with him or without him.',
];
const warm = [
  'Feeling guilty every evening sounds exhausting. What happens in you on the way home from work?',
  'No wonder you feel drained, and that bag in the hall must be hard to walk past. When is it a little easier?',
  'Swimming without hating the clock is a lovely goal. What makes Mondays different for you?',
  'Laughing so much that you forget to count, that sounds wonderful. What do you miss most about those Mondays with him?',
  "It makes sense that you're nervous after an argument, and calling your brother takes courage. What would you like to say?",
  "I'm so glad it helped. Enjoy Monday and the water, I'm proud of you for taking that step.",
];
const cold = [
  'Three weeks. Which pool is it?',
  'Where do you work?',
  'What time do you leave on Mondays?',
  'How many laps were there?',
  'What is his number?',
  'Which Monday?',
];
const elsewhere = [
  'Rinse the rice before you boil it. Do you like jasmine rice?',
  'The trains to the coast are quick. Would you like a window seat?',
  'The new phone has a better camera. Which colour do you prefer?',
  'Our shop opens at nine. Do you need a receipt?',
  'Chess openings look harder than they are. Do you play black?',
  'The capital of Norway is Oslo, lovely in June.',
];
const scornful = [
  'Nobody cares. What else?',
  'Your own fault. Why are you telling me?',
  'Sure, whatever. Anything else?',
  'Stop whining. Have you got a point?',
  'Get over it. What did you expect?',
  'Cool story.',
];
const same = told.map(() => 'I hear you, that sounds really hard. What would help you most right now?');

const talk = (replies: readonly string[]): Turn[] =>
  told.flatMap((text, at): Turn[] => [
    { sender: 'user', text },
    { sender: 'ai', text: replies[at] ?? '' },
  ]);
const judged = (replies: readonly string[], judge = reflect) => judge.judgeConversation(talk(replies));

describe('a conversation is worth what its replies are worth', () => {
  it('warm replies that belong keep all of its quality', () => {
    const { quality, factors, candidate } = judged(warm);
    expect(factors.replies).toBeGreaterThan(0.9);
    expect(quality).toBeGreaterThan(0.8);
    expect(candidate).toBe(true);
  });

  it.each([
    ['cold', cold],
    ['about something else', elsewhere],
    ['scornful', scornful],
    ['the same again and again', same],
    ['empty', told.map(() => '')],
  ])('replies that are %s make it no candidate', (_, replies) => {
    const { quality, factors, candidate } = judged(replies);
    expect(factors.replies).toBeLessThan(0.65);
    expect(quality).toBeLessThan(judged(warm).quality - 0.2);
    expect(candidate).toBe(false);
  });

  it('the more of them are cold, the less', () => {
    const mixed = (from: number) =>
      judged(warm.map((reply, at) => (at < from ? reply : (cold[at] ?? '')))).factors.replies;
    expect([mixed(5), mixed(3), mixed(1)]).toEqual([mixed(5), mixed(3), mixed(1)].toSorted((a, b) => b - a));
    expect(mixed(5)).toBeGreaterThan(0.8);
    expect(mixed(1)).toBeLessThan(0.7);
  });

  it('who asks how something is done is served by an answer, and not by a question alone', () => {
    const plain = (...replies: string[]) =>
      reflect.judgeConversation(
        [
          'How many rest days do I need in a week of squats?',
          'What is a good warm up before squats?',
          'Should I wear a belt for five squats?',
        ].flatMap((text, at): Turn[] => [
          { sender: 'user', text },
          { sender: 'ai', text: replies[at] ?? '' },
        ]),
      ).factors.replies;
    const answered = plain(
      'Two rest days are enough for most people who squat three times a week.',
      'Five minutes of rowing, then air squats and two light sets with the empty bar.',
      'A belt is not needed for light sets. For heavy squats it helps some lifters brace.',
    );
    expect(answered).toBe(1);
    expect(plain('How heavy are your squats?', 'Which squats do you do?', 'How heavy are five squats?')).toBeLessThan(
      0.2,
    );
  });

  it('turns of one speaker in a row are one', () => {
    const split = talk(warm).flatMap(({ sender, text }): Turn[] =>
      text.split(/(?<=[.?]) /).map((sentence) => ({ sender, text: sentence })),
    );
    expect(reflect.judgeConversation(split).factors.replies).toBeGreaterThan(0.9);
  });

  it('without a reply there is nothing to learn from', () => {
    const { factors, candidate } = reflect.judgeConversation(told.map((text): Turn => ({ sender: 'user', text })));
    expect({ replies: factors.replies, candidate }).toEqual({ replies: 0, candidate: false });
  });

  it('shows which replies are spoilt, and by what', () => {
    const evidence: Evidence[] = [];
    reflect.judgeConversation(talk(same), evidence);
    const turns = evidence.filter(({ rule }) => rule === 'repeats_itself').map(({ turn, where }) => [turn, where]);
    expect(turns).toEqual([3, 5, 7, 9, 11].map((turn) => [turn, 'assistant']));
  });

  it('the strategy document looks at the user alone', () => {
    expect(judged(elsewhere, strategy).factors.replies).toBeLessThan(0.3);
    const { quality, factors } = judged(elsewhere, strategy);
    expect(quality).toBeCloseTo((factors.length + factors.engagement + factors.sentiment + factors.followUps) / 4);
  });
});
