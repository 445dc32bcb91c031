import { readFileSync } from 'node:fs';
import { loadParts } from '../../../layers/adapters/judge-files.ts';
import { Measure } from '../../../layers/core/quality/scores/measure.ts';
import { Phrases } from '../../../layers/core/quality/text/phrases.ts';
import { Tokens } from '../../../layers/core/quality/text/tokens.ts';
import { wordsOf } from '../../../layers/core/quality/text/trie.ts';
import { Vocabulary } from '../../../layers/core/quality/text/vocabulary.ts';

const { scoring } = loadParts('layers/policy', 'reflect');
const measure = new Measure(scoring);

/** Processor time of the quickest of some tries, in microseconds. */
function quickest(text: string): number {
  const tries = Array.from({ length: 7 }, () => {
    const before = process.cpuUsage().user;
    measure.read({ user: text, assistant: text, context: [{ sender: 'ai', text }] });
    return process.cpuUsage().user - before;
  });
  return Math.min(...tries);
}

const vocabulary = new Vocabulary(wordsOf(scoring.lexicon), scoring.frequencies);
const phrases = new Phrases(scoring.lexicon, vocabulary);
const tokens = new Tokens(vocabulary);

const repeated = (phrase: string, length: number) =>
  `${phrase.replaceAll('...', 'and')} `.repeat(Math.ceil(length / (phrase.length + 1)));

/** Words of 100 KB, read as a text that says the same again and again: to read all of it for each phrase takes minutes. */
const [quarter, whole] = [4_000, 16_000];
const long = new Tokens(vocabulary).read('a '.repeat(whole));

/** Steps through the lists of phrases for so many words of a text that is repeated, whatever the machine. */
function steps(text: string, words: number): number {
  tokens.read(text);
  for (let at = 0; at < words; at++) long.id[at] = tokens.id[at % tokens.count] ?? 0;
  long.count = words;
  const before = phrases.steps;
  phrases.find(long, () => undefined);
  return phrases.steps - before;
}

describe('no text takes more than linear time', () => {
  it('100 KB of any phrase take four times the steps of a quarter of it', () => {
    // A phrase again and again, and every other time without its last word, so that it nearly matches.
    const growing = Object.values(scoring.lexicon)
      .flat()
      .map((phrase) => `${phrase} ${phrase.split(' ').slice(0, -1).join(' ')}`.replaceAll('...', 'and'))
      .filter((worst) => steps(worst, whole) > 4.2 * steps(worst, quarter) + 400);
    expect(growing).toEqual([]);
  });

  it.each(['a', '?! ', 'sorry you and you and ', 'w1q '])('the whole measure, "%s" again and again', (piece) => {
    const [short, long] = [quickest(repeated(piece, 12_500)), quickest(repeated(piece, 100_000))];
    // Eight times the text: quadratic growth would take 64 times as long.
    expect(long / Math.max(short, 200)).toBeLessThan(24);
  });
});

it('the word lists say what they are and where they come from', () => {
  const read = (name: string): unknown => JSON.parse(readFileSync(`layers/policy/lexicons/${name}.json`, 'utf8'));
  for (const name of ['reply', 'questions', 'turns', 'domain', 'topics', 'prototypes', 'commonplaces', 'frequencies']) {
    expect(read(name)).toHaveProperty('description');
  }
});
