import { readFileSync } from 'node:fs';
import { loadParts } from '../../../layers/adapters/judge-files.ts';
import { Measure } from '../../../layers/core/quality/scores/measure.ts';

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

describe('no text takes more than linear time', () => {
  const worst = Object.entries(scoring.lexicon)
    .map(([name, phrases]): [string, string] => [name, phrases.toSorted((a, b) => b.length - a.length)[0] ?? ''])
    .slice(0, 12);
  it.each([...worst, ['one letter', 'a'], ['signs', '?! '], ['gaps', 'sorry you and you and ']])('%s', (_, phrase) => {
    const repeated = (length: number) =>
      `${phrase.replaceAll('...', 'and')} `.repeat(Math.ceil(length / (phrase.length + 1)));
    const [short, long] = [quickest(repeated(12_500)), quickest(repeated(100_000))];
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
