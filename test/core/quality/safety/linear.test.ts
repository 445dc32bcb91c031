import { loadSafetyLexicon } from '../../../../layers/adapters/safety-files.ts';
import { Grammar, PatternIndex } from '../../../../layers/core/quality/safety/grammar.ts';
import { Matcher } from '../../../../layers/core/quality/safety/matcher.ts';
import { parsePattern } from '../../../../layers/core/quality/safety/pattern.ts';
import { Reading } from '../../../../layers/core/quality/safety/reading.ts';

const lexicon = loadSafetyLexicon('layers/policy/safety');
const grammar = new Grammar(lexicon);
const reading = new Reading(grammar.vocabulary, lexicon.characters);

/** How many words one pattern looks at in a text. */
function looks(pattern: string, text: string): number {
  const index = new PatternIndex<true>();
  grammar.index(index, true, pattern);
  const matcher = new Matcher(reading, grammar.vocabulary);
  reading.read(text);
  const ignore = () => undefined;
  index.find(reading, matcher, 0, reading.count, () => true, ignore);
  return matcher.looks;
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

const patterns = [
  ...lexicon.sections.flatMap(({ rules }) => Object.values(rules).flat()),
  ...Object.values(lexicon.excuses).flatMap((excuse) => excuse.patterns),
];

describe('no pattern takes more than linear time', () => {
  it('a word of the worst text costs every pattern the same, however long the text', () => {
    const growing = patterns.filter((pattern) => {
      const [short, long] = [looks(pattern, worst(pattern, 1_000)), looks(pattern, worst(pattern, 2_000))];
      return long > 2.3 * short + 200;
    });
    expect(growing).toEqual([]);
  });

  it.each(patterns.filter((_, i) => i % 300 === 0))('100 KB: %s', (pattern) => {
    const [half, whole] = [looks(pattern, worst(pattern, 50_000)), looks(pattern, worst(pattern, 100_000))];
    expect(whole).toBeLessThan(2.1 * half + 200);
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
