import { loadSafetyCorpus } from '../../../../../layers/adapters/safety-corpus.ts';
import { loadSafetyLexicon, loadSafetyScreen } from '../../../../../layers/adapters/safety-files.ts';
import type { Evidence } from '../../../../../layers/core/quality/judgement.ts';
import type { CorpusLine } from '../../../../../layers/core/quality/safety/corpus.ts';
import { learnFrom } from '../../../../../layers/core/quality/safety/learned/learn.ts';
import type { SafetyLexicon } from '../../../../../layers/core/quality/safety/lexicon.ts';
import { compileRules } from '../../../../../layers/core/quality/safety/rule-book.ts';
import { createSafetyScreen } from '../../../../../layers/core/quality/safety/screen.ts';

const lexicon = loadSafetyLexicon('layers/policy/safety');
const limits = (hold: number, clear: number, clearWords = clear): SafetyLexicon['learned'] => {
  const words = { hold, clear };
  const meaning = { hold, clear, clearWords };
  return { words: { user: words, ai: words }, meaning: { user: meaning, ai: meaning } };
};
const never = 99;

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
  const screen = screenWith(limits(0.05, -never));
  expect(rules.screen(dialogue(news))).toEqual([]);
  const evidence: Evidence[] = [];
  expect(screen.screen(dialogue(news), evidence)).toEqual(['crisis_suicide']);
  expect(screen.screen(dialogue(news))).toEqual(['crisis_suicide']);
  const [found] = evidence;
  expect(found).toMatchObject({ rule: 'learned_crisis_suicide', where: 'user' });
  expect(news.slice(found?.start, found?.end)).toContain('The garden shed is for me');
});

it('what rules report of a turn is taken back where all is known to be harmless, and that is told', () => {
  expect(rules.screen(dialogue(hit))).toEqual(['violence_threat']);
  const evidence: Evidence[] = [];
  expect(screenWith(limits(never, never)).screen(dialogue(hit), evidence)).toEqual([]);
  expect(evidence.map(({ rule }) => rule)).toContain('learned_harmless');
  expect(screenWith(limits(never, -never)).screen(dialogue(hit))).toEqual(['violence_threat']);
});

it.each([
  ['a disguise', 'i could k1ll my brother for that cake'],
  ['letters apart', 'i could k.i.l.l my brother for that cake'],
  ['words that no line has', `${hit} zorgle blimpf wuzzet frandle`],
])('nothing is taken back from a text with %s', (_, text) => {
  const before = rules.screen(dialogue(text));
  expect(before).toContain('violence_threat');
  expect(screenWith(limits(never, never)).screen(dialogue(text))).toEqual(before);
});

describe('with what the two turns mean', () => {
  const [harm, none] = [Float32Array.of(8, 0), Float32Array.of(-8, 0)];
  const seen = (text: string, user: Float32Array, learned: SafetyLexicon['learned']) =>
    screenWith(learned).screen(dialogue(text), undefined, { user, assistant: none });

  it('harm is held that words do not tell', () => {
    const learned = { ...limits(never, -never), meaning: limits(1, -never).meaning };
    expect(seen('it is time', harm, learned)).toHaveLength(1);
    expect(seen('it is time', none, learned)).toEqual([]);
  });

  it('rules are taken back only where words and meaning agree', () => {
    expect(seen(hit, none, limits(never, 0.5, never))).toEqual([]);
    expect(seen(hit, harm, limits(never, 0.5, never))).toEqual(['violence_threat']);
    expect(seen(hit, none, limits(never, 0.5, -never))).toEqual(['violence_threat']);
  });

  it('what words hold stays held, whatever it means', () => {
    expect(seen(news, none, { ...limits(never, -never), words: limits(0.05, -never).words })).toEqual([
      'crisis_suicide',
    ]);
  });

  it('the turns before are weighed by their words', () => {
    const context = [{ sender: 'user' as const, text: hit }];
    const meanings = { user: none, assistant: none };
    const screen = screenWith(limits(never, 0.5, never));
    expect(screen.screen({ ...dialogue('ok'), context }, undefined, meanings)).toEqual([]);
  });
});

it('as it is shipped it holds more harm of the corpus than the rules, and no more of the harmless lines', () => {
  const screen = loadSafetyScreen('layers/policy/safety');
  const some = loadSafetyCorpus('corpus/safety').filter((_, at) => at % 8 === 0);
  const count = (isHarm: boolean, by: typeof screen) =>
    some.filter(({ label, sender, text }) => {
      if (sender !== 'user' || (label !== 'none') !== isHarm) return false;
      return by.screen(dialogue(text)).length > 0;
    }).length;
  expect(count(true, screen)).toBeGreaterThan(count(true, rules));
  expect(count(false, screen)).toBeLessThanOrEqual(count(false, rules));
});
