import { loadSafetyLexicon } from '../../../../layers/adapters/safety-files.ts';
import { Finder } from '../../../../layers/core/quality/safety/finder.ts';
import { Grammar } from '../../../../layers/core/quality/safety/grammar.ts';

import { parsePattern } from '../../../../layers/core/quality/safety/pattern.ts';
import { groups, Patterns } from '../../../../layers/core/quality/safety/patterns.ts';
import { Reading } from '../../../../layers/core/quality/safety/reading.ts';
import { Reports } from '../../../../layers/core/quality/safety/reports.ts';
import { RuleBook } from '../../../../layers/core/quality/safety/rule-book.ts';

const lexicon = loadSafetyLexicon('layers/policy/safety');
const written = [
  ...lexicon.sections.flatMap(({ rules }) => Object.values(rules).flat()),
  ...Object.values(lexicon.excuses).flatMap((excuse) => excuse.patterns),
];
const grammar = new Grammar(lexicon);
const reading = new Reading(grammar.vocabulary, lexicon.characters);

/** Words of 100 KB, read as a text that says the same again and again: to read all of it for each pattern takes minutes. */
const [quarter, whole] = [5_000, 20_000];
const long = new Reading(grammar.vocabulary, lexicon.characters);
long.read('a b '.repeat(whole));

function repeat(text: string): void {
  reading.read(text);
  long.others.clear();
  long.ambiguous = reading.ambiguous;
  for (let at = 0; at < whole; at++) {
    const from = at % reading.count;
    long.ids[at] = reading.ids[from] ?? 0;
    long.families[at] = reading.families[from] ?? 0;
    // Nothing ends a sentence: only then can a pattern reach far.
    long.first[at] = at === 0 ? 1 : 0;
    const others = reading.others.get(from);
    if (others) long.others.set(at, others);
  }
}

/** How many words are looked at to find a pattern among the first words of `long`, whatever the machine. */
function looks(patterns: Patterns, words: number): number {
  const finder = new Finder(patterns, long, grammar.vocabulary);
  long.count = words;
  finder.begin();
  const ignore = () => undefined;
  finder.find(0, words, groups.user, () => true, ignore);
  return finder.looks;
}

/** A text that fits a pattern, and then almost: its last word is wrong. */
function worst(pattern: string): string {
  const words = parsePattern(pattern)
    .filter(({ entries, negated }) => entries.length > 0 && !negated)
    .map(({ entries }) => entries.find((entry) => !entry.startsWith('@')) ?? 'one')
    .map((entry) => entry.replace(/[+=]/g, '').replaceAll('_', ' '));
  return [...words, ...words.slice(0, -1), words[0] ?? '', words[0] ?? ''].join(' ');
}

describe('no pattern takes more than linear time', () => {
  it('100 KB of its worst text cost a pattern four times a quarter of it', () => {
    const growing = written.filter((pattern) => {
      repeat(worst(pattern));
      const patterns = new Patterns(grammar.compile([{ pattern, groups: ['user'] }]));
      return looks(patterns, whole) > 4.2 * looks(patterns, quarter) + 400;
    });
    expect(growing).toEqual([]);
  });

  it('a turn full of hits that may be excused costs four times a quarter of it', () => {
    const book = new RuleBook(lexicon, new Reports(lexicon));
    const cost = (times: number): number => {
      const before = book.looks;
      book.see({ sender: 'user', text: 'lost the baby after he kicked me. '.repeat(times) }, () => {});
      return book.looks - before;
    };
    const quarterOfIt = cost(750);
    expect(cost(3000)).toBeLessThan(4.2 * quarterOfIt + 400);
  });

  it('a reading grows with its text', () => {
    for (const piece of ['k ', 'k*l ', 'xqz', '死', 'unknownwordwithoutend', '1a', 'a.b.']) {
      reading.read(piece.repeat(50_000 / piece.length));
      const half = reading.count;
      reading.read(piece.repeat(100_000 / piece.length));
      expect(reading.count).toBeLessThanOrEqual(half * 2.02 + 2);
    }
  });
});

it('room made for a text of 1 MB is given back with the next', () => {
  const screened = new Reading(grammar.vocabulary, lexicon.characters);
  screened.read('so tired '.repeat(120_000));
  expect(screened.count).toBe(240_000);
  screened.read('so tired');
  expect(screened.count).toBe(2);
  expect(screened.room).toBeLessThan(100_000);
});
