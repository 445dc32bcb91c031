import { loadJudge } from '../../../layers/adapters/judge-files.ts';

const reflect = loadJudge('layers/policy', 'reflect');
const judge = (assistant: string, user = 'I argued with my sister and now I feel rotten about it.') => {
  const judgement = reflect.judge({ user, assistant, context: [] });
  return { ...judgement, tier: reflect.decide(judgement).tier };
};

describe('a row of cue words is no reply, however short and whatever question stands behind it', () => {
  it.each([
    ['two', 'Sorry. Tough. How do you feel?'],
    ['two, parted by a comma', 'Heavy, painful. What is that like for you?'],
    ['few', 'sorry tough valid you feel?'],
    ['with what the user said', 'sister argued hard understand proud how do you feel?'],
    [
      'with a word of a sentence here and there',
      'sorry that rough so hard valid you are brave strong how do you feel?',
    ],
    ['weighed', 'so tough so rough so hard how do you feel about your sister?'],
    ['in words on their own', 'Rough. Tough. Understand. Valid. Brave. How do you feel?'],
    ['in words on their own, commas between', 'Rough, sorry, valid, brave, proud, strong. How do you feel?'],
    ['parted once', 'rough tough, brave valid. What would help?'],
    ['of what might help', 'sister quarrel walk music sleep boundaries what do you feel?'],
    ['with next to no sentence', 'Rough. Sister argued. Sounds painful. Valid. Brave. Support. Love. How do you feel?'],
    ['without a mark', 'painful upset sorry makes sense how do you feel'],
  ])('%s: %s', (_, reply) => {
    const { flags, tier, scores } = judge(reply);
    expect(flags).toContain('word_salad');
    expect(tier).toBe('rejected');
    expect(scores.empathy).toBeLessThan(0.25);
  });

  it.each([
    "That sounds hard. I'm proud of you.",
    'So sorry. Sounds really rough. How do you feel?',
    'Ouch. So sorry. Hugs. How are you holding up?',
    'Sounds painful, and so tiring. What did she say?',
    'Brutal, truly. Tough day. What happened first?',
    'You sound hurt, lonely and tired. What would help tonight?',
    'You are a strong, brave person. What would you like to tell her?',
    'You are such a kind caring patient brother. What do you wish she knew?',
    'That must feel awful. Sorry friend. Want to tell me more?',
    'Are you sad, angry, hurt?',
    'Amazing! Congratulations! How did it feel?',
    'Oh no, sorry. What happened?',
    'Oh no. So sorry. Sounds rough. Hugs. Proud of you, strong one. How are you?',
    'Sisters can hurt us, deeply. Walks, music, sleep: what helps you most?',
    'It is hard, tough even, to be angry and sad at once. Proud of you for telling me. How do you feel now?',
  ])('a short warm reply is one: %s', (reply) => {
    const { flags, tier } = judge(reply);
    expect(flags).not.toContain('word_salad');
    expect(tier).not.toBe('rejected');
  });

  it.each([
    'Amazing! So proud! Huge win, champ! How do you feel?',
    'Wow, awesome. Strong work, proud of you. What comes next?',
  ])('so is a short cheer: %s', (reply) => {
    expect(judge(reply, 'I ran my first 5k today!').flags).not.toContain('word_salad');
  });
});
