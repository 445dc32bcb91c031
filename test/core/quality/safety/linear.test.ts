import { loadSafetyLexicon } from '../../../../layers/adapters/safety-files.ts';
import { Finder } from '../../../../layers/core/quality/safety/finder.ts';
import { Grammar } from '../../../../layers/core/quality/safety/grammar.ts';

import { parsePattern } from '../../../../layers/core/quality/safety/pattern.ts';
import { groups, Patterns } from '../../../../layers/core/quality/safety/patterns.ts';
import { Reading } from '../../../../layers/core/quality/safety/reading.ts';

const lexicon = loadSafetyLexicon('layers/policy/safety');
const written = [
  ...lexicon.sections.flatMap(({ rules }) => Object.values(rules).flat()),
  ...Object.values(lexicon.excuses).flatMap((excuse) => excuse.patterns),
];
const grammar = new Grammar(lexicon);
const reading = new Reading(grammar.vocabulary, lexicon.characters);

/** How many words are looked at to find a pattern in a text, whatever the machine. */
function looks(pattern: string, text: string): number {
  const finder = new Finder(
    new Patterns(grammar.compile([{ pattern, groups: ['user'] }])),
    reading,
    grammar.vocabulary,
  );
  reading.read(text);
  const ignore = () => undefined;
  finder.find(0, reading.count, groups.user, () => true, ignore);
  return finder.looks;
}

/** A text of so many units that fits a pattern again and again, or almost: its last word is wrong every other time. */
function worst(pattern: string, units: number): string {
  const words = parsePattern(pattern)
    .filter(({ entries, negated }) => entries.length > 0 && !negated)
    .map(({ entries }) => entries.find((entry) => !entry.startsWith('@')) ?? 'one')
    .map((entry) => entry.replace(/[+=]/g, '').replaceAll('_', ' '));
  const almost = [...words, ...words.slice(0, -1), words[0] ?? '', words[0] ?? ''].join(' ');
  return `${almost} `.repeat(Math.ceil(units / (almost.length + 1))).slice(0, units);
}

describe('no pattern takes more than linear time', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7])('100 KB of its worst text cost a pattern four times 25 KB, eighth %d', (eighth) => {
    const growing = written.filter((pattern, number) => {
      if (number % 8 !== eighth) return false;
      return looks(pattern, worst(pattern, 100_000)) > 4.2 * looks(pattern, worst(pattern, 25_000)) + 400;
    });
    expect(growing).toEqual([]);
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
