import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileOf, reflectwithin, rowsOf } from './command.ts';

const folder = () => join(mkdtempSync(join(tmpdir(), 'calibrate-')), 'my-policy');
const topics = ['running', 'sleep', 'stress', 'yoga', 'food'];
const rows = Array.from({ length: 120 }, (_, i) => {
  const topic = `${topics[i % topics.length]} number ${i}`;
  const kind = i % 2;
  return {
    user: `I have trouble with my ${topic}.`,
    assistant: kind ? `That sounds hard. What about ${topic} weighs on you most?` : `Just do more ${topic}.`,
    labels: { empathy: kind, question: kind },
  };
});
const calibrate = (output: string, more: readonly string[] = []) =>
  reflectwithin(['calibrate', '--labels', fileOf([...rows, { user: 'no reply' }]), '--output', output, ...more]);

describe('reflectwithin calibrate', () => {
  it('learns a policy that scores can be made with, and tells what it is worth', async () => {
    const output = folder();
    const { code, err } = await calibrate(output);
    expect(code).toBe(0);
    expect(err).toContain('line 121 skipped: assistant');
    expect(err).toMatch(/^empathy\s+cross-validated\s+\d+\s+1\.000/m);
    expect(err).toContain('overall   not learned: it needs 20 labels of 1 and of 0, has 0 and 0');
    expect(JSON.parse(readFileSync(join(output, 'policy.json'), 'utf8'))).toMatchObject({ name: 'my-policy' });
    const row = { id: 'a', context: [], ...rows[1] };
    const score = ['score', '--no-semantic', '--policy', output, '-i', fileOf([row]), '-o', '-'];
    expect(rowsOf((await reflectwithin(score)).out)).toMatchObject([{ id: 'a', scores: expect.anything() }]);
  });

  it('writes the same bytes for the same seed', async () => {
    const [a, b] = [folder(), folder()];
    await Promise.all([calibrate(a, ['--seed', '7']), calibrate(b, ['--seed', '7'])]);
    const fitted = (output: string) => readFileSync(join(output, 'fitted.json'), 'utf8');
    expect(fitted(a)).toBe(fitted(b));
  });

  it.each([
    ['too few labels', ['-l', fileOf(rows.slice(0, 10)), '-o', folder()], 'too few labels to learn from'],
    ['a folder that is no name', ['-l', fileOf(rows), '-o', 'My Policy'], 'is no name'],
    ['a seed that is no number', ['-l', fileOf(rows), '-o', folder(), '--seed', 'x'], 'whole number'],
    ['an unknown policy', ['-l', fileOf(rows), '-o', folder(), '-p', 'none'], 'There is no policy "none"'],
  ])('refuses %s', async (_, args, sentence) => {
    const { code, err } = await reflectwithin(['calibrate', ...args]);
    expect(code).toBe(1);
    expect(err).toContain(sentence);
  });
});
