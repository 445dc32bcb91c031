import { createHash } from 'node:crypto';
import { loadJudge, loadMeasures } from '../../../layers/adapters/judge-files.ts';
import { loadPolicy, policyNames } from '../../../layers/adapters/policy-files.ts';
import type { Turn } from '../../../layers/core/conversation/message.ts';

/** The version of each policy and a fingerprint of what it measures with. A test that fails says what to write here. */
const known: Readonly<Record<string, string>> = {
  reflect: '1.26.1 209e60441c4f0e82',
  strategy: '1.1.20 6798c0619f9c1d2a',
};

const folder = 'layers/policy';
const policies = policyNames(folder);

/** A user's turn, a reply to it, and what was said before, the user first. Something of everything that is measured. */
const dialogues: readonly (readonly [user: string, assistant: string, ...before: string[]])[] = [
  [
    'I missed every session this week and I am so disappointed in myself.',
    'I am so sorry, that sounds discouraging. One week does not undo a month. What got in the way?',
  ],
  [
    'I ran my first half marathon on Sunday!!',
    'Congratulations, that is a huge step! How did it feel to cross the line?',
  ],
  ['I ran my first half marathon on Sunday!!', "I'm so sorry to hear that. It must be hard."],
  ['My mother is in hospital and I cannot sleep.', "That's interesting. Keep it up!"],
  ['My mother is in hospital and I cannot sleep.', 'Stop whining. Other people have real problems, get over it.'],
  [
    'My mother is in hospital and I cannot sleep.',
    'I remember when my own mother was ill. I could not sleep either, and I cried for days. It gets better.',
  ],
  [
    'How many grams of protein should I eat after a workout?',
    'About 20 to 30 grams within two hours is plenty for most people. Do you eat meat, or are you looking for plants?',
  ],
  [
    'My knee hurts whenever I squat.',
    '- Warm up first\n- Keep your heels down\n- Try a box squat\n- See a physiotherapist if it stays',
  ],
  ['My knee hurts whenever I squat.', 'So your knee hurts whenever you squat. Why?'],
  [
    'My knee hurts whenever I squat.',
    'I went through the same thing with my knee. I am so sorry it hurts you. What has been the hardest part for you?',
  ],
  ['My knee hurts whenever I squat.', 'sorry knee pain squat hugs strong hope proud sad understand here for you'],
  ['My knee hurts whenever I squat.', 'The capital of France is lovely in spring, and the trains are quick.'],
  ['ok', 'Is it? Really? Why? What happened? Who said so?'],
  ['🙂', 'Nice!'],
  [
    'I want to drink less wine in the evening, but my friends always meet in bars.',
    'It makes sense that this is hard when they all meet there, and wanting to change it takes courage. What would an evening without a bar look like for you?',
  ],
  [
    'Better, thanks. I went for the walk you suggested.',
    'I am glad you went! You said on Monday that mornings are the hardest. Was it easier to start this time?',
    'Mornings are the hardest, I just lie there.',
    'That sounds heavy. Could a short walk before breakfast help?',
  ],
  [
    'Still nothing.',
    'That sounds heavy. Could a short walk before breakfast help?',
    'Mornings are the hardest, I just lie there.',
    'That sounds heavy. Could a short walk before breakfast help?',
  ],
  ['I told you already, I do not like yoga.', 'You should do yoga. You must try harder, you just need discipline.'],
  ['Estoy muy cansada y no quiero entrenar hoy.', 'Siento que estés tan cansada. ¿Qué te ayudaría a descansar?'],
  ['Ich habe heute wieder nicht trainiert.', 'I hear you, that can be frustrating. Tell me more about your day.'],
  [
    'I feel like nobody at work respects me, and my boss blames me for everything.',
    "It's understandable that you feel hurt. As an AI language model I cannot judge your boss, but thank you for sharing this with me. You are not alone.",
  ],
  ['I meditated for ten minutes today.', 'Damn, that is fucking great. Which part calmed you most?'],
  [
    'I weigh 92 kg now, three less than in March, and my clothes fit again.',
    'Three kilos since March, and clothes that fit: you earned that. Which of your habits would you like to keep?',
  ],
  ['Should I stretch before or after running?', 'After. Before, move gently instead.'],
  ['', 'Good morning! How are you today?'],
];

/** A part without what is said of it for people. */
const unsaid = (value: object): string => JSON.stringify({ ...value, description: '' });

/**
 * Of the rules and weights and words, and of what the code makes of them: judgements without what is held for safety,
 * for that is screened anew whenever a dataset is assembled.
 */
function fingerprintOf(name: string): string {
  const { policy, scoring } = loadMeasures(folder, name);
  const judge = loadJudge(folder, name);
  const judgements = dialogues.map(([user, assistant, ...before]) => {
    const context = before.map((text, at): Turn => ({ sender: at % 2 === 0 ? 'user' : 'ai', text }));
    return { ...judge.judge({ user, assistant, context }, undefined, []), policy: name };
  });
  const parts = [{ ...policy, version: '' }, { ...scoring, scoring: unsaid(scoring.scoring) }, { judgements }];
  return createHash('sha256').update(parts.map(unsaid).join('\n')).digest('hex').slice(0, 16);
}

it.each(policies)('what %s measures with is that of its version', (name) => {
  const { version } = loadPolicy(folder, name);
  const now = `${version} ${fingerprintOf(name)}`;
  if (now === known[name]) return;
  const renew = `renew its line at the top of this test: ${name}: '${now}',`;
  throw new Error(
    known[name]?.startsWith(`${version} `)
      ? `${name} ${version} measures otherwise than before, and a dataset would mix old scores with new ones: raise the version in ${folder}/${name}/policy.json, then run this again to ${renew}`
      : `${name} has another version: ${renew}`,
  );
});

it('no version is kept of a policy that is no more', () => {
  expect(Object.keys(known).toSorted()).toEqual(policies.toSorted());
});
