import fc from 'fast-check';
import { loadJudge } from '../../../layers/adapters/judge-files.ts';
import type { Turn } from '../../../layers/core/conversation/message.ts';
import type { Evidence } from '../../../layers/core/quality/judgement.ts';

const judge = loadJudge('layers/policy', 'strategy');
const talk = (...texts: string[]): Turn[] => texts.map((text, i) => ({ sender: i % 2 === 0 ? 'user' : 'ai', text }));

const rich = talk(
  'I keep skipping my evening runs and I always feel guilty about running afterwards, every single week.',
  'That sounds tiring. What usually happens in the hour before you decide to skip the run?',
  'Usually I come home from work exhausted, sit down on the couch and then the run never happens, work drains me.',
  'No wonder, after a day like that. When in the week do you still have some energy left after work?',
  'On Tuesdays I finish early, so I could plan a short run then, my goal is a 5k by the end of the spring.',
  'Tuesday it is. What would make it easy to walk out of the door, even after a hard day at work?',
  'If my shoes are by the door and I tell my wife about it. Running with her helps me to keep the habit.',
  'I love that plan. How will you celebrate the first Tuesday that works out?',
  'A good breakfast. Thank you, this really helped, I feel better and I am excited about the plan now!',
  'You did the thinking. Shall we look at it together after your first run on Tuesday?',
);

describe('conversationQuality', () => {
  it('finds the talk that the strategy wants, and why', () => {
    const { quality, candidate, factors, picks } = judge.judgeConversation(rich);
    expect({ candidate, picks }).toEqual({
      candidate: true,
      picks: ['goal_focused', 'high_engagement', 'pattern_rich', 'positive_feedback'],
    });
    expect(quality).toBeCloseTo((factors.length + factors.engagement + factors.sentiment + factors.followUps) / 4);
  });

  it('tells all that it saw in a long conversation', () => {
    const evidence: Evidence[] = [];
    judge.judgeConversation(
      talk(...Array.from({ length: 40 }, (_, i) => `${i} ${'so happy, so sad, '.repeat(5000)}`)),
      evidence,
    );
    expect(evidence.length).toBeGreaterThan(125_000);
  });

  it('a row of keywords is worth nothing, however long and often', () => {
    const soup = 'target plan goals habit routine progress always pattern every week cycle running sleep '.repeat(12);
    const answer = 'What would it be like to run on Tuesdays after work instead?';
    const { quality, candidate, picks, factors } = judge.judgeConversation(
      talk(soup, answer, soup, answer, soup, answer, soup, answer),
    );
    expect({ candidate, picks }).toEqual({ candidate: false, picks: [] });
    expect(quality).toBeLessThan(0.2);
    expect([factors.engagement, factors.themes, factors.goals, factors.followUps]).toEqual([0, 0, 0, 0]);
  });

  it('a turn that is pasted again adds nothing', () => {
    const turn = 'My goal is a marathon, and I always notice how I plan too much and sleep badly before a run.';
    const once = judge.judgeConversation(talk(turn, 'What would a smaller plan look like?'));
    const often = judge.judgeConversation(talk(...Array.from({ length: 4 }, () => [turn, 'What else?']).flat()));
    expect(often.factors.engagement).toBeLessThan(once.factors.engagement);
    expect(often.picks).toEqual([]);
  });

  it('who complains in most turns is not engaged, and "you keep" is no pattern of the user', () => {
    const { factors, picks } = judge.judgeConversation(
      talk(
        'You keep asking the same question over the whole talk, and it makes me feel worse about my running.',
        'What would help?',
        'You always say that. This app is a waste of money when I want to talk about my running and work.',
        'What else is there?',
        'I told you already that running is not the trouble, you never listen when I write about it at length.',
        'How does that feel?',
        'Like talking to a wall that asks about running, so I am deleting this app before the weekend comes.',
      ),
    );
    expect(factors.sentiment).toBe(0);
    expect(picks).not.toContain('high_engagement');
    expect(picks).not.toContain('pattern_rich');
  });

  it('shows where it saw praise, goals and themes, and only themes', () => {
    const evidence: Evidence[] = [];
    expect(judge.judgeConversation(rich, evidence)).toEqual(judge.judgeConversation(rich));
    const seen = evidence.map(({ rule, turn, start, end }) => `${rule}: ${rich[turn ?? 0]?.text.slice(start, end)}`);
    expect(seen).toEqual(
      expect.arrayContaining(['praises: Thank you', 'speaks_of_goals: goal', 'theme_exercise: run']),
    );
    // Work comes up in two turns only.
    expect(seen.filter((one) => one.startsWith('theme_work'))).toEqual([]);
    for (const { where, turn } of evidence) expect(where).toBe((turn ?? 0) % 2 === 0 ? 'user' : 'assistant');
  });

  it('shows the sentences that ask, and no others of their turn', () => {
    const reply = 'No wonder. When do you sleep? Rest well! Is it the heat?? Tell me.';
    const evidence: Evidence[] = [];
    judge.judgeConversation(talk('I cannot sleep.', reply), evidence);
    const asks = evidence.filter(({ rule }) => rule === 'asks').map(({ start, end }) => reply.slice(start, end));
    expect(asks).toEqual(['When do you sleep?', 'Is it the heat??']);
  });

  it.each<[string, Turn[]]>([
    ['nothing', []],
    ['one greeting', talk('hi')],
    [
      'answers in one word',
      talk('hi', 'Hello! How are you?', 'ok', 'What did you do today?', 'stuff', 'And then?', 'dunno'),
    ],
    [
      'a complaint',
      talk('You are not listening, that is not helpful', 'Sorry. What would help?', 'whatever, forget it'),
    ],
  ])('%s is no candidate', (_, turns) => {
    expect(judge.judgeConversation(turns).candidate).toBe(false);
  });

  it.each([
    'Thanks for nothing.',
    'No thanks, I will ask somebody else.',
    "That isn't really helpful.",
    'I do not feel better after this.',
  ])('%s is no praise', (text) => {
    const evidence: Evidence[] = [];
    const { picks } = judge.judgeConversation(talk('My squat hurts.', 'Where?', text), evidence);
    expect(picks).toEqual([]);
    expect(evidence.filter(({ rule }) => rule === 'praises')).toEqual([]);
  });

  it('hears praise beside what is none', () => {
    const turns = talk('No thanks on the diet, but the breathing is great advice.');
    expect(judge.judgeConversation(turns).picks).toEqual(['positive_feedback']);
  });

  it.each([
    'I want to talk to a real person.',
    'I would like to speak with somebody from support.',
    "I don't want to row today.",
    'I am going to bed.',
  ])('%s is no goal', (text) => {
    expect(judge.judgeConversation(talk(text, 'Fine.', text)).factors.goals).toBe(0);
  });

  it.each([
    'I want to row 2k in eight minutes.',
    'I want to talk to a coach, my goal is a pullup.',
    'I am going to stretch on Sundays.',
  ])('%s is a goal', (text) => {
    expect(judge.judgeConversation(talk(text)).factors.goals).toBe(1);
  });

  it('picks nothing where somebody is in danger, whoever said it and where, and says so', () => {
    const crisis = 'I want to die on Friday, that is my goal and my plan.';
    const said = judge.judgeConversation([...rich, { sender: 'user', text: crisis }]);
    expect(said).toMatchObject({ picks: [], candidate: false });
    expect(said.safety).toContain('crisis_suicide');
    const threat = judge.judgeConversation([{ sender: 'ai', text: 'I will kill your family tonight.' }, ...rich]);
    expect(threat).toMatchObject({ picks: [], candidate: false });
    expect(threat.safety).toContain('violence_threat');
    expect(judge.judgeConversation(rich).safety).toEqual([]);
  });

  it('shows in which turn it saw danger', () => {
    const turns = [...rich, { sender: 'user' as const, text: 'Still, I want to kill myself.' }];
    const evidence: Evidence[] = [];
    judge.judgeConversation(turns, evidence);
    const seen = evidence.filter(({ rule }) => rule.startsWith('crisis_suicide'));
    expect(seen).not.toEqual([]);
    for (const { where, turn } of seen) expect({ where, turn }).toEqual({ where: 'user', turn: rich.length });
  });

  it('stays in range, whatever is said', () => {
    const turn = fc.record({
      sender: fc.constantFrom('user' as const, 'ai' as const),
      text: fc.string({ maxLength: 60 }),
    });
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 20 }), (turns) => {
        const { quality, factors } = judge.judgeConversation(turns);
        for (const value of [quality, ...Object.values(factors)]) expect(value >= 0 && value <= 1).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
