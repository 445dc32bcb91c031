import { loadSafetyLexicon } from '../../../../layers/adapters/safety-files.ts';
import { Finder } from '../../../../layers/core/quality/safety/finder.ts';
import { Folding } from '../../../../layers/core/quality/safety/fold.ts';
import { Grammar } from '../../../../layers/core/quality/safety/grammar.ts';
import { Concepts, parsePattern } from '../../../../layers/core/quality/safety/pattern.ts';
import { groups, type Patterns, readyPatterns } from '../../../../layers/core/quality/safety/patterns.ts';
import { UndisguisedReading } from '../../../../layers/core/quality/safety/reading.ts';
import { Reports } from '../../../../layers/core/quality/safety/reports.ts';
import { RuleBook } from '../../../../layers/core/quality/safety/rule-book.ts';

const lexicon = loadSafetyLexicon('layers/policy/safety');
const written = [
  ...lexicon.sections.flatMap(({ rules }) => Object.values(rules).flat()),
  ...Object.values(lexicon.excuses).flatMap((excuse) => excuse.patterns),
];
const grammar = new Grammar(lexicon);
const folding = new Folding(lexicon.characters);
const concepts = new Concepts(lexicon.concepts, (word) => folding.spell(word));
const reading = new UndisguisedReading(grammar.vocabulary, lexicon.characters);

/** So many words of a text that says the same again and again; the most are 100 KB. */
const [few, more, quarter, whole] = [200, 800, 5_000, 20_000];
/** So many words may a pattern look at for each word of a text: twice what the dearest takes. */
const mostLooks = 60;
/** So many words and phrases for each character of a word that may be several: twice what the dearest takes. */
const mostLooksEach = 340;
const longReading = new UndisguisedReading(grammar.vocabulary, lexicon.characters);
const long = longReading.words;
longReading.read('a b '.repeat(whole));
// Nothing ends a sentence: only then can a pattern reach far.
long.first.fill(0, 1);

/** Fills `long` with a text again and again, at least so many words. */
function repeat(text: string, words: number): void {
  reading.read(text);
  const { words: own } = reading;
  const { count } = own;
  if (count === 0) throw new Error(`"${text}" has no words.`);
  long.others.clear();
  long.ambiguous = own.ambiguous;
  long.ids.set(own.ids.subarray(0, count));
  long.families.set(own.families.subarray(0, count));
  for (let filled = count; filled < words; filled *= 2) {
    long.ids.copyWithin(filled, 0, filled);
    long.families.copyWithin(filled, 0, filled);
  }
  for (const [from, others] of own.others) for (let at = from; at < words; at += count) long.others.set(at, others);
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
const almost = (words: readonly string[]): readonly string[] => [
  ...words,
  ...words.slice(0, -1),
  words[0] ?? '',
  words[0] ?? '',
];

/** What a pattern has to look at for long: a text that nearly fits, and for each of its words one that lacks it. */
function worst(pattern: string): readonly string[] {
  const words = parsePattern(pattern)
    .filter(({ entries, negated }) => entries.length > 0 && !negated)
    .map(({ entries }) => concepts.words(entries[0] ?? '')[0] ?? '')
    .map((entry) => entry.replace('=', '').replaceAll('_', ' ').replace('#', '7'));
  const texts = [almost(words), ...words.map((_, without) => words.toSpliced(without, 1))];
  return texts.map((text) => text.join(' ').trim()).filter((text) => text !== '');
}

describe('no pattern takes more than linear time', () => {
  it('a word of its worst texts costs a pattern few looks, and four times as many words cost four times as much', () => {
    const untried: string[] = [];
    const dear = written.filter((pattern) => {
      const patterns = readyPatterns(grammar.compile([{ pattern, groups: ['user'] }]));
      repeat('unusualword', few);
      const base = looks(patterns, few);
      let isTried = false;
      const isDear = worst(pattern).some((text) => {
        repeat(text, more);
        const [least, most] = [looks(patterns, few), looks(patterns, more)];
        isTried ||= least > base;
        return most > mostLooks * more || most > 4.2 * least + 400;
      });
      if (!isTried) untried.push(pattern);
      return isDear;
    });
    expect(dear).toEqual([]);
    expect(untried).toEqual([]);
  });

  it('100 KB cost one pattern in twenty four times a quarter of it', () => {
    const growing = written.filter((pattern, place) => {
      if (place % 20 !== 0) return false;
      const patterns = readyPatterns(grammar.compile([{ pattern, groups: ['user'] }]));
      repeat(worst(pattern)[0] ?? '', whole);
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

  it('a disguised word again and again costs few looks for each character, and grows with the text', () => {
    const book = new RuleBook(lexicon, new Reports(lexicon));
    const cost = (piece: string, times: number): number => {
      const before = book.looks;
      book.see({ sender: 'user', text: piece.repeat(times) }, () => {});
      return book.looks - before;
    };
    const pieces = ['kil l ', 'kil I ', 'k1ll ', 'k*ll ', 'k**l ', 's**t ', 'suicde ', 'kil my self '];
    const dear = pieces.filter((piece) => {
      const most = cost(piece, 4000);
      return most > mostLooksEach * 4000 * piece.length || most > 4.2 * cost(piece, 1000) + 400;
    });
    expect(dear).toEqual([]);
  });

  it('a reading grows with its text', () => {
    for (const piece of ['k ', 'k*l ', 'xqz', '死', 'unknownwordwithoutend', '1a', 'a.b.']) {
      reading.read(piece.repeat(50_000 / piece.length));
      const half = reading.words.count;
      reading.read(piece.repeat(100_000 / piece.length));
      expect(reading.words.count).toBeLessThanOrEqual(half * 2.02 + 2);
    }
  });
});

it('room made for a text of 1 MB is given back with the next', () => {
  const screened = new UndisguisedReading(grammar.vocabulary, lexicon.characters);
  screened.read('so tired '.repeat(120_000));
  expect(screened.words.count).toBe(240_000);
  screened.read('so tired');
  expect(screened.words.count).toBe(2);
  expect(screened.room).toBeLessThan(100_000);
});
