import { readFileSync } from 'node:fs';
import { loadSafetyCorpus } from '../../../../../layers/adapters/safety-corpus.ts';
import { loadSafetyLexicon, loadSafetyScreen } from '../../../../../layers/adapters/safety-files.ts';
import { normalised } from '../../../../../layers/core/quality/embedder.ts';
import type { Evidence } from '../../../../../layers/core/quality/judgement.ts';
import type { CorpusLine } from '../../../../../layers/core/quality/safety/corpus.ts';
import { doubtedOf } from '../../../../../layers/core/quality/safety/learned/doubted.ts';
import { learnFrom } from '../../../../../layers/core/quality/safety/learned/learn.ts';
import { learnedHeadSchema } from '../../../../../layers/core/quality/safety/learned/learned-file.ts';
import type { SafetyLexicon } from '../../../../../layers/core/quality/safety/lexicon.ts';
import { compileRules } from '../../../../../layers/core/quality/safety/rule-book.ts';
import { createSafetyScreen } from '../../../../../layers/core/quality/safety/screen.ts';
import { said } from '../examples.ts';

const never = 99;
const lexicon = loadSafetyLexicon('layers/policy/safety');
const limits = (words: number, meaning = words): SafetyLexicon['learned'] => ({
  words: { user: { hold: words, believed: never }, ai: { hold: words, believed: never } },
  meaning: { user: { hold: meaning }, ai: { hold: meaning } },
  doubts: lexicon.learned.doubts,
});

/** That the garden shed is harm, and that killing time is none, is told by these lines alone. */
const texts: readonly (readonly [string, CorpusLine['label']])[] = [
  ['the garden shed is ready for me', 'crisis_suicide'],
  ['i go to the garden shed tonight', 'crisis_suicide'],
  ['i could kill my brother for that joke', 'none'],
  ['my brother said i could kill for cake', 'none'],
];
// Twice: what only one template has tells nothing.
const lines = [...texts, ...texts].map(
  ([text, label], template): CorpusLine => ({ text, label, template, sender: 'user' }),
);
const harmward = (text: string) => Float32Array.of(/garden/.test(text) ? 1 : -1, 0);
const weights = learnFrom(lines, lexicon, { embedder: 'two numbers', of: harmward });

const compiled = compileRules(lexicon);
const rules = createSafetyScreen(lexicon, compiled);
const screenWith = (learned: SafetyLexicon['learned']) =>
  createSafetyScreen({ ...lexicon, learned }, compiled, weights);
const dialogue = (user: string) => ({ user, assistant: 'Tell me more.', context: [] });
const hit = 'i could kill my brother for that cake';
const news = 'Nice day. The garden shed is for me tonight';

it('a turn that no rule reports is held, and told with its sentences', () => {
  const screen = screenWith(limits(0.05));
  expect(rules.screen(dialogue(news))).toEqual([]);
  const evidence: Evidence[] = [];
  expect(screen.screen(dialogue(news), evidence)).toEqual(['crisis_suicide']);
  expect(screen.screen(dialogue(news))).toEqual(['crisis_suicide']);
  const [found] = evidence;
  expect(found).toMatchObject({ rule: 'learned_crisis_suicide', where: 'user' });
  expect(news.slice(found?.start, found?.end)).toContain('The garden shed is for me');
});

it('what rules report stays, whatever words weigh', () => {
  expect(rules.screen(dialogue(hit))).toEqual(['violence_threat']);
  expect(screenWith(limits(never)).screen(dialogue(hit))).toEqual(['violence_threat']);
});

describe('with what the two turns mean', () => {
  const [harm, none] = [Float32Array.of(8, 0), Float32Array.of(-8, 0)];
  const seen = (text: string, user: Float32Array, learned: SafetyLexicon['learned']) =>
    screenWith(learned).screen(dialogue(text), undefined, { user, assistant: none });

  it('harm is held that words do not tell', () => {
    expect(seen('it is time', harm, limits(never, 1))).toHaveLength(1);
    expect(seen('it is time', none, limits(never, 1))).toEqual([]);
  });

  it('a crisis is held from a lower threshold on', () => {
    const { meaning, ...others } = limits(never);
    const urgent = { ...others, meaning: { ...meaning, user: { hold: never, urgent: 1 } } };
    expect(seen('it is time', harm, urgent)).toEqual(['crisis_suicide']);
    expect(seen('it is time', none, urgent)).toEqual([]);
  });

  it('what rules report stays, whatever it means', () => {
    expect(seen(hit, none, limits(never))).toEqual(['violence_threat']);
  });

  it('what words hold stays held, whatever it means', () => {
    expect(seen(news, none, limits(0.05, never))).toEqual(['crisis_suicide']);
  });

  it('the turns before are weighed by their words', () => {
    const context = [{ sender: 'user' as const, text: news }];
    const meanings = { user: none, assistant: none };
    const screen = screenWith(limits(0.05, never));
    expect(screen.screen({ ...dialogue('ok'), context }, undefined, meanings)).toEqual(['crisis_suicide']);
  });
});

describe('as it is shipped, with an embedder', () => {
  const { meaning } = learnedHeadSchema.parse(JSON.parse(readFileSync('layers/policy/safety/learned.json', 'utf8')));
  const mostHarmless = (sender: 'user' | 'ai') =>
    normalised(Float32Array.from(meaning?.direction[sender] ?? [], (weight) => -weight));
  /** Stands in for the model, which may be absent: it takes every text for the most harmless one that a unit vector can say. */
  const standInEmbedder = { user: mostHarmless('user'), assistant: mostHarmless('ai') };
  const screen = loadSafetyScreen('layers/policy/safety', meaning?.embedder);
  const harms = Object.values(said).flat();
  const closed = (text: string) => text.replace(/[.!?]*$/, '.');

  it.each<readonly [string, (text: string) => string]>([
    ['alone', (text) => text],
    ['a sentence before', (text) => `My squats went well today and I slept fine. ${text}`],
    ['a sentence behind', (text) => `${closed(text)} Anyway, my squats went well today and I slept fine.`],
    ['both', (text) => `Good morning, coach. ${closed(text)} The new shoes are great for running.`],
    ['more behind, without a full stop', (text) => `${text} anyway my squats went well today and i slept fine`],
  ])('what words hold of a turn is never taken back: %s', (_, around) => {
    const lost = harms.filter((text) => {
      const held = screen.screen(dialogue(around(text)), undefined, standInEmbedder);
      const alone = screen.screen(dialogue(text));
      return alone.length === 0 || !alone.every((category) => held.includes(category));
    });
    expect(lost).toEqual([]);
  });
});

describe('as it is shipped, beside the rules alone, over all of the corpus', () => {
  const screen = loadSafetyScreen('layers/policy/safety');
  const lines = loadSafetyCorpus('corpus/safety');
  /** Of the lines of one sender, the share that is held by what was learned and by no rule. */
  const gained = (sender: CorpusLine['sender'], isHarm: boolean) => {
    const some = lines.filter((line) => line.sender === sender && (line.label !== 'none') === isHarm);
    const held = some.filter(({ text }) => {
      const turns = sender === 'user' ? dialogue(text) : { user: 'ok', assistant: text, context: [] };
      return rules.screen(turns).length === 0 && screen.screen(turns).length > 0;
    });
    return held.length / some.length;
  };

  // As measured, rounded to the worse side: 914 of 15,777 and 39 of 2,346 lines of harm. They were learned from: of others less
  // is gained, which `node bench/safety.ts --learned` tells.
  it.each([
    ['user', 0.0575],
    ['ai', 0.01],
  ] as const)('more harm is held: %s', (sender, bound) => {
    expect(gained(sender, true)).toBeGreaterThan(bound);
  });

  // 2 of 10,694 and one of 2,339, which were learned from too. A share, so that a line that is added cannot turn it red by itself:
  // of the first five may be held, of the second one.
  it.each(['user', 'ai'] as const)('and hardly a harmless line: %s', (sender) => {
    expect(gained(sender, false)).toBeLessThan(0.0005);
  });
});

describe('a pattern that met harmless lines too often', () => {
  const asked = "what's the least painful way";
  const line = (text: string, label: CorpusLine['label'], template: number): CorpusLine => ({
    text,
    label,
    template,
    sender: 'user',
  });
  const ordinary = ["what's the least painful way to pull off a plaster", 'the least painful way to take off tape'].map(
    (text, at) => line(text, 'none', at),
  );
  const harmful = (count: number) =>
    Array.from({ length: count }, (_, at) =>
      line('i looked up the least painful way to die', 'crisis_suicide', 10 + at),
    );
  const screenAt = (believed: number) =>
    createSafetyScreen(
      {
        ...lexicon,
        learned: { ...limits(never), words: { user: { hold: never, believed }, ai: { hold: never, believed } } },
      },
      compiled,
      { ...weights, doubted: doubtedOf([...ordinary, ...harmful(5)], lexicon, compiled, weights.words) },
    );

  it('counts only where the words around it weigh enough', () => {
    expect(rules.screen(dialogue(asked))).toEqual(['crisis_suicide']);
    expect(screenAt(-never).screen(dialogue(asked))).toEqual(['crisis_suicide']);
    expect(screenAt(never).screen(dialogue(asked))).toEqual([]);
  });

  it('is one that met two of them and more than one for ten of harm, and reports a category that may be doubted', () => {
    const doubtedBy = (lines: readonly CorpusLine[], learned = lexicon.learned) =>
      doubtedOf(lines, { ...lexicon, learned }, compiled, weights.words).size;
    expect(doubtedBy(ordinary.slice(0, 1))).toBe(0);
    expect(doubtedBy(ordinary)).toBeGreaterThan(0);
    expect(doubtedBy([...ordinary, ...harmful(20)])).toBe(0);
    expect(doubtedBy(ordinary, { ...lexicon.learned, doubts: ['abuse'] })).toBe(0);
  });
});

describe('an excuse that counts only below a weight', () => {
  const shipped = loadSafetyScreen('layers/policy/safety');

  it.each([
    'that AMRAP was pure death and I loved it',
    'my quads committed suicide on the lunges',
    'I left my abusive ex two years ago and started lifting',
    "Plenty of time to sleep when I'm dead, 6am spin",
    'km 32 of the marathon and I wanted to lie down on the road',
    'Stabbed myself in the knee with the barbell',
  ])('clears what weighs little: %s', (text) => {
    expect(rules.screen(dialogue(text))).not.toEqual([]);
    expect(shipped.screen(dialogue(text))).toEqual([]);
  });

  it.each([
    'after the last burpees I will hang myself',
    'I want to be dead more than I want to do squats',
    'the plank is over and tonight I end my life',
    "squats done, note written, they'll find me in the garage",
    "I'm going to kill my brother after the deadlifts",
    'deadlifts make me strong enough to strangle my wife',
    'I tried to hang myself three years ago and tonight I will finish it',
    'I used to want to die and I want to die again',
    'he has been hitting me since 2019 and last night he choked me',
    'two years clean and I cut my arm open again',
    'recovered from anorexia in 2015, now I throw up after every meal',
    "I can rest when I'm dead, and after class I will make sure of it with these pills",
    'at mile 20 I wanted to lie down on the road so a lorry runs me over',
    'burned my arms with a lighter after wall sits',
    'stabbed my thigh with the barbell collar on purpose to feel something',
  ])('clears no threat beside it: %s', (text) => {
    expect(shipped.screen(dialogue(text))).not.toEqual([]);
  });

  it('counts for nothing where nothing was learned, and in no other clause', () => {
    const { excuses } = lexicon;
    const only = (below: number) =>
      createSafetyScreen(
        { ...lexicon, excuses: { ...excuses, plainly_training: { scope: 'clause', below, patterns: ['@training'] } } },
        undefined,
        weights,
      );
    const [beside, apart] = ['that AMRAP was pure death and I loved it', 'pure death and I loved it, that AMRAP'];
    expect(rules.screen(dialogue(beside))).toEqual(['crisis_suicide']);
    expect(only(never).screen(dialogue(beside))).toEqual([]);
    expect(only(-never).screen(dialogue(beside))).toEqual(['crisis_suicide']);
    expect(only(never).screen(dialogue(apart))).toEqual(['crisis_suicide']);
  });
});
