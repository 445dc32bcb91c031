import { loadJudge } from '../../../layers/adapters/judge-files.ts';
import type { Dialogue } from '../../../layers/core/conversation/exchange.ts';
import type { Scores } from '../../../layers/core/quality/judgement.ts';

const reflect = loadJudge('layers/policy', 'reflect');
const judge = (user: string, assistant: string, context: Dialogue['context'] = []) => {
  const judgement = reflect.judge({ user, assistant, context });
  return { ...judgement, tier: reflect.decide(judgement).tier };
};

const low = 'I skipped the gym all week and I feel like such a failure.';
const boss =
  'My boss yelled at me in front of everyone today and I went home and cried. I have not been to yoga for two weeks and I feel like I am falling apart.';

describe('what only looks like a good reply', () => {
  const good = 'That sounds really discouraging, and one week does not make you a failure. What got in the way?';

  it.each([
    [
      'keywords of comfort',
      'word_salad',
      'sorry sad hope hugs feel you failure gym week here for you proud understand sounds hard makes sense',
    ],
    [
      'keywords with commas',
      'word_salad',
      'hug sorry, hear you, feel, strong, proud, matter, breathe, journal, friend, love',
    ],
    ['keywords of the turn', 'word_salad', 'gym week failure skipped feel gym workout training failure feel'],
    [
      'keywords and a good question',
      'word_salad',
      'sorry sad hope hugs feel you failure gym week here for you proud. What is it like for you?',
    ],
    [
      'six words of feeling and a good question',
      'word_salad',
      'proud sorry congratulations hugs sad happy. What was that like for you?',
    ],
    [
      'keywords that run into a question',
      'word_salad',
      'tired gym hugs strong sorry hope failure brave week sad what is it like for you',
    ],
    [
      'set phrases that run into each other, and a question',
      'word_salad',
      'sorry makes sense here for you failure gym. What is it like?',
    ],
    [
      'keywords between good sentences',
      'word_salad',
      'That sounds hard. sorry sad proud hope failure week gym hugs tired. What would help you most, and who could be there?',
    ],
    ['the same words again', 'echoes_user', low],
    [
      'the same words with other pronouns',
      'echoes_user',
      'You skipped the gym all week and you feel like such a failure.',
    ],
    [
      'the same words and a bare question',
      'echoes_user',
      'So you skipped the gym all week and you feel like such a failure. What happened?',
    ],
  ])('%s: %s', (_, flag, reply) => {
    const { scores, flags, tier } = judge(low, reply);
    expect(flags).toContain(flag);
    expect(tier).not.toBe('accepted');
    expect(scores.empathy).toBeLessThan(0.25);
    expect(scores.overall).toBeLessThan(0.1);
    expect(scores.relevance).toBeLessThan(0.7);
    const better = judge(low, good);
    expect(better.flags).not.toContain(flag);
    expect(better.scores.empathy - scores.empathy).toBeGreaterThan(0.3);
    expect(better.scores.overall - scores.overall).toBeGreaterThan(0.3);
  });

  it.each([
    'Sleep, water, daylight, a short walk. Small things. Which one feels doable today?',
    'Goblet squats, ring rows, farmer carries, twice a week.',
    'Hamstring strains usually need 6 weeks. Try bridges 3x12, then slow eccentrics.',
    '- Squats\n- Lunges\n- Planks\n- Burpees\n- Rows\n- Dips',
    '10 push-ups, 15 squats, 20 sit-ups, 5 rounds for time.',
  ])('a list is no row of keywords: %s', (reply) => {
    expect(judge('What can I do at home for my shoulder?', reply).flags).not.toContain('word_salad');
  });

  it.each([
    'Siento mucho que estés pasando por esto. ¿Qué es lo que más echas de menos de tu casa?',
    'Мне жаль, что тебе так тяжело. Что случилось сегодня и чем я могу помочь тебе?',
  ])('a sentence of another language is no row of keywords: %s', (reply) => {
    expect(judge(low, reply).flags).not.toContain('word_salad');
  });

  it('a parrot of a long turn is seen too; who takes up a few words is none', () => {
    const parrot = boss.replaceAll('My', 'Your').replaceAll(' I ', ' you ').replaceAll(' me ', ' you ');
    expect(judge(boss, parrot).flags).toContain('echoes_user');
    const mirror = 'It sounds like skipping the gym all week made you feel like such a failure. What got in the way?';
    expect(judge(low, mirror).flags).not.toContain('echoes_user');
  });

  it.each([
    'Congratulations, huge win, well done, so proud of you!',
    'Take care, sleep well, sweet dreams, talk soon!',
    'Great job today, keep breathing and rest well tonight.',
    'Yoga, stretching and a foam roller helped many people with this.',
  ])('no salad: %s', (reply) => expect(judge(low, reply).flags).not.toContain('word_salad'));
});

describe('something to celebrate', () => {
  const pity = "I'm so sorry, that sounds hard.";

  it.each([
    ['a record', 'I hit a new personal best on my deadlift today, 140 kg!', 'Congratulations, that is huge!'],
    ['a record, in short', 'Just hit a PB in the squat!!', 'Woohoo! That is a big one. What changed since last month?'],
    ['a first time', 'I ran my first 10k without stopping!', 'That is fantastic! How did crossing the line feel?'],
    ['a job', 'I got the promotion I wanted!', 'Congratulations on the promotion! You worked hard for this.'],
    [
      'a pose',
      'I held crow pose for ten breaths today, never managed that before.',
      "Ten breaths in crow, that's a huge step! What helped you find the balance?",
    ],
    [
      'good sleep at last',
      'I finally slept eight hours after weeks of insomnia',
      "That's wonderful news. How do you feel this morning?",
    ],
    [
      'a weight lost',
      'I lost 5 kg this month and kept to my plan',
      'Congratulations, all that consistency is paying off!',
    ],
    [
      'after hardship',
      'It was so hard, but I finally finished my first half marathon!',
      'You did it, congratulations! What carried you through the last miles?',
    ],
  ])('%s: joy is shared, not pitied', (_, user, joy) => {
    const [shared, pitied] = [judge(user, joy), judge(user, pity)];
    for (const name of ['empathy', 'tone', 'overall'] as const) {
      expect(shared.scores[name]).toBeGreaterThan(pitied.scores[name]);
    }
    expect(shared.scores.tone).toBeGreaterThan(0.6);
    expect(pitied.scores.tone).toBeLessThan(0.25);
    expect(pitied.flags).toContain('misses_mood');
    expect(pitied.tier).not.toBe('accepted');
  });

  it.each([
    [low, 'Congratulations, that is amazing! Well done!'],
    ['My dad died last week.', 'Awesome! Congrats to you!'],
    ['I tore my ACL and cannot compete.', 'Yay, great job, way to go!'],
  ])('pain is not cheered at: %s', (user, cheer) => {
    expect(judge(user, cheer).flags).toContain('misses_mood');
    for (const name of ['empathy', 'tone', 'overall'] as const) {
      expect(judge(user, pity).scores[name]).toBeGreaterThan(judge(user, cheer).scores[name] + 0.15);
    }
  });

  it.each([
    ['I overslept and missed my swim.', 'Congratulations, what an achievement. Somebody give this champion a medal.'],
    ['I yelled at my sister at dinner.', 'Well done. Sister of the year.'],
  ])('praise for a lapse is mockery: %s', (user, mockery) => {
    expect(judge(user, mockery).flags).toContain('misses_mood');
    expect(judge(user, mockery).scores.empathy).toBeLessThan(0.1);
  });

  it.each([
    ['I skipped swimming because my neck was stiff.', 'Great job listening to your body. Rest is training too.'],
    ['I missed two rides this week.', 'Well done for getting back on the bike. What helped you return?'],
    ['I quit smoking three months ago.', 'Bravo! Three months without a cigarette is huge.'],
  ])('praise for what is good in it is none: %s', (user, praise) => {
    expect(judge(user, praise).flags).not.toContain('misses_mood');
  });

  it.each([
    ['I left my inhaler at home.', 'You should know better by now. You have only yourself to blame.'],
    ['I did not do my exercises.', 'Then do not complain. You clearly lack discipline, no more excuses.'],
  ])('a scolding waits for a person: %s', (user, scolding) => {
    expect(judge(user, scolding).flags).toContain('dismissive');
  });

  it('who passed away passed nothing, and who is not happy is not glad', () => {
    for (const user of ['My grandmother passed away on Sunday.', 'I am not happy with my body.']) {
      expect(judge(user, 'Woohoo, way to go!').flags).toContain('misses_mood');
    }
  });

  it('mixed feelings may be met with either', () => {
    const mixed = 'I hit a new PR but my shoulder hurts so much and I am scared it is torn.';
    expect(judge(mixed, 'I am sorry, that sounds scary.').flags).not.toContain('misses_mood');
    expect(judge(mixed, 'Congratulations on the PR! How bad is the shoulder?').flags).not.toContain('misses_mood');
  });
});

describe("the person's register, and the companion's own", () => {
  const casual = 'idk tbh i kinda skipped the gym again lol';
  const grieving = 'My father died on Tuesday and I feel so alone.';
  const comfort = "I'm so sorry about your father. What do you miss most about him?";

  it('officialese is no tone for a companion, least of all with who writes casually', () => {
    const stiff = 'It is recommended that individuals commence a regimen. Furthermore, adherence is essential.';
    const easy = 'Those days happen, and one of them undoes nothing. What got in the way this time?';
    expect(judge(casual, easy).scores.tone - judge(casual, stiff).scores.tone).toBeGreaterThan(0.2);
    const formal = 'I did not go to the gym again this week.';
    const aLittle = 'Please note that one week undoes nothing. What got in the way this time?';
    expect(judge(formal, aLittle).scores.tone).toBeGreaterThan(judge(casual, aLittle).scores.tone);
  });

  it('pain is not made light of; who jokes may be joked with', () => {
    const joke = judge(grieving, 'lol bro that sucks, what are you up to tonight?');
    expect(joke.flags).toContain('misses_mood');
    expect(joke.tier).not.toBe('accepted');
    for (const name of ['empathy', 'tone'] as const) {
      expect(judge(grieving, comfort).scores[name] - joke.scores[name]).toBeGreaterThan(0.3);
    }
    const joking = 'lol i fell off the treadmill and it hurts haha';
    expect(judge(joking, 'Haha, oh no! Are you okay? How did that happen?').flags).not.toContain('misses_mood');
  });

  it.each([
    "As an AI language model I have no feelings, but I'm sorry. How may I assist you today?",
    'In my practice many clients of mine feel so. Book a session with me and we will talk.',
    'Dear customer, our support team has received your message. Please rate this chat.',
  ])('another role than the companion’s waits for a person: %s', (reply) => {
    const other = judge(grieving, reply);
    expect(other.flags).toContain('out_of_character');
    expect(other.tier).not.toBe('accepted');
    expect(judge(grieving, comfort).flags).not.toContain('out_of_character');
    expect(other.scores.tone).toBeLessThan(judge(grieving, comfort).scores.tone);
  });
});

describe('cold and sarcastic replies', () => {
  const win = 'I hit a new personal best on my deadlift today!';

  it.each([
    [low, 'Everyone fails. Why should you be special?'],
    [low, 'It makes sense that they left, you can be exhausting. How do you feel about that?'],
    [low, "I hear you, you're unreliable. What makes you so lazy?"],
    [low, "I'm sorry you're so weak. How does that feel?"],
    [win, 'A personal best? Someone call the Olympics.'],
    [low, 'That sounds hard, blah blah blah. I am here for you. Blah blah, what would help you?'],
    [low, 'I am sorry. Just stop crying about it. What got in the way of your sessions this week?'],
    [low, 'Stop crying. What got in the way?'],
  ])('cruelty behind a kind beginning waits for a person: %s — %s', (user, reply) => {
    const { flags, tier } = judge(user, reply);
    expect(flags).toContain('dismissive');
    expect(tier).not.toBe('accepted');
  });

  it('who sees that somebody cannot stop crying does not tell them to', () => {
    const reply =
      "It makes sense that you can't stop crying, losing her hurts. I'm here for you. What do you miss most?";
    expect(judge("She left me and I can't stop crying.", reply).flags).toEqual([]);
  });

  it('who takes up the bad that people say of themselves is not cruel', () => {
    const user = 'I feel so weak and lazy, and he hurt my feelings.';
    const reply = 'It sounds like you feel weak and lazy, and that he hurt your feelings. What happened?';
    expect(judge(user, reply).flags).not.toContain('dismissive');
  });

  it.each([
    [low, 'Sure, whatever.'],
    [win, 'Good for you I guess.'],
    [win, 'Congrats, I guess.'],
    [win, 'Wow, want a medal?'],
    [win, 'Big deal, everyone can lift that.'],
    [low, 'Ok. And?'],
    [low, 'K.'],
    [low, 'Meh.'],
    [low, 'Not my problem.'],
    [low, 'Sounds like a you problem.'],
    [low, 'If you say so.'],
    [low, 'Boo hoo, cry me a river.'],
    [low, 'Well, what did you expect?'],
    [low, 'Cool story.'],
    [low, "I don't care."],
    [low, 'Oh great, another sad story.'],
    [low, 'Welcome to the real world.'],
    [low, 'Stop whining and get on with it.'],
    [low, 'At least you have a gym to go to.'],
    ['I came last in my first race.', 'Well, somebody had to finish last.'],
  ])('%s — %s', (user, reply) => {
    const { flags, scores, tier } = judge(user, reply);
    expect(flags).toContain('dismissive');
    expect(tier).not.toBe('accepted');
    expect(scores.tone).toBeLessThan(0.25);
    expect(scores.empathy).toBeLessThan(0.3);
  });

  it.each([
    [low, 'Whatever you feel is okay here. What would help right now?'],
    [low, 'I care about how this week went for you. What happened?'],
    [win, 'Good for you! That took patience.'],
    [low, 'I do not care how many sessions you missed, I care how you are. What was the hardest day?'],
    [low, 'Aim for at least two sessions a week. You have been through a lot, what would feel doable?'],
    [low, 'People told you to suck it up, and I am sorry. You deserve to be heard.'],
  ])('is not cold: %s — %s', (user, reply) => expect(judge(user, reply).flags).not.toContain('dismissive'));
});

describe('comfort', () => {
  const user = 'My mother is in hospital and I could not train all week.';
  const phrases = 'I hear you. That sounds hard. I understand. Your feelings are valid. That must be tough.';

  it('by a row of set phrases is worth less than comfort that takes up what was said', () => {
    const row = judge(user, phrases).scores;
    const about = judge(user, `${phrases} With your mother in hospital, no wonder you could not train.`).scores;
    expect(row.empathy).toBeLessThan(about.empathy - 0.2);
    expect(row.tone).toBeLessThan(about.tone - 0.1);
  });

  it('celebrates in words of its own too', () => {
    const win = 'I ran 5k in 24 minutes today!';
    const seen = judge(
      win,
      'You beat your old time by a whole minute, all that work shows! What made it so fast?',
    ).scores;
    const passedOver = judge(win, 'Five kilometres are 3.1 miles. What made it so fast?').scores;
    expect(seen.tone).toBeGreaterThan(passedOver.tone + 0.2);
    expect(seen.tone).toBeGreaterThan(0.7);
  });
});

describe('context awareness', () => {
  const aware = (user: string, assistant: string, context: Dialogue['context'] = []): Scores['context_awareness'] =>
    judge(user, assistant, context).scores.context_awareness;
  const user = 'It is on Saturday and I am nervous.';
  const context: Dialogue['context'] = [
    { sender: 'user', text: 'Box breathing helped me before my last competition.' },
    { sender: 'ai', text: 'Good to know. When is the next one?' },
  ];

  it.each([
    'It sounds like Saturday is on your mind. What makes you nervous about Saturday?',
    'Again, rest well before Saturday.',
    'Being nervous on Saturday is normal.',
  ])('is low where nothing was said before: %s', (reply) => expect(aware(user, reply)).toBeLessThan(0.15));

  it('hears a reference to an earlier conversation, more so when it is there to be seen', () => {
    const reply = 'You mentioned that box breathing helped before your last competition.';
    expect(aware(user, reply)).toBeGreaterThan(0.25);
    expect(aware(user, reply, context)).toBeGreaterThan(0.8);
  });

  it('what builds on earlier turns is above what answers the last turn alone', () => {
    const builds = aware(user, 'Would box breathing help before this competition too?', context);
    const answers = aware(user, 'Being nervous shows that you care. How do you feel now?', context);
    expect(builds).toBeGreaterThan(answers + 0.4);
    expect(answers).toBeLessThan(0.3);
  });
});

describe('sentences that fit any turn', () => {
  it.each([
    'Thank you for sharing. That sounds hard. How does that make you feel?',
    "Don't give up! Keep pushing! You've got this!",
    'I hear you. Thanks for telling me. How do you feel about that?',
  ])('are hollow however few, and worth less than a plain reply about it: %s', (canned) => {
    for (const [user, real] of [
      [
        'My cat died on the eve of the regatta.',
        'Losing her on that eve, no wonder your heart was elsewhere. What was she like?',
      ],
      [
        'They giggled at my handstand.',
        "Ouch. That stings, and you didn't deserve it. What did you want to tell them?",
      ],
    ] as const) {
      const [fake, better] = [judge(user, canned), judge(user, real)];
      expect(fake.scores.empathy).toBeLessThan(0.3);
      expect(better.scores.empathy).toBeGreaterThan(fake.scores.empathy);
      expect(better.scores.overall).toBeGreaterThan(fake.scores.overall);
    }
  });

  it('no words are no relevant reply', () => {
    expect(judge('', '').scores.relevance).toBeLessThan(0.1);
    expect(judge(low, '💪').scores.relevance).toBeLessThan(0.1);
  });

  it('are no joy for somebody who was only greeted', () => {
    expect(judge('I made the cut!', 'Nice to hear from you. What was it like?').scores.empathy).toBeLessThan(0.3);
  });

  it('a word that puts down is none where it is denied', () => {
    const { scores } = judge(
      'I cried in class.',
      'That is not stupid at all. It is no weak moment, it hurts. What set it off?',
    );
    expect(scores.tone).toBeGreaterThan(
      judge('I cried in class.', "Don't be stupid. It hurts. What set it off?").scores.tone,
    );
  });
});

describe('the mood of the turn', () => {
  it.each([
    [
      'tears of joy',
      'Ran 10 miles for the first time since the accident. Cried like a baby.',
      'Oh no, I am sorry you cried. What made you so sad?',
    ],
    [
      'a best time told in jest',
      'That workout wrecked me haha, PR by 12 seconds!',
      "I'm sorry to hear that. That sounds very painful.",
    ],
    [
      'a first that took years',
      'First strict handstand today, two years of work.',
      'That sounds really difficult. What makes it hard?',
    ],
    ['sobriety', 'I have been sober 60 days.', 'That sounds hard, I am sorry.'],
    ['an injury', 'I tore my meniscus at the comp.', 'Amazing, so proud of you! What was your favourite part?'],
    [
      'what was not got',
      "Didn't get the place on the team, feeling rubbish.",
      'Congrats on the new team! What are you looking forward to?',
    ],
    [
      'what was missed',
      'Missed the qualifying time by two seconds. Gutted.',
      'Congratulations on your race! So happy for you!',
    ],
  ])('is missed: %s', (_, user, reply) => {
    const { flags, scores, tier } = judge(user, reply);
    expect(flags).toContain('misses_mood');
    expect(scores.empathy).toBeLessThan(0.3);
    expect(tier).not.toBe('accepted');
  });

  it.each([
    [
      'Ran 10 miles for the first time since the accident. Cried like a baby.',
      'Ten miles, those tears make so much sense! What was the last mile like?',
    ],
    [
      'I finished the race, but came last and feel awful and ashamed.',
      'I am so sorry, that sounds painful. What was the last mile like?',
    ],
    [
      "Didn't get the place on the team, feeling rubbish.",
      'I am sorry, you wanted it so much. I am proud of you for telling me.',
    ],
    ['I lost the match.', 'That hurts. I am glad you told me. What was the hardest game?'],
  ])('is met: %s', (user, reply) => {
    expect(judge(user, reply).flags).not.toContain('misses_mood');
  });

  it.each([
    'Others have it harder than you. What are you complaining about?',
    'You people always complain. What is it this time?',
    'Have you considered not being so weak?',
    'First world problems, huh?',
    'You were too sensitive.',
    'That sounds hard for me to believe. What were you doing all week?',
  ])('scorn is dismissive: %s', (reply) => {
    expect(judge(low, reply).flags).toContain('dismissive');
  });
});
