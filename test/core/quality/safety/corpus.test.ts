import { loadSafetyCorpus } from '../../../../layers/adapters/safety-corpus.ts';
import { loadSafetyLexicon } from '../../../../layers/adapters/safety-files.ts';
import { readCorpus } from '../../../../layers/core/quality/safety/corpus.ts';
import { createSafetyScreen } from '../../../../layers/core/quality/safety/screen.ts';

const head = '# speaker: user\n# class: none\n';

describe('a corpus file', () => {
  it('writes templates out: choices, slots, nothing twice, at most so many', () => {
    const lines = readCorpus(`${head}$pet = dog | two cats\nmy $pet [sleeps|eats] [now|]\n`, 100, 7);
    expect(new Set(lines.map(({ text }) => text)).size).toBe(lines.length);
    expect(lines.map(({ text }) => text)).toEqual(expect.arrayContaining(['my dog sleeps', 'my two cats eats now']));
    expect(lines).toHaveLength(8);
    expect(lines[0]).toMatchObject({ sender: 'user', label: 'none', template: 7 });
    expect(readCorpus(`${head}$pet = dog | two cats\nmy $pet [sleeps|eats] [now|]\n`, 3, 0)).toHaveLength(3);
  });

  it('is the same every time', () => {
    expect(loadSafetyCorpus('corpus/safety')).toEqual(loadSafetyCorpus('corpus/safety'));
  });

  it.each([
    ['a slot that is not there', `${head}my $dog sleeps\n`, /no slot \$dog/],
    ['a class that nobody knows', '# speaker: user\n# class: nonsense\nhello\n', /class/],
    ['no speaker', '# class: none\nhello\n', /speaker/],
  ])('refuses %s', (_, file, message) => {
    expect(() => readCorpus(file, 8, 0)).toThrow(message);
  });
});

describe('the screen over the corpus', () => {
  const screen = createSafetyScreen(loadSafetyLexicon('layers/policy/safety'));
  const lines = loadSafetyCorpus('corpus/safety');
  const held = (harmless: boolean, sender: string) => {
    const chosen = lines.filter((line) => (line.label === 'none') === harmless && line.sender === sender);
    const seen = chosen.filter(({ text }) => {
      const dialogue = sender === 'user' ? { user: text, assistant: '' } : { user: '', assistant: text };
      return screen.screen({ ...dialogue, context: [] }).length > 0;
    });
    return seen.length / chosen.length;
  };

  // What was measured when the rules were last changed, rounded to the worse side: it may only get better.
  // Half of the lines in the files named -people.txt were read for the rules, the other half only counted (docs/safety.md).
  it('lets ordinary talk pass', () => {
    // 4.6 % before the 354 harmless lines of 2026-11-29, which were written to be mistaken and of which rules hold 19 %.
    expect(held(true, 'user')).toBeLessThan(0.052);
    expect(held(true, 'ai')).toBeLessThan(0.046);
  });

  it('holds harm in words that no rule was written for', () => {
    expect(held(false, 'user')).toBeGreaterThan(0.6);
    expect(held(false, 'ai')).toBeGreaterThan(0.525);
  });
});
