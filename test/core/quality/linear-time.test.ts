import { readFileSync } from 'node:fs';
import { loadJudge, loadMeasures } from '../../../layers/adapters/judge-files.ts';
import type { Evidence } from '../../../layers/core/quality/judgement.ts';
import { Measure } from '../../../layers/core/quality/scores/measure.ts';
import { Phrases } from '../../../layers/core/quality/text/phrases.ts';
import { Tokens } from '../../../layers/core/quality/text/tokens.ts';
import { wordsOf } from '../../../layers/core/quality/text/trie.ts';
import { Vocabulary } from '../../../layers/core/quality/text/vocabulary.ts';
import { growth, mostGrowth } from '../../support/growth.ts';

const { scoring } = loadMeasures('layers/policy', 'reflect');
const measure = new Measure(scoring);
const judge = loadJudge('layers/policy', 'strategy');

/** Eight times so many units are read to their end: of more tokens than 16,384 the rest is not. */
const allRead = 6_000;
/** Reading takes most of the time: what grew by the square made it 20 times as long. */
const mostOfAll = mostGrowth / 2;
const read = (text: string, evidence?: Evidence[]) =>
  measure.read({ user: text, assistant: text, context: [{ sender: 'ai', text }] }, evidence);

const vocabulary = new Vocabulary(wordsOf(scoring.lexicon), scoring.frequencies);
const phrases = new Phrases(scoring.lexicon, vocabulary);
const tokens = new Tokens(vocabulary);

/** So many words of a text that says the same again and again; the most are 100 KB. */
const [few, more, quarter, whole] = [400, 1_600, 4_000, 16_000];
/** So many steps may a phrase take for each word of a text: twice what the dearest takes. */
const mostSteps = 16;
const long = new Tokens(vocabulary).read('a '.repeat(whole));

/** Steps through the lists of phrases for so many words of a text that is repeated, whatever the machine. */
function steps(text: string, words: number): number {
  const { id, count } = tokens.read(text);
  long.id.set(id.subarray(0, count));
  for (let filled = count; filled < words; filled *= 2) long.id.copyWithin(filled, 0, filled);
  long.count = words;
  const before = phrases.steps;
  phrases.find(long, () => undefined);
  return phrases.steps - before;
}

/** A phrase, and then without its last word, so that it nearly matches. */
const worst = (phrase: string): string =>
  `${phrase} ${phrase.split(' ').slice(0, -1).join(' ')}`.replaceAll('...', 'and');

/** How a phrase leads through the lists: by one word or more, by gaps, by classes, by signs and numbers. */
const wayOf = (phrase: string): string =>
  [phrase.includes(' '), ...['...', '*', '<', '#', '?', '!'].map((part) => phrase.includes(part))].join();

/** Of each list the longest phrase of each way. */
const spread = Object.values(scoring.lexicon).flatMap((list) => [
  ...new Map(
    list.toSorted((one, other) => one.length - other.length).map((phrase) => [wayOf(phrase), phrase]),
  ).values(),
]);

describe('no text takes more than linear time', () => {
  it('a word costs any phrase few steps, and four times as many words cost four times as much', () => {
    const growing = Object.values(scoring.lexicon)
      .flat()
      .filter((phrase) => {
        const [least, most] = [steps(worst(phrase), few), steps(worst(phrase), more)];
        return most > mostSteps * more || most > 4.2 * least + 100;
      });
    expect(growing).toEqual([]);
  });

  it('100 KB of a phrase of each list and way take four times the steps of a quarter of it', () => {
    expect(spread.length).toBeGreaterThan(Object.keys(scoring.lexicon).length);
    expect(spread.filter((phrase) => steps(worst(phrase), whole) > 4.2 * steps(worst(phrase), quarter) + 400)).toEqual(
      [],
    );
  });

  it.each(['a', '?! ', 'sorry you and you and ', 'hard so tough, ', 'w1q '])(
    'the whole measure, "%s" again and again',
    (piece) => {
      expect(growth(piece, (text) => read(text))).toBeLessThan(mostGrowth);
    },
  );

  it('what is told of questions', () => {
    const told = (text: string) => read(text, []);
    // Run once: code that is met for the first time is slower.
    told('why you? '.repeat(5000));
    expect(growth('why you? ', told, allRead, mostOfAll)).toBeLessThan(mostOfAll);
  });

  it('what is void in a conversation', () => {
    const judged = (text: string) => judge.judgeConversation([{ sender: 'user', text }], []);
    judged('no thanks '.repeat(4000));
    expect(growth('no thanks ', judged, allRead, mostOfAll)).toBeLessThan(mostOfAll);
  });
});

it('the word lists say what they are and where they come from', () => {
  const read = (name: string): unknown => JSON.parse(readFileSync(`layers/policy/lexicons/${name}.json`, 'utf8'));
  for (const name of ['reply', 'questions', 'turns', 'domain', 'topics', 'prototypes', 'commonplaces', 'frequencies']) {
    expect(read(name)).toHaveProperty('description');
  }
});
