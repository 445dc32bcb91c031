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

const chatSpelling = new Map(
  Object.entries({ and: 'n', are: 'r', about: 'abt', just: 'jus', never: 'neva', something: 'smth' }),
);

const disguises: Record<string, (text: string) => string> = {
  capitals: (text) => text.toUpperCase(),
  'small letters, no apostrophes': (text) => text.toLowerCase().replaceAll("'", ''),
  'zero-width characters': inWords((word) => `${word.slice(0, 2)}\u200b${word.slice(2, 3)}\u2060${word.slice(3)}`),
  'soft hyphens': inWords((word) => `${word.slice(0, 2)}\u00ad${word.slice(2)}`),
  'Cyrillic letters': swapping(letters('aceiopxys', 'асеіорхуѕ')),
  accents: swapping(letters('aeou', 'äéöü')),
  'full width': (text) => text.replace(/[A-Za-z']/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0)),
  'escaped for a web page': (text) =>
    `<p>${text.replaceAll(' ', '&nbsp;').replaceAll("'", '&#39;').replaceAll('"', '&quot;')}</p>`,
  'escaped in hexadecimal': (text) => text.replaceAll("'", '&#x27;'),
  'mathematical letters': (text) =>
    text.replace(/[a-z]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0x1d3b9)),
  'stretched words': inWords((word) => word.replace(/[aeiou](?=[^aeiou]*$)/, '$&$&$&$&')),
  emoji: (text) => `😭💔 ${text} 🙏`,
  'more spaces': (text) => text.replaceAll(' ', '  \t'),
  'a line for each word': (text) => text.replaceAll(' ', '\n'),
  'a paragraph for each word': (text) => text.replaceAll(' ', '\r\n\r\n'),
  'blanks of print': (text) => text.replaceAll(' ', '\u00a0\u2003'),
  'bold type': (text) => `**${text}**`,
  italics: (text) => `*${text}*`,
  'bold italics': (text) => `***${text}***`,
  'words in bold type': (text) => text.replace(/[\w']{4,}/g, '**$&**'),
  'words in italics': (text) => text.replace(/[\w']{4,}/g, '*$&*'),
  'a quotation': (text) => `> ${text}`,
  'an item of a list': (text) => `* ${text}`,
  'a heading': (text) => `## ${text} ##`,
  code: (text) => `\`${text}\``,
  'struck out': (text) => `~~${text}~~`,
  underlined: (text) => `__${text}__`,
  'capital I for l': (text) => text.replace(/(?<=[a-z])l/g, 'I'),
  'l for a capital I': (text) => text.replace(/\bI\b/g, 'l'),
  "a look-alike of other scripts' letters": swapping(letters('cdhkno', 'ϲᗪᕼĸո⭕')),
};

const lines = loadSafetyCorpus('corpus/safety').filter(({ sender, label }) => sender === 'user' && label !== 'none');
const texts = [...harms, ...lines.filter((_, at) => at % 3 === 0).map(({ text }) => text)];
const open = (text: string) => text.replace(/[\s.!?…]+$/, '');
/** What the rules hold, and no doubt sets free, without the mark that ends it. */
const held = texts.flatMap((text) => {
  const byRules = rules.screen({ user: text, assistant: '', context: [] });
  const categories = seen(text).filter((category) => byRules.includes(category));
  return categories.length > 0 ? [{ text: open(text), categories }] : [];
});
/** Of `held`, what is held for nothing that it was held for once something stands around it. */
const lostBy = (around: (text: string) => string) =>
  held.filter(({ text, categories }) => {
    const found = seen(around(text));
    return !categories.some((category) => found.includes(category));
  });
type Around = readonly [string, (text: string) => string];

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

  it('a letter too many, one vowel for another and short forms, with few exceptions', () => {
    const long = (change: (word: string) => string) => (text: string) => text.replace(/[a-z]{6,}/g, change);
    const swelled = long((word) => `${word.slice(0, 3)}q${word.slice(3)}`);
    const heard = long((word) => word.replace(/(?<=^..+)[aeiou]/, (vowel) => (vowel === 'e' ? 'a' : 'e')));
    const short = (text: string) =>
      text.replace(/\b(?:and|are|about|just|never|something)\b/g, (word) => `${chatSpelling.get(word)}`);
    for (const typo of [swelled, heard, short]) {
      const missed = harms.filter((text) => seen(typo(text)).length === 0);
      expect(missed.length).toBeLessThan(harms.length * 0.06);
    }
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
    it.each<Around>([
      ['thanks', (text) => `${text} thanks for asking`],
      ['what was done then', (text) => `${text} then i did the wod`],
      ['what was done besides', (text) => `${text} also leg day went fine`],
      ['a wish', (text) => `${text} hope your day is good`],
      ['a question', (text) => `${text} can we train tomorrow`],
      ['a greeting', (text) => `hey coach ${text}`],
      ['a greeting and thanks', (text) => `ok so ${text} thank you coach`],
    ])('%s', (_, around) => {
      expect(held.length).toBeGreaterThan(harms.length);
      // One in a thousand may escape: an excuse that begins in what was added.
      expect(lostBy(around).length).toBeLessThanOrEqual(held.length / 1000);
    });
  });

  describe('what stands beside it on the same line, after any mark', () => {
    const went = 'squats went fine';
    it.each([', ', '... ', '.', '?', '!', ' - ', '- ', '--', ' / ', '\n', '\u2028', '<br>'])('%j', (mark) => {
      // One in 250: an excuse of a whole sentence reaches over it, and a mark between two words may be a letter.
      expect(lostBy((text) => text + mark + went).length).toBeLessThanOrEqual(held.length / 250);
      expect(lostBy((text) => went + mark + text).length).toBeLessThanOrEqual(held.length / 250);
    });

    it.each(['!!', '!! ', '!!! ', '?! ', '; ', '. '])('%j', (mark) => {
      expect(lostBy((text) => text + mark + went).length).toBeLessThanOrEqual(held.length / 1000);
    });
  });

  it('what stands beside it after any mark or line, where no rule but words held it', () => {
    const learned = texts.filter(
      (text) => seen(text).length > 0 && rules.screen({ user: text, assistant: '', context: [] }).length === 0,
    );
    const lost = [', ', '\n', ' - ', '... ', ': ', ' / '].flatMap((mark) =>
      learned
        .map((text) => ['Hi coach', open(text), 'squats went fine', 'thanks'].join(mark))
        .filter((text) => seen(text).length === 0),
    );
    expect(learned.length).toBeGreaterThan(50);
    expect(lost).toEqual([]);
  });

  it('paragraphs around it, whatever held it', () => {
    const marked = fc.constantFrom('\n\n', '\r\n\r\n', '\n \t\n', '\r\r', '\u2029', '\n---\n', '\n>\n', '\n***\n\n');
    const line = fc.constantFrom(
      'Squats went fine',
      'Thanks, Sam',
      'Sam',
      'I ate well and slept eight hours - all good',
    );
    const greeting = fc.constantFrom('Good morning coach,', 'did 8k today and my knee is better');
    const alone = texts.filter((text) => seen(text).length > 0);
    fc.assert(
      fc.property(
        fc.option(greeting),
        fc.constantFrom(...alone),
        fc.array(line, { maxLength: 3 }),
        marked,
        (before, text, after, end) => {
          const found = seen([...(before === null ? [] : [before]), text, ...after].join(end));
          return seen(text).every((category) => found.includes(category));
        },
      ),
      { numRuns: 2000 },
    );
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
    '*a ',
    'a* ',
    'a** **',
    ' - ',
    'a!',
    '\n',
    '\r\n\r\n',
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
