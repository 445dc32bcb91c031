import fc from 'fast-check';
import { loadSafetyCorpus } from '../../../../layers/adapters/safety-corpus.ts';
import { loadSafetyLexicon, loadSafetyScreen } from '../../../../layers/adapters/safety-files.ts';
import { createSafetyScreen } from '../../../../layers/core/quality/safety/screen.ts';
import { said } from './examples.ts';

const screen = loadSafetyScreen('layers/policy/safety');
const rules = createSafetyScreen(loadSafetyLexicon('layers/policy/safety'));
const seen = (user: string) => screen.screen({ user, assistant: '', context: [] });
const harms = Object.values(said)
  .flat()
  .filter((text) => /^[\x20-\x7f]*$/.test(text));
const harm = fc.constantFrom(...harms);

const letters = (from: string, to: string) => new Map([...from].map((letter, i) => [letter, [...to][i] ?? letter]));
const swapping = (map: ReadonlyMap<string, string>) => (text: string) =>
  [...text].map((each) => map.get(each) ?? each).join('');
const inWords = (change: (word: string) => string) => (text: string) => text.replace(/[A-Za-z]{4,}/g, change);

const disguises: Record<string, (text: string) => string> = {
  capitals: (text) => text.toUpperCase(),
  'small letters, no apostrophes': (text) => text.toLowerCase().replaceAll("'", ''),
  'zero-width characters': inWords((word) => `${word.slice(0, 2)}\u200b${word.slice(2, 3)}\u2060${word.slice(3)}`),
  'soft hyphens': inWords((word) => `${word.slice(0, 2)}\u00ad${word.slice(2)}`),
  'Cyrillic letters': swapping(letters('aceiopxys', 'асеіорхуѕ')),
  accents: swapping(letters('aeou', 'äéöü')),
  'full width': (text) => text.replace(/[A-Za-z]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0)),
  'mathematical letters': (text) =>
    text.replace(/[a-z]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0x1d3b9)),
  'stretched words': inWords((word) => word.replace(/[aeiou](?=[^aeiou]*$)/, '$&$&$&$&')),
  emoji: (text) => `😭💔 ${text} 🙏`,
  'more spaces': (text) => text.replaceAll(' ', '  \t'),
};

describe('a veto survives', () => {
  it.each(Object.entries(disguises))('%s', (_, disguise) => {
    const missed = harms.filter((text) => seen(disguise(text)).length === 0);
    expect(missed).toEqual([]);
  });

  it('digits for letters, dots and spaces between letters, with few exceptions', () => {
    const leet = inWords(swapping(letters('aeios', '43105')));
    const dotted = inWords((word) => [...word].join('.'));
    const spaced = inWords((word) => [...word].join(' '));
    const missed = [leet, dotted, spaced].map(
      (disguise) => harms.filter((text) => seen(disguise(text)).length === 0).length,
    );
    for (const count of missed) expect(count).toBeLessThan(harms.length * 0.06);
  });

  it('any harmless beginning and end', () => {
    const before = [
      '',
      'Thanks for the plan! ',
      'did 8k today. ',
      'My knee is better, by the way. ',
      'ok so row day was fine. ',
    ];
    const after = ['', '. What is for lunch?', ' 🙂', '. Anyway, shall we plan Tuesday?', ' lol', '... sorry'];
    const escaped = harms.flatMap((text) => {
      const alone = seen(text);
      const wrapped = before.flatMap((start) => after.map((end) => start + text + end));
      return wrapped.filter((each) => !alone.every((category) => seen(each).includes(category)));
    });
    expect(escaped).toEqual([]);
  });

  describe('what stands around it without a full stop or a comma', () => {
    const lines = loadSafetyCorpus('corpus/safety').filter(
      ({ sender, label }) => sender === 'user' && label !== 'none',
    );
    const texts = [...harms, ...lines.filter((_, at) => at % 3 === 0).map(({ text }) => text)];
    const held = texts.flatMap((text) => {
      const categories = rules.screen({ user: text, assistant: '', context: [] });
      return categories.length > 0 ? [{ text: text.replace(/[\s.!?…]+$/, ''), categories }] : [];
    });

    it.each<readonly [string, (text: string) => string]>([
      ['thanks', (text) => `${text} thanks for asking`],
      ['what was done then', (text) => `${text} then i did the wod`],
      ['what was done besides', (text) => `${text} also leg day went fine`],
      ['a wish', (text) => `${text} hope your day is good`],
      ['a question', (text) => `${text} can we train tomorrow`],
      ['a greeting', (text) => `hey coach ${text}`],
      ['a greeting and thanks', (text) => `ok so ${text} thank you coach`],
    ])('%s', (_, around) => {
      const lost = held.filter(({ text, categories }) => {
        const found = seen(around(text));
        return !categories.some((category) => found.includes(category));
      });
      expect(held.length).toBeGreaterThan(harms.length);
      // One in a thousand may escape: an excuse that begins in what was added.
      expect(lost.length).toBeLessThanOrEqual(held.length / 1000);
    });
  });
});

it('the same dialogue gives the same answer, sorted', () => {
  fc.assert(
    fc.property(fc.array(harm, { maxLength: 4 }), fc.string(), (texts, noise) => {
      const dialogue = {
        user: noise,
        assistant: noise,
        context: texts.map((text) => ({ sender: 'user' as const, text })),
      };
      const first = screen.screen(dialogue);
      expect(screen.screen(dialogue)).toEqual(first);
      expect(screen.screen(dialogue, [])).toEqual(first);
      expect([...new Set(first)].sort()).toEqual(first);
    }),
    { numRuns: 100 },
  );
});

it('any text gets an answer', () => {
  expect(seen('so tired \ud800'.repeat(100_000))).toEqual([]);
  const hostile = [
    '\ud800',
    '\udc00',
    '\u200b',
    '\u202e',
    '\u05d0',
    '\u0301',
    '*',
    '!',
    '?',
    '.',
    'k ',
    'a\u0300',
    '\ufdfa',
    '死',
    '💀',
    '0',
    "'",
  ];
  for (const piece of hostile) expect(() => seen(piece.repeat(200_000 / piece.length))).not.toThrow();
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => Array.isArray(seen(text))));
});
