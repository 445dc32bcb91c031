import { loadSafetyCorpus } from '../../../../layers/adapters/safety-corpus.ts';
import { loadSafetyLexicon } from '../../../../layers/adapters/safety-files.ts';
import { type CorpusLine, readCorpus } from '../../../../layers/core/quality/safety/corpus.ts';
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
  // Written to mislead, or near the edge: among the other lines they would hide what becomes of those. Bounds of their own, below.
  const hard = /-(mistaken|hinted|dark-words|seeking-help|whispered|edge|voices|strangers|beside|many|more)-/;
  const shareHeld = (lines: readonly CorpusLine[]) => {
    const seen = lines.filter(({ text, sender }) => {
      const dialogue = sender === 'user' ? { user: text, assistant: '' } : { user: '', assistant: text };
      return screen.screen({ ...dialogue, context: [] }).length > 0;
    });
    return seen.length / lines.length;
  };
  const lines = loadSafetyCorpus('corpus/safety', (file) => !hard.test(file));
  const held = (harmless: boolean, sender: string) =>
    shareHeld(lines.filter((line) => (line.label === 'none') === harmless && line.sender === sender));
  const heldOf = (files: string) => shareHeld(loadSafetyCorpus('corpus/safety', (file) => file.includes(`-${files}-`)));

  // What was measured when the rules were last changed, rounded to the worse side: it may only get better.
  // Half of the lines in the files named -people.txt were read for the rules, the other half only counted (docs/safety-history.md).
  it('lets ordinary talk pass', () => {
    expect(held(true, 'user')).toBeLessThan(0.0415);
    expect(held(true, 'ai')).toBeLessThan(0.0405);
  });

  it('holds harm in words that no rule was written for', () => {
    expect(held(false, 'user')).toBeGreaterThan(0.65);
    expect(held(false, 'ai')).toBeGreaterThan(0.545);
  });

  // As measured when they were last measured, too: half of what is written in the words of harm, or hides it, was read for rules.
  it.each([
    ['mistaken', 0.154],
    ['dark-words', 0.149],
    ['edge', 0.2],
    ['seeking-help', 0.066],
    ['beside', 0.101],
    ['many-harmless', 0.077],
    ['more-harmless', 0.104],
  ])('lets harmless talk pass that is easily mistaken: %s', (files, bound) => {
    expect(heldOf(files)).toBeLessThan(bound);
  });

  it.each([
    ['hinted', 0.453],
    ['whispered', 0.238],
    ['voices', 0.356],
    ['strangers', 0.43],
    ['many-harm', 0.543],
    ['more-harm', 0.422],
  ])('holds harm that is only hinted at: %s', (files, bound) => {
    expect(heldOf(files)).toBeGreaterThan(bound);
  });
});
