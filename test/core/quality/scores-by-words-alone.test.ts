import { loadJudge } from '../../../layers/adapters/judge-files.ts';

const reflect = loadJudge('layers/policy', 'reflect');
const judge = (user: string, assistant: string) => reflect.judge({ user, assistant, context: [] });
const joy = "That's fantastic! Which part are you happiest about?";
const pity = "I'm so sorry, that must be really painful.";

describe('emoji, emoticons and bare digits', () => {
  it.each(['🚣', '🚣🏿', '❤️', ':)', ':P', ';)', '→', '™', '7', '1999', '🏴\u{e0067}\u{e0062}\u{e007f}'])(
    'a shared %s makes a reply about something else no more relevant',
    (sign) => {
      const [user, reply] = ['My rowing partner moved to Oslo.', 'Rinse the rice before you boil it.'];
      const without = judge(user, reply).scores.relevance;
      expect(judge(`${user} ${sign}`, `${reply} ${sign}`).scores.relevance).toBeLessThan(without + 0.06);
    },
  );

  it('digits with their unit do', () => {
    const user = 'They want me to row 2000 metres on Sunday.';
    const [met, other] = ['You have 2000 metres ahead of you.', 'You have 9 birthdays ahead of you.'];
    expect(judge(user, met).scores.relevance).toBeGreaterThan(judge(user, other).scores.relevance);
  });

  it.each(['🎉', '💪🏾', '🏆🏆', '🥳 👏'])('pity for good news stays pity with %s', (cheer) => {
    const { flags, scores } = judge('We won the regatta on Saturday!', `${pity} ${cheer}`);
    expect(flags).toContain('misses_mood');
    expect(scores.empathy).toBeLessThan(0.3);
    expect(judge('We won the regatta on Saturday!', `Congratulations, all of you! ${cheer}`).flags).not.toContain(
      'misses_mood',
    );
  });
});

describe('trouble that is gone, less or overcome is good news', () => {
  it.each([
    "I'm no longer afraid of deep water.",
    'I am not nervous before races anymore.',
    "I'm not scared of the coach any more!",
    'The soreness in my calves is finally gone.',
    'My headaches went away.',
    "I'm a lot less lonely since I joined the choir.",
    'I got over my stage fear, the guilt is gone.',
    'We rowed ten miles and I had no cramps.',
    "I haven't had a migraine since Easter.",
    'My stress has gone down a lot.',
    'The dread I felt before every lesson is gone.',
    'My calf pain has nearly disappeared.',
    "I'm not lonely any longer.",
    'I have beaten my insomnia.',
    'I overcame my fear of heights on that wall.',
    'My shoulder doesn’t hurt anymore.',
  ])('%s', (user) => {
    const shared = judge(user, joy);
    expect(shared.flags).not.toContain('misses_mood');
    expect(shared.scores.empathy).toBeGreaterThan(0.5);
    expect(judge(user, pity).flags).toContain('misses_mood');
  });

  it.each([
    'I wish my headaches were history, the pain is awful.',
    'I hope the cramps are gone by Sunday, it hurts.',
    'When will I be no longer afraid of deep water?',
    "I can't get rid of my anxiety before races.",
    'I want to be less lonely.',
    'I am no longer scared of dying.',
    'My joy is gone and I am sad.',
    'I can not take the pain any more.',
    'The pain is terrible. My appetite is gone.',
    'I am not sure that the fear I had as a kid is not gone, I am scared.',
  ])('not where it is wished for, denied or of life itself: %s', (user) => {
    expect(judge(user, joy).flags).toContain('misses_mood');
    expect(judge(user, pity).flags).not.toContain('misses_mood');
  });

  it('trouble that is only denied asks for neither', () => {
    for (const reply of [joy, pity]) expect(judge('I am not sad about it.', reply).flags).not.toContain('misses_mood');
  });
});

describe('where a sentence ends', () => {
  const user = 'The choir was cancelled again.';
  const asked = (reply: string) => judge(user, reply).scores.question;
  const plain = 'That is a pity. What do you miss most about your evenings there?';

  it.each(['\n', '\r\n', ' \n  '])('a line that breaks off between two words goes on in the next: %j', (line) => {
    const broken = plain.replace('do you', `do${line}you`).replace('about your', `about${line}your`);
    expect(asked(broken)).toBe(asked(plain));
  });

  it.each([
    ['an empty line', 'Whatever you miss\n\nI sing as well.', 'Whatever you miss. I sing as well.'],
    ['a point of a list', 'You miss\n- singing\n- the people\n* tea', 'You miss. singing. the people. tea'],
    ['a numbered point', 'You miss\n1. singing\n2) tea', 'You miss. 1. singing. 2) tea'],
    ['an emoji', 'What a pity 😢\nsee you at the choir', 'What a pity 😢. see you at the choir'],
  ])('%s ends it', (_, broken, plainly) => {
    expect(judge(user, broken).scores).toEqual(judge(user, plainly).scores);
  });
});

describe('what is not seen between letters', () => {
  it.each(['\u200b', '\u200d', '\u00ad', '\u2060', '\ufeff', '\ufe0f', '\u034f', '\u{e0101}', '\u{e0061}'])(
    '%j changes nothing',
    (hidden) => {
      const between = (text: string) => text.replace(/(?<=\p{L})(?=\p{L})/gu, hidden);
      const [user, reply] = [
        'My sister moved out and the flat feels empty.',
        'An empty flat can feel so lonely. What do you miss most about your sister?',
      ];
      expect(judge(between(user), between(reply))).toEqual(judge(user, reply));
    },
  );
});

describe('what is asked, and how', () => {
  const user = 'My cello teacher moved away.';
  const asked = (reply: string) => judge(user, reply).scores.question;

  it.each([
    ["What's wrong?", 'What was wrong between the two of you?'],
    ["Hey, what's going on?", "What's going on with your cello lessons now?"],
    ['Who? When? Why?', 'Who was she to you?'],
    ['Have you considered pottery?', 'What have you considered so far?'],
    ['Have you tried the violin?', 'Have you tried anything that eased it?'],
    ['Why would you give up now?', 'Why would you like to give it up?'],
    ['Why would you let her leave?', 'How did you hear that she would leave?'],
  ])('%s asks less well than: %s', (worse, better) => {
    expect(asked(better) - asked(worse)).toBeGreaterThan(0.1);
  });
});

describe('a reference to an earlier talk', () => {
  const user = 'The dentist moved my appointment.';

  it.each([
    'This reminds me of what you told me in March about waiting rooms. Does it feel the same?',
    'In our last conversation you spoke of how waiting wears you out. Is that so today?',
    'Last time you were so tense about the drill. Is it like that now?',
  ])('counts for the reply although none of its words were said: %s', (reply) => {
    const { scores } = judge(user, reply);
    const plain = judge(user, 'The tulips need water before noon. Does the gardener know where they are?').scores;
    expect(scores.context_awareness).toBeGreaterThan(0.5);
    expect(scores.relevance - plain.relevance).toBeGreaterThan(0.1);
  });
});
