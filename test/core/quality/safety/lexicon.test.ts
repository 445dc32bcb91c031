import { loadSafetyLexicon } from '../../../../layers/adapters/safety-files.ts';
import { Folding } from '../../../../layers/core/quality/safety/fold.ts';
import type { SafetyLexicon } from '../../../../layers/core/quality/safety/lexicon.ts';
import { Concepts, parsePattern } from '../../../../layers/core/quality/safety/pattern.ts';
import { Reports } from '../../../../layers/core/quality/safety/reports.ts';
import { compileRules, RuleBook } from '../../../../layers/core/quality/safety/rule-book.ts';
import { refuseUnused } from '../../../../layers/core/quality/safety/unused.ts';

const lexicon = loadSafetyLexicon('layers/policy/safety');

/** A lexicon of one rule. */
const withRule = (...patterns: string[]): SafetyLexicon => ({
  ...lexicon,
  known_words: [],
  concepts: {},
  excuses: {},
  exchanges: [],
  together: [],
  sections: [{ reports: { category: 'abuse' }, excusedBy: [], rules: { added: patterns } }],
});

describe('what cannot mean what it says is refused by name', () => {
  it.each([
    ['a gap with nothing behind it', 'purple elephant ~3', /behind the last "~" of "purple elephant ~3"/],
    ['a gap that has no room', 'purple ~256 elephant', /"~256" in "purple ~256 elephant" is more than 255/],
    ['= before a phrase', 'purple|=pink_elephant', /"=pink_elephant": = stands before one word/],
    ['= within a phrase', 'purple|pink_=elephant', /"pink_=elephant": = stands before one word/],
    ['= before all forms', '=trample+', /"=trample\+": = stands before one word/],
    ['# in a phrase', 'purple|#_elephants', /"#_elephants": .*# by itself/],
    ['a sign that ends a sentence or clause', 'purple|:', /":" has ":", which is part of no word/],
    ['a mask', 'purple|p***', /"p\*\*\*" has "\*", which is part of no word/],
    ['a character that nobody sees', 'purple|\u0301', /nothing of "\u0301" is part of a word/],
    ['a concept that is none', 'purple|@elephants', /no concept @elephants/],
  ])('%s', (_, pattern, message) => {
    expect(() => compileRules(withRule(pattern))).toThrow(message);
  });

  const { sections, concepts, excuses } = lexicon;
  const sign = { reports: { sign: 'elephants' }, excusedBy: [], rules: { any: ['elephants'] } } as const;
  it.each<[string, SafetyLexicon, string]>([
    ['a concept', { ...lexicon, concepts: { ...concepts, elephants: ['dumbo'] } }, 'the concept elephants'],
    [
      'an excuse',
      { ...lexicon, excuses: { ...excuses, circus: { scope: 'sentence', patterns: ['circus'] } } },
      'the excuse circus',
    ],
    ['a sign', { ...lexicon, sections: [...sections, sign] }, 'the sign elephants'],
    ['a pattern written twice', withRule('elephant', 'zebra', 'elephant'), 'the rule added has "elephant" twice'],
  ])('%s to no effect', (_, changed, message) => {
    expect(() => refuseUnused(changed)).toThrow(message);
    expect(() => refuseUnused(lexicon)).not.toThrow();
  });
});

describe('an opener of clauses', () => {
  const firsts = (clause_openers: readonly string[], text: string) => {
    const changed = { ...withRule('hope your day'), clause_openers };
    const book = new RuleBook(changed, new Reports(changed));
    book.see({ sender: 'user', text });
    return [...book.words.first.subarray(0, book.words.count)];
  };

  it('that no pattern names is told from other unknown words', () => {
    expect(firsts(['zzgreetz'], 'i think qwertz went home')).toEqual([1, 0, 0, 0, 0]);
    expect(firsts(['zzgreetz'], 'i think zzgreetz went home')).toEqual([1, 0, 3, 0, 0]);
  });

  it('opens one by itself and with the next word, in whichever order they are listed', () => {
    for (const openers of [
      ['hope', 'hope your'],
      ['hope your', 'hope'],
    ])
      expect(firsts(openers, 'i ran hope day')).toEqual([1, 0, 3, 0]);
    expect(firsts(['hope your', 'hope all'], 'i ran hope day hope all')).toEqual([1, 0, 0, 0, 3, 0]);
  });
});

describe('every alternative of every pattern', () => {
  const folding = new Folding(lexicon.characters);
  const concepts = new Concepts(lexicon.concepts, (word) => folding.spell(word));
  const plain = (entry: string) =>
    (concepts.words(entry)[0] ?? '').replace('=', '').replace('#', '42').replaceAll('_', ' ');

  /** Texts of a pattern, those that have each alternative of each step in turn: some way to fill the rest must do. */
  function* textsOf(pattern: string): Generator<{ readonly alternative: string; readonly texts: readonly string[] }> {
    const steps = parsePattern(pattern)
      .filter(({ negated }) => !negated)
      .map(({ entries, edge, optional, gap }) => ({
        words: entries.map(plain),
        mayLack: optional || edge !== undefined,
        between: gap > 0 ? 'unusualword ' : '',
      }));
    for (const [own, { words }] of steps.entries()) {
      for (const alternative of words) {
        const text = (way: number) =>
          steps.map(({ words: others, mayLack, between }, step) => {
            if (step === own) return `${way > 5 ? between : ''}${alternative}`;
            return mayLack && way % 2 === 0 ? '' : (others[(way >> 1) % others.length] ?? '');
          });
        yield { alternative, texts: Array.from({ length: 12 }, (_, way) => text(way).join(' ').trim()) };
      }
    }
  }

  const written = [
    ...lexicon.sections.flatMap(({ rules }) => Object.values(rules).flat()),
    ...Object.values(lexicon.excuses).flatMap(({ patterns }) => patterns),
  ];
  /** A rule for each pattern, nothing excused. */
  const rules = Object.fromEntries(written.map((pattern, place) => [`p${place}`, [pattern]]));
  const section = { reports: { category: 'abuse' }, excusedBy: [], rules } as const;
  const bare: SafetyLexicon = { ...lexicon, sections: [section], exchanges: [], together: [] };
  const book = new RuleBook(bare, new Reports(bare));

  function meets(rule: string, text: string): boolean {
    let met = false;
    book.see({ sender: 'user', text }, (seen) => {
      met ||= seen === `abuse:${rule}`;
    });
    return met;
  }

  it('meets a text that is made of it', () => {
    const unmet = written.flatMap((pattern, place) =>
      [...textsOf(pattern)]
        .filter(({ texts }) => !texts.some((text) => meets(`p${place}`, text)))
        .map(({ alternative }) => `${alternative}: ${pattern}`),
    );
    expect(unmet).toEqual([]);
  });
});
