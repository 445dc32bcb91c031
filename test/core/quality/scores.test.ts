import fc from 'fast-check';
import { loadJudge } from '../../../layers/adapters/judge-files.ts';
import type { Dialogue } from '../../../layers/core/conversation/exchange.ts';
import { type Evidence, flagNames, type Scores } from '../../../layers/core/quality/judgement.ts';
import { placesOf, plain } from '../../../layers/core/quality/policy-rules.ts';
import { domainTags } from '../../../layers/core/quality/scores/domain.ts';

const reflect = loadJudge('layers/policy', 'reflect');
const strategy = loadJudge('layers/policy', 'strategy');
const exchange = (user: string, assistant: string, context: Dialogue['context'] = []): Dialogue => ({
  user,
  assistant,
  context,
});
const scoresOf = (dialogue: Dialogue): Scores => reflect.judge(dialogue).scores;

const low = 'I skipped the gym all week and I feel like such a failure.';
const win = 'I finally got my first strict pull-up this morning!';
const knee = 'My knee has been sore since the box jumps on Monday.';
const storyOf = (reply: string) => {
  const judgement = reflect.judge(exchange(knee, reply));
  return { judgement, decision: reflect.decide(judgement) };
};

describe('the strategy document', () => {
  it.each([
    ['bad', 'acknowledges nothing', win, "That's interesting. Keep it up!"],
    ['bad', 'understands in words only', low, 'I understand. Things will work out.'],
    ['bad', 'praises without looking', win, "That's good."],
    [
      'good',
      'asks what it was like',
      win,
      'Your first strict pull-up, wow! What did it feel like when your chin cleared the bar?',
    ],
    [
      'good',
      'names the feeling and asks',
      low,
      'That sounds really discouraging. What made this week harder than the last one?',
    ],
    [
      'good',
      'stays with the knee',
      knee,
      'A sore knee is frustrating. How does it feel when you squat without any weight?',
    ],
  ])('%s: %s', (side, _, user, assistant) => {
    const dialogue = exchange(user, assistant);
    expect(strategy.decide(strategy.judge(dialogue)).tier).toBe(side === 'good' ? 'accepted' : 'rejected');
    expect(reflect.decide(reflect.judge(dialogue)).tier === 'accepted').toBe(side === 'good');
  });
});

describe('each score prefers the better reply', () => {
  it.each<[keyof Scores, string, string, string, string]>([
    [
      'empathy',
      'names the feeling',
      low,
      'That sounds really heavy. Missing workouts does not make you a failure.',
      'You should set an alarm and pack a bag the night before.',
    ],
    [
      'empathy',
      'does not talk of itself',
      low,
      'I am so sorry you are being this hard on yourself.',
      'Same here, I skipped mine too because my boss kept me late.',
    ],
    [
      'empathy',
      'is sorry for the person, not for a typo',
      low,
      'I am sorry you feel that way.',
      'Sorry for the typo, I meant the other class.',
    ],
    [
      'question',
      'open over a well-worn one',
      'The swim test is on Friday and I sink like a stone.',
      'What happens in your body when the water gets deep?',
      'How are things?',
    ],
    [
      'question',
      'one over an interrogation',
      'My rowing times got slower this month.',
      'What has changed in your weeks since they began to slow?',
      'How slow? Which boat? How old are you? Do you drink? Is it the technique?',
    ],
    [
      'question',
      'asks, and does not accuse',
      'I ate crisps in bed until two.',
      'What was the evening like before the crisps?',
      'What were you thinking?',
    ],
    [
      'question',
      'asks openly, and does not fish for agreement',
      'Maybe I should leave the swim team.',
      'What would leaving the team change for you?',
      'You are not serious about leaving, are you?',
    ],
    [
      'question',
      'open over one that wants one answer',
      'My physio left the clinic.',
      'What did your physio mean to you?',
      "Haven't you got other physios?",
    ],
    [
      'question',
      'asks, and does not tell the person what they feel',
      'My physio left the clinic.',
      'What was the last session with your physio like?',
      "You feel abandoned, don't you?",
    ],
    [
      'question',
      'asks, and does not tell a fact',
      'I want to swim faster this year.',
      'What makes this the year to swim faster?',
      'Did you know that sculling makes you faster?',
    ],
    [
      'question',
      'about the person, and not about the world',
      'My physio left the clinic.',
      'What will you miss about those hours?',
      'What time is it in Sydney?',
    ],
    [
      'question',
      'about what it is like, although it says no "you"',
      'Cycling home in the rain made me laugh out loud.',
      'What was that like?',
      'How much is a rain coat?',
    ],
    [
      'empathy',
      'praise of a lapse is mockery',
      'I binged on biscuits after the swim meet.',
      'It is okay. Nights like this happen, and they say nothing about who you are.',
      'Bravo. Somebody give this hero a trophy.',
    ],
    [
      'empathy',
      'hears the loss, and has no proverb for it',
      'My riding school closed and I miss the horses terribly.',
      'Losing the horses must hurt, they were part of every week.',
      'Every cloud has a silver lining. Such is life.',
    ],
    [
      'empathy',
      'speaks to the person, and reads out no list',
      'I am worn out from looking after my parents.',
      'Looking after two people day and night sounds exhausting. You give so much of yourself.',
      'There are many ways to rest. First, plan naps. Second, ask a neighbour. Third, drink water. Fourth, walk. Finally, take vitamins for energy.',
    ],
    [
      'tone',
      'grief is no party',
      'My uncle passed away in the night.',
      'I am so sorry about your uncle. I am here.',
      'Good vibes only! Turn that frown upside down and crush a workout!',
    ],
    [
      'tone',
      'forgives, and does not scold',
      'I forgot my inhaler and had to stop swimming.',
      'No worries, that happens to the best of us. Be gentle with yourself.',
      'You have only yourself to blame. You should know better by now.',
    ],
    [
      'tone',
      'shares the joy, and issues no certificate',
      'omg i finally swam a whole mile',
      'A whole mile, yay! So stoked for you!',
      'One congratulates you upon this commendable distance.',
    ],
    [
      'overall',
      'a row of comforts to somebody who is not sad',
      'I bought a blue bicycle.',
      'A blue one, how nice! Where will you ride it first?',
      'I am so sorry. That must be so hard. You are not alone. Your feelings are valid. I am here for you. You are so brave. It makes sense that you hurt.',
    ],
    ['question', 'open over bare', win, 'What did you do differently in the weeks before it?', "What's up?"],
    [
      'question',
      'about the person over rhetorical',
      low,
      'How are you feeling about going back on Monday?',
      'Who knows, right?',
    ],
    ['question', 'any question over none', knee, 'When does it hurt the most?', 'Put ice on it and rest for two days.'],
    [
      'relevance',
      'the same words',
      knee,
      'Box jumps are hard on a sore knee, so rest it.',
      'Saving a little money each month adds up.',
    ],
    [
      'relevance',
      'the same topic in other words',
      'My boss gives me more work every evening.',
      'A manager who ignores your hours is hard on you.',
      'A foam roller is good for tight hamstrings.',
    ],
    [
      'relevance',
      'an answer to thanks',
      'Thank you so much, this helped me a lot.',
      'You are very welcome, I am glad it helped!',
      'What is the name of your dog?',
    ],
    [
      'tone',
      'warm over cold',
      low,
      'Be kind to yourself. You are doing your best, and I am here for you.',
      'Stop making excuses. Deal with it.',
    ],
    [
      'overall',
      'all of it over none',
      low,
      'That sounds so discouraging, and you are not a failure. What got in the way this week?',
      "That's interesting.",
    ],
  ])('%s: %s', (name, _, user, better, worse) => {
    expect(scoresOf(exchange(user, better))[name]).toBeGreaterThan(scoresOf(exchange(user, worse))[name] + 0.1);
  });

  it('question: 0 without a question, less for the third in a row', () => {
    const reply = 'How did that make you feel?';
    const asked = (question: string) => [
      { sender: 'user' as const, text: 'It was a long week.' },
      { sender: 'ai' as const, text: question },
    ];
    const context = [...asked('What happened at work?'), ...asked('And what did you do then?')];
    expect(scoresOf(exchange(low, 'You did well.')).question).toBe(0);
    expect(scoresOf(exchange(low, reply, context)).question).toBeLessThan(scoresOf(exchange(low, reply)).question);
    expect(reflect.judge(exchange(low, reply, context)).flags).toContain('third_question_in_a_row');
  });

  it.each([
    ['asks without its sign', 'Tell me more about how your week went', true],
    ['asks briefly without its sign', 'how long have you been skipping', true],
    ['asks briefly after a sentence', 'Hang in there. Tell me what got in the way.', true],
    ['begins like a question', 'What you need now is rest, and maybe somebody to talk to.', false],
    ['asks nothing', 'A week of rest can do good.', false],
    ['is only a sign', '??', false],
  ])('question and no_question agree: %s', (_, reply, asks) => {
    for (const judge of [reflect, strategy]) {
      const { scores, flags } = judge.judge(exchange(low, reply));
      expect(flags.includes('no_question')).toBe(scores.question === 0);
    }
    expect(scoresOf(exchange(low, reply)).question > 0).toBe(asks);
    // The strategy knows a question by its sign alone.
    expect(strategy.judge(exchange(low, reply)).flags).toContain('no_question');
  });

  it('context awareness: takes up what was said before', () => {
    const context: Dialogue['context'] = [
      { sender: 'user', text: 'Box breathing helped me before my last competition.' },
      { sender: 'ai', text: 'Good to know. When is the next one?' },
    ];
    const aware = exchange(
      'It is on Saturday and I am nervous.',
      'You mentioned that box breathing helped before your last competition.',
      context,
    );
    const deaf = exchange('It is on Saturday and I am nervous.', 'Many people find deadlines stressful.', context);
    expect(scoresOf(aware).context_awareness).toBeGreaterThan(scoresOf(deaf).context_awareness + 0.3);
  });

  it('a reply that was given before is flagged, and is no answer', () => {
    const reply = 'What would help you to rest this evening?';
    const again = reflect.judge(exchange('I told you already.', reply, [{ sender: 'ai', text: reply }]));
    expect(again.flags).toContain('repeats_itself');
    expect(again.scores.relevance).toBeLessThan(0.1);
  });

  it('a question that was just answered is no answer either, however many of its words were said', () => {
    const reply = 'Did the physiotherapist say anything about the ligament in your knee?';
    const told = 'The physiotherapist says the ligament in my knee is torn, and the physiotherapist knows knees.';
    expect(scoresOf(exchange(told, reply, [{ sender: 'ai', text: reply }])).relevance).toBeLessThan(0.1);
  });
});

describe('relevance: whom a reply speaks of', () => {
  const relevance = (user: string, reply: string, context: Dialogue['context'] = []) =>
    scoresOf(exchange(user, reply, context)).relevance;

  it.each([
    ['a woman', 'My sister has not answered for a week.', 'Maybe she needs some time.', 'Maybe he needs some time.'],
    ['a man', 'My dad will not come to the race.', 'Does he know what it means?', 'Does she know what it means?'],
    ['nobody', 'I could not finish the workout.', 'Do you know what it means?', 'Does he know what it means?'],
  ])('%s was spoken of', (_, user, better, worse) => {
    expect(relevance(user, better)).toBeGreaterThan(relevance(user, worse) + 0.1);
  });

  it('somebody from an earlier turn is known, by noun or by pronoun', () => {
    const reply = 'Maybe she needs some time.';
    const said = (text: string): Dialogue['context'] => [{ sender: 'user', text }];
    const unknown = relevance('It is hard to wait.', reply, said('I wrote three times.'));
    expect(relevance('It is hard to wait.', reply, said('I wrote to my wife.'))).toBeGreaterThan(unknown + 0.1);
    expect(relevance('It is hard to wait.', reply, said('She went without a word.'))).toBeGreaterThan(unknown + 0.1);
  });
});

describe('relevance: what may follow the answer to a question', () => {
  const context: Dialogue['context'] = [{ sender: 'ai', text: 'What was it like to stop?' }];
  const told: Dialogue['context'] = [{ sender: 'ai', text: 'It takes a while to stop.' }];
  const relevance = (reply: string, before: Dialogue['context']) =>
    scoresOf(exchange('Every evening felt empty.', reply, before)).relevance;

  it.each([
    ['not a farewell', 'Goodbye, take care!', -1],
    ['not a greeting', 'Hello, how are you?', -1],
    ['recognition', 'That sounds lonely.', 1],
  ])('%s', (_, reply, direction) => {
    expect(Math.sign(relevance(reply, context) - relevance(reply, told))).toBe(direction);
  });
});

describe('the language', () => {
  it.each([
    ['en', low, 'That sounds hard. What happened?'],
    ['mul', low, 'Lo siento mucho, eso es muy duro para ti.'],
    ['mis', 'Ninajisikia mpweke sana tangu nihamie hapa mjini.', 'Pole sana rafiki, hiyo inasikika ngumu.'],
    ['mis', 'Labai skauda kelį po bėgimo.', 'Suprantu, tai tikrai sunku, kas padėtų?'],
    ['mul', 'Hoy no quiero entrenar porque estoy muy cansada', 'That sounds hard. What would help you today?'],
    ['es', '💪', 'Lo siento mucho, eso es muy duro para ti.'],
  ])('%s: %s', (language, user, reply) => {
    const judgement = reflect.judge(exchange(user, reply));
    expect(judgement.language).toBe(language);
    if (language !== 'en') expect(reflect.decide(judgement).reasons).toContain(`language_${language}`);
  });
});

describe('the domain', () => {
  it.each([
    ['crossfit_strength', 'Hit a new PR in the snatch at the box today'],
    ['yoga_mobility', 'Pigeon pose on my mat finally loosened my hips'],
    ['recovery_injury', 'The physio says my rotator cuff needs six weeks'],
    ['fitness_psychology', 'I have no motivation and keep comparing myself with the others'],
    ['stress', 'Deadlines everywhere, I am completely overwhelmed'],
    ['anxiety', 'My mind is racing and I had a panic attack'],
    ['goals', 'I signed up for my first half marathon'],
    ['life_balance', 'I have no time for myself between work and family time'],
    ['crossfit_strength', 'Fran absolutely murdered me today. 4:32, PR by 20 seconds!'],
    ['yoga_mobility', 'Meditation makes me restless.'],
  ])('%s', (tag, user) => {
    expect(reflect.judge(exchange(user, 'Tell me more about it.')).domain).toContain(tag);
  });

  it('sees whether the reply knows the field', () => {
    const flags = (reply: string) => reflect.judge(exchange(knee, reply)).flags;
    expect(flags('Try isometric holds to load the tendon gently.')).toContain('uses_domain_knowledge');
    expect(flags('That is a pity. What now?')).not.toContain('uses_domain_knowledge');
  });
});

const anyDialogue = fc.record({
  user: fc.string({ unit: 'binary', maxLength: 300 }),
  assistant: fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.lorem({ maxCount: 30 })),
  context: fc.array(
    fc.record({ sender: fc.constantFrom('user' as const, 'ai' as const), text: fc.string({ maxLength: 80 }) }),
    { maxLength: 6 },
  ),
});

describe('a question', () => {
  it('is one without a question mark too: help me understand', () => {
    expect(scoresOf(exchange(knee, 'Help me understand what the jumps meant to you.')).question).toBeGreaterThan(0.6);
  });

  it.each([
    ['What would swimming faster change for you?', 'Do you want to swim faster?'],
    [
      'What has been missing for you there?',
      'What has been missing? What would a new club give you? What would you say to them?',
    ],
  ])('is worth more where it is open and alone: %s', (better, worse) => {
    const user = 'I want to swim faster and wonder about my club.';
    expect(scoresOf(exchange(user, better)).question).toBeGreaterThan(scoresOf(exchange(user, worse)).question + 0.03);
  });

  it.each(['Which of them was the toughest?', 'When does it speak loudest?', 'What would lighten one of them?'])(
    'that points back at what was told is about it: %s',
    (reply) => {
      expect(scoresOf(exchange('I have been sober 60 days and ashamed for as many.', reply)).question).toBeGreaterThan(
        0.6,
      );
    },
  );

  it.each(['Did you know that sculling makes you faster?', 'What time is it in Sydney?'])(
    'about nothing that the person said is worth little: %s',
    (reply) => {
      expect(scoresOf(exchange('My coach left.', reply)).question).toBeLessThan(0.6);
    },
  );
});

it.each([
  ["I wonder what he'll say. What do you hope for?", false],
  ["He'll come around, and you did well.", false],
  ['What the hell is wrong with them?', true],
  ['That is hard as hell, and you did it.', true],
])('"he\'ll" is no vulgar word: %s', (reply, isVulgar) => {
  expect(reflect.judge(exchange(low, reply)).flags.includes('profanity')).toBe(isVulgar);
});

describe('every judgement', () => {
  it('is in range, explains itself within the text, and comes out the same again', () => {
    fc.assert(
      fc.property(anyDialogue, (dialogue) => {
        const evidence: Evidence[] = [];
        const judgement = reflect.judge(dialogue, evidence);
        for (const score of Object.values(judgement.scores)) {
          expect(score >= 0 && score <= 1).toBe(true);
          expect(score).toBe(Number(score.toFixed(4)));
        }
        expect(judgement.flags.includes('no_question')).toBe(judgement.scores.question === 0);
        expect(reflect.judge(structuredClone(dialogue))).toEqual(judgement);
        const rules = new Set(evidence.map(({ rule }) => rule));
        for (const flag of judgement.flags) {
          const { length } = flag === 'no_user_text' ? dialogue.user : dialogue.assistant;
          expect(rules.has(flag)).toBe(length > 0);
        }
        for (const tag of judgement.domain) expect(rules).toContain(tag);
        for (const { where, turn, start, end } of evidence) {
          const text = where === 'context' ? dialogue.context[turn ?? 0]?.text : dialogue[where];
          expect(start >= 0 && start < end && end <= (text?.length ?? 0)).toBe(true);
        }
      }),
    );
  });

  it('does not depend on what was judged before, whatever words share a hash', () => {
    // "declinate" and "macallums" have one hash of 32 bits.
    const first = exchange('please declinate this', 'you declinate it well');
    const then = exchange('my old macallum is broken and I am sad', 'tell me about those macallums, please');
    const fresh = loadJudge('layers/policy', 'reflect').judge(then);
    const used = loadJudge('layers/policy', 'reflect');
    used.judge(first);
    expect(used.judge(then)).toEqual(fresh);
  });

  it('does not depend on case, on white space, on the apostrophe or on what is not seen', () => {
    const strategy = loadJudge('layers/policy', 'strategy');
    const replies = [
      "I'm so sorry. What happened?",
      "That's huge! How did you do it?",
      'You mentioned your knee: how is it now?',
      'I understand. How was it?',
      'Why so?',
      'hoy no quiero entrenar porque estoy muy cansada, y no puedo dormir',
    ];
    const blanks = fc.string({ unit: fc.constantFrom(' ', '\t', '\u00a0', ' \u200b'), minLength: 1, maxLength: 900 });
    fc.assert(
      fc.property(
        fc.constantFrom(reflect, strategy),
        fc.constantFrom(...replies),
        fc.constantFrom(low, win, knee),
        fc.array(blanks, { minLength: 4, maxLength: 4 }),
        (judge, reply, user, [before = '', between = '', behind = '', first = '']) => {
          const other = reply.toUpperCase().replace(' ', first).replaceAll(' ', between).replaceAll("'", '’');
          const disguised = exchange(`${before}${user.toUpperCase()}${behind}`, `${before}${other}${behind}`);
          expect(judge.judge(disguised)).toEqual(judge.judge(exchange(user, reply)));
        },
      ),
    );
  });

  it('shows a phrase of the rules where it stands, however it is spaced', () => {
    const assistant = `  Well. I${'\u200b\n '.repeat(3)}understand.  How was it?`;
    const evidence: Evidence[] = [];
    loadJudge('layers/policy', 'strategy').judge(exchange(low, assistant), evidence);
    const [phrase] = evidence.filter(({ rule }) => rule === 'generic_phrase');
    expect(assistant.slice(phrase?.start, phrase?.end).replace(/[\s\u200b]+/g, ' ')).toBe('I understand');
  });

  it('knows where each unit of a text stands that rules read plainly, whatever the text holds', () => {
    const unit = fc.constantFrom('A', 'i', 'İ', '’', ' ', '\n', '\u00a0', '\u200b', '\u00ad', '💪', '\ud800', 'ß');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
        const [small, places] = [plain(text), placesOf(text)];
        expect(places).toHaveLength(small.length + 1);
        for (const [at, place] of places.slice(0, -1).entries())
          expect(plain(`x${String.fromCodePoint(text.codePointAt(place) ?? 0)}x`)).toContain(small[at]);
      }),
    );
  });

  it('shows where it saw what it saw', () => {
    const evidence: Evidence[] = [];
    const assistant = 'Hey 🙂 I’m so sorry to hear that. What happened?';
    reflect.judge(exchange(low, assistant), evidence);
    const saw = evidence
      .filter(({ where }) => where === 'assistant')
      .map(({ rule, start, end }) => [rule, assistant.slice(start, end)]);
    expect(saw).toContainEqual(['sympathy', 'so sorry']);
    expect(saw).toContainEqual(['question', 'What happened?']);
  });
});

describe('what sends an exchange to a person is explained', () => {
  const explained = (judge: typeof reflect, dialogue: Dialogue) => {
    const evidence: Evidence[] = [];
    const { flags, domain } = judge.judge(dialogue, evidence);
    const saw = evidence.map(({ rule, where, start, end }) => {
      const text = where === 'context' ? '' : dialogue[where];
      expect(start >= 0 && start < end && end <= text.length).toBe(true);
      return `${rule}: ${text.slice(start, end)}`;
    });
    return { flags, domain, saw };
  };
  const asks = (text: string) => [{ sender: 'ai', text }] as const;
  const twice = 'You came back to it, and that took patience with your knee.';
  const cases: [flag: string, dialogue: Dialogue, saw: string[]][] = [
    ['self_disclosure', exchange(low, 'My wife had the same week. What happened?'), ['My wife']],
    ['dismissive', exchange(low, 'Sure, whatever.'), ['Sure', 'whatever']],
    ['dismissive', exchange(low, 'Stop whining and get over it.'), ['Stop whining']],
    ['profanity', exchange(low, 'What a shit week.'), ['shit']],
    ['out_of_character', exchange(low, 'As an AI language model I cannot feel.'), []],
    ['misses_mood', exchange(win, "I'm so sorry, that sounds hard."), ['finally', 'so sorry']],
    ['misses_mood', exchange(low, 'lol what a week'), ['lol']],
    ['misses_mood', exchange('I skipped the gym all week.', 'Bravo. Give this champion a medal.'), ['Bravo']],
    ['misses_mood', exchange('I lost my job today and I feel awful.', 'Yay, woohoo!'), ['woohoo']],
    [
      'misses_feeling',
      exchange('I lost my job today and I feel awful.', 'Where was it?'),
      ['lost my job', 'feel awful'],
    ],
    ['echoes_user', exchange(low, 'You skipped the gym all week and you feel like such a failure.'), []],
    ['word_salad', exchange(low, 'sorry sad hope hugs gym week failure proud hard understand strong love'), []],
    ['repeats_itself', exchange(knee, twice, asks(twice)), [twice]],
    ['bare_question', exchange(low, "Oh no. What's up?"), ["What's up?"]],
    [
      'third_question_in_a_row',
      exchange(knee, 'Sore knees tire. Where does it hurt?', [
        { sender: 'ai', text: 'How is it?' },
        { sender: 'user', text: 'Bad.' },
        { sender: 'ai', text: 'Since when?' },
      ]),
      ['Where does it hurt?'],
    ],
    ['generic_phrase', exchange(low, 'İİ. As an AI I have no week.'), ['As an AI']],
    ['cares_for_safety', exchange(low, 'Are you safe? Call the crisis line.'), ['Are you safe', 'crisis line']],
    ['misses_question', exchange('How deep should I squat?', 'I hear you. How do you feel?'), ['I hear you']],
    ['no_question', exchange(low, 'That sounds heavy.'), ['That sounds heavy.']],
    ['too_short', exchange(low, 'Oh no.'), ['Oh no.']],
    ['no_user_text', exchange('…', 'What is on your mind today?'), ['…']],
    ['uses_domain_knowledge', exchange(knee, 'Try a deload week with lighter weights.'), ['deload']],
  ];
  it.each(cases)('%s: %j', (flag, dialogue, places) => {
    const { flags, saw } = explained(reflect, dialogue);
    expect(flags).toContain(flag);
    expect(saw).toEqual(expect.arrayContaining([expect.stringContaining(`${flag}: `)]));
    for (const place of places) expect(saw).toContain(`${flag}: ${place}`);
  });

  it.each([
    'I did a marathon once and I tore my calf too. What hurts?',
    'As a dad of three I know how little sleep there is. What helps?',
    'As someone who has been climbing for years, I can tell you it passes.',
    'I was so nervous before my first race! How do you feel?',
    'I struggle with sleep too. What keeps you up?',
    'Same for me! Nobody cheered at my first meet either.',
    'I swim every morning before work. How often do you go?',
    'In my experience people are shy.',
    "I've had injuries too and it took me months.",
  ])('an own story in many forms: %s', (reply) => {
    const { judgement, decision } = storyOf(reply);
    expect(judgement.flags).toContain('self_disclosure');
    expect(decision.tier).not.toBe('accepted');
    expect(judgement.scores.empathy).toBeLessThan(0.5);
  });

  it.each([
    'I am here with you. I was wondering what the week was like?',
    'I hear how much you miss it. I would love to know what running gave you.',
    'I can tell that I pushed too fast there. What would you like instead?',
    'As a runner you know how long a winter is. What do you miss most?',
    'I remember that you wanted to run again by spring. What has changed?',
    'When I read that, I see how much it meant to you. What comes next?',
    'I went back over what you told me. I started with the knee because it hurts most. What did I miss?',
    'I find myself wondering what the first jump felt like. What was it?',
    'I had an idea: what if the boxes were lower next time?',
    'I love that you went back. I did wonder how the first lap felt?',
  ])('no story: %s', (reply) => {
    expect(storyOf(reply).judgement.flags).not.toContain('self_disclosure');
  });

  it.each([
    'I went through the same thing with my knee. I am so sorry it hurts you. What has been the hardest part for you?',
    'Same here, I tore mine last year. That sounds really painful, and I am here for you. What do you miss most?',
  ])('however warm, a story of its own stands below a plain good reply: %s', (story) => {
    const plain = 'That sounds really painful, and I am sorry it keeps you from running. What do you miss most?';
    const overall = (reply: string) => storyOf(reply).judgement.scores.overall;
    expect(overall(story)).toBeLessThan(overall(plain) - 0.1);
    expect(overall(story)).toBeGreaterThan(overall('In my experience people are shy.'));
  });

  it('has a case of every flag', () => {
    expect(new Set(cases.map(([flag]) => flag))).toEqual(new Set(flagNames));
  });

  it('domain tags, by the words that gave them', () => {
    const user =
      'My deadlift and my yoga class went well, but I panic about my injury, my goals and my motivation: ' +
      'so much stress at work, no balance between job and family, and anxiety at night.';
    const { domain, saw } = explained(reflect, exchange(user, 'That is a lot. What about your sprained ankle?'));
    expect(domain).toEqual([...domainTags]);
    for (const tag of domainTags) expect(saw).toEqual(expect.arrayContaining([expect.stringMatching(`^${tag}: .`)]));
  });

  it('all classes that a score is made of, on the side where they count', () => {
    const { saw } = explained(
      reflect,
      exchange(
        'I lost my job, and I finally ran 5k!',
        'Pursuant to that, as you said before, congratulations, woohoo!',
      ),
    );
    expect(saw).toEqual(
      expect.arrayContaining([expect.stringMatching(/^achieves: /), expect.stringMatching(/^tells_low: /)]),
    );
    expect(saw).toEqual(expect.arrayContaining([expect.stringMatching(/^refers_back: /), 'cheer: woohoo']));
  });

  it('says nothing of a story of its own where there is none', () => {
    const { flags, saw } = explained(reflect, exchange(low, "I'm so sorry. I was worried."));
    expect(flags).not.toContain('self_disclosure');
    expect(saw.filter((one) => one.startsWith('self_disclosure'))).toEqual([]);
  });

  it('is the same after a conversation was judged', () => {
    const judge = loadJudge('layers/policy', 'reflect');
    const dialogue = exchange(low, 'Thank you, my goal is to notice a pattern with you.');
    const before = explained(judge, dialogue);
    judge.judgeConversation([{ sender: 'user', text: 'My goal is a pull-up.' }], []);
    expect(explained(judge, dialogue)).toEqual(before);
  });
});

describe('hostile input', () => {
  const long = 100_000;
  const hostile: [string, string][] = [
    ['one letter', 'a'.repeat(long)],
    ['one word', 'sorry '.repeat(long / 6)],
    ['phrases that nearly match', 'you are not '.repeat(long / 12)],
    ['question marks', '?'.repeat(10_000)],
    ['questions', 'why? '.repeat(long / 5)],
    ['unpaired surrogates', '\ud83d'.repeat(long)],
    ['zero width', 'so\u200brry '.repeat(long / 7)],
    ['right to left', 'מה שלומך? '.repeat(long / 10)],
    ['words of no list', Array.from({ length: long / 8 }, (_, i) => `w${i.toString(36)}q`).join(' ')],
  ];
  it.each(hostile)('%s gets an answer', (_, text) => {
    const { scores } = reflect.judge(exchange(text, text, [{ sender: 'ai', text }]));
    for (const score of Object.values(scores)) expect(score >= 0 && score <= 1).toBe(true);
  });

  it('half a character swallows nothing', () => {
    const question = (end: string) => scoresOf(exchange('I feel bad.', `What is going on there ${end}?`)).question;
    expect(question('\ud83d')).toBe(question('😀'));
    expect(question('\ude00')).toBe(question('😀'));
  });

  it('1 MB gets an answer', () => {
    const text = 'I feel so tired of all this, what should I do? '.repeat(22_000);
    expect(scoresOf(exchange(text, text)).overall).toBeLessThanOrEqual(1);
  });
});
