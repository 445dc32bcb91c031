import { readFileSync } from 'node:fs';
import { loadParts } from '../../../layers/adapters/judge-files.ts';
import { Measure } from '../../../layers/core/quality/scores/measure.ts';
import { Phrases, wordsOf } from '../../../layers/core/quality/text/phrases.ts';
import { Tokens } from '../../../layers/core/quality/text/tokens.ts';
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

/** Steps through the lists of phrases, whatever the machine. */
function steps(text: string): number {
  const before = phrases.steps;
  phrases.find(tokens.read(text), () => undefined);
  return phrases.steps - before;
}

describe('no text takes more than linear time', () => {
  it.each(Object.entries(scoring.lexicon))('100 KB of any phrase take four times the steps of 25 KB: %s', (_, list) => {
    // A phrase again and again, and every other time without its last word, so that it nearly matches.
    const worst = list.map((phrase) => `${phrase} ${phrase.split(' ').slice(0, -1).join(' ')}`.trim());
    const growing = worst.filter(
      (phrase) => steps(repeated(phrase, 100_000)) > 4.2 * steps(repeated(phrase, 25_000)) + 400,
    );
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
