import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
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
const unusable = [{ user: 'no reply' }, { user: 'a', assistant: 'b', labels: { empathy: 2 } }];
const calibrate = (output: string, more: readonly string[] = []) =>
  reflectwithin(['calibrate', '--labels', fileOf([...rows, ...unusable]), '--output', output, ...more]);

describe('reflectwithin', () => {
  it('tells its version, and an option that there is none of before one that is missing', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect((await reflectwithin(['--version'])).out).toBe(`${version}\n`);
    expect((await reflectwithin(['score', '--inptu', 'x'])).err).toContain('(Did you mean --input?)');
  });

  it('says of a folder without a policy what one is', async () => {
    const { code, err } = await reflectwithin(['score', '-i', fileOf([{}]), '-o', '-', '--policy', tmpdir()]);
    expect(code).toBe(1);
    expect(err).toContain('has no policy.json. A policy is a folder with policy.json and scoring.json');
  });
});

describe('reflectwithin calibrate', () => {
  it('learns a policy that scores can be made with, and tells what it is worth', async () => {
    const output = folder();
    const { code, err } = await calibrate(output);
    expect(code).toBe(0);
    expect(err).toContain('line 121 skipped: assistant');
    expect(err).toContain('line 122 skipped: labels.empathy: 1 or 0 is wanted');
    expect(err).toMatch(/^a reply takes [\d.]+ µs to score, [\d.]+ µs of them for what was learned/m);
    expect(err).toMatch(/my-policy holds my-policy@1\.0\.0, from 120 of 122 rows; its weights have \d{2} KB\n$/);
    expect(err).toMatch(/^empathy\s+cross-validated\s+\d+\s+1\.000/m);
    expect(err).toContain('overall   not learned: it has no label');
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

  it('gives other weights in the same folder another version, and the same weights the same', async () => {
    const output = folder();
    const version = async () => JSON.parse(readFileSync(join(output, 'policy.json'), 'utf8')).version;
    const again = async (...more: string[]) => [(await calibrate(output, more)).code, await version()];
    expect(await again()).toEqual([0, '1.0.0']);
    expect(await again()).toEqual([0, '1.0.0']);
    expect(await again('--seed', '7')).toEqual([0, '1.1.0']);
    const { code, err } = await calibrate(output, ['--seed', '8', '--version', '1.1.0']);
    expect([code, err]).toEqual([1, expect.stringContaining('holds another policy with the version 1.1.0')]);
    expect(await again('--seed', '8', '--version', '1.10.0')).toEqual([0, '1.10.0']);
    const lower = await calibrate(output, ['--seed', '9', '--version', '1.9.0']);
    const sentence = expect.stringMatching(
      /my-policy holds version 1\.10\.0, and 1\.9\.0 is below it: .* Leave --version out/,
    );
    expect([lower.code, lower.err, await version()]).toEqual([1, sentence, '1.10.0']);
  });

  it('keeps what the base policy learned of a score that has no labels now', async () => {
    const [one, two] = [folder(), folder()];
    await calibrate(one);
    const questions = fileOf(rows.map((row) => ({ ...row, labels: { question: row.labels.question } })));
    const { code } = await reflectwithin(['calibrate', '-p', one, '-l', questions, '-o', two]);
    const targets = (of: string) => JSON.parse(readFileSync(join(of, 'fitted.json'), 'utf8')).targets;
    expect([code, Object.keys(targets(two)).sort()]).toEqual([0, ['empathy', 'question']]);
    expect(targets(two).empathy).toEqual(targets(one).empathy);
  });

  it('takes true and false for 1 and 0, null for nothing said, and passes labels over that there are none of', async () => {
    const learnedOf = async (said: (row: (typeof rows)[number]) => object = () => ({})) => {
      const output = folder();
      const file = fileOf(rows.map((row) => ({ ...row, ...said(row) })));
      const { err } = await reflectwithin(['calibrate', '-l', file, '-o', output]);
      expect(err).not.toContain('skipped');
      return readFileSync(join(output, 'fitted.json'), 'utf8');
    };
    const [plain, ...others] = await Promise.all([
      learnedOf(),
      learnedOf(({ labels: { empathy } }) => ({ labels: { empathy: empathy === 1, question: empathy === 1 } })),
      learnedOf(({ labels }) => ({ context: null, labels: { ...labels, overall: null, tone: 1 } })),
    ]);
    expect(others).toEqual([plain, plain]);
  });

  it('counts labels that there are none of, and names the one that was probably meant', async () => {
    const more = [{ emphaty: 1 }, { tone: 1 }, { tone: 0 }].map((labels) => ({ user: 'a', assistant: 'b', labels }));
    const { code, err } = await reflectwithin(['calibrate', '-l', fileOf([...rows, ...more]), '-o', folder()]);
    expect([code, err.split('\n')[0]]).toEqual([
      0,
      'labels passed over: 2 × "tone"; 1 × "emphaty" (did you mean "empathy"?); known are empathy, question, overall',
    ]);
    expect(err).toContain('learned from 120 rows, 3 without a label\n');
  });

  it('says what a label is, where one is no label, and where there is none at all', async () => {
    const words = rows.map((row) => ({ ...row, labels: { empathy: 'yes' } }));
    const { err } = await reflectwithin(['calibrate', '-l', fileOf(words), '-o', folder()]);
    expect(err).toContain('line 1 skipped: labels.empathy: 1 or 0 is wanted (true, false and null');
    const input = rows.map(({ user, assistant, labels }) => JSON.stringify({ user, assistant, ...labels })).join('\n');
    const none = await reflectwithin(['calibrate', '-l', '-', '-o', folder()], input);
    expect([none.code, none.err]).toEqual([
      1,
      expect.stringContaining('UnusableFile: Standard input has no label. Write 1 or 0 for a score: "labels":{'),
    ]);
  });

  it('says what is missing where all labels are on replies to a few messages', async () => {
    const file = fileOf(rows.map((row, i) => ({ ...row, user: `message ${i % 3}` })));
    const { code, err } = await reflectwithin(['calibrate', '-l', file, '-o', folder()]);
    expect(code).toBe(1);
    expect(err).toMatch(/empathy +not learned: it needs labels of 0 on replies to 5 different messages/);
  });

  it.each([
    [
      'the name of a policy of the project',
      () => join(mkdtempSync(join(tmpdir(), 'calibrate-')), 'reflect'),
      'is a policy of the project',
    ],
    [
      'a policy that was set by hand',
      () => {
        const output = folder();
        cpSync('layers/policy/strategy', output, { recursive: true });
        return output;
      },
      'holds a policy that was set by hand, and it would be lost',
    ],
    ['a file', () => fileOf([]).replace(/rows\.jsonl$/, 'rows'), 'is a file. Name a folder'],
  ])('does not write over %s', async (what, place, sentence) => {
    const output = place();
    if (what === 'a file') writeFileSync(output, '');
    const content = () =>
      existsSync(join(output, 'policy.json')) ? readFileSync(join(output, 'policy.json'), 'utf8') : '';
    const before = content();
    const { code, err } = await calibrate(output);
    expect([code, err]).toEqual([1, expect.stringMatching(`^UnusableFile: .*${sentence}`)]);
    expect(content()).toBe(before);
  });

  it('counts rows without a label apart', async () => {
    const unlabelled = [{ user: 'a', assistant: 'b', labels: {} }];
    const { err } = await reflectwithin(['calibrate', '-l', fileOf([...rows, ...unlabelled]), '-o', folder()]);
    expect(err).toMatch(/^my-policy@1\.0\.0, learned from 120 rows, 1 without a label$/m);
    expect(err).toMatch(/, from 120 of 121 rows, 1 without a label; its weights have \d+ KB\n$/);
  });

  it('tries the place before it learns, and leaves nothing there', async () => {
    const refused = await reflectwithin(['calibrate', '-l', fileOf(rows), '-o', '/proc/none/my-policy']);
    expect([refused.code, refused.err]).toEqual([
      1,
      expect.stringMatching(/^UnusableFile: \/proc\/none\/my-policy cannot be written: ENOENT.*\n$/),
    ]);
    const above = mkdtempSync(join(tmpdir(), 'calibrate-'));
    await reflectwithin(['calibrate', '-l', fileOf(rows.slice(0, 2)), '-o', join(above, 'deep', 'my-policy')]);
    expect(existsSync(join(above, 'deep'))).toBe(false);
    expect((await reflectwithin(['calibrate', '-l', fileOf(rows), '-o', ''])).err).toContain('The output has no name');
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('says on %s, while it learns, that nothing was written', async (signal, expected) => {
    const output = folder();
    const command = join(import.meta.dirname, '../../cli/reflectwithin.ts');
    const child = spawn(process.execPath, [command, 'calibrate', '-l', '-', '-o', output]);
    let err = '';
    child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
    const more = Array.from({ length: 20 }, (_, i) => rows.map((row) => ({ ...row, user: `${row.user} ${i}` })));
    // The first line is no row: that it is told means that the command reads.
    child.stdin.write(
      `{}\n${more
        .flat()
        .map((row) => JSON.stringify(row))
        .join('\n')}\n`,
    );
    while (!err.includes('skipped')) await new Promise((resolve) => setTimeout(resolve, 50));
    child.stdin.end();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    child.kill(signal);
    const [code] = await once(child, 'close');
    expect([code, err]).toEqual([expected, expect.stringMatching(/^Ended; \S+my-policy was not written\.$/m)]);
    expect(existsSync(output)).toBe(false);
  });

  it('names what is wrong with the weights of the policy to start from', async () => {
    const base = folder();
    cpSync('layers/policy/reflect', base, { recursive: true });
    const edit = (name: string, from: string, to: string) =>
      writeFileSync(join(base, name), readFileSync(join(base, name), 'utf8').replace(from, to));
    edit('policy.json', '"reflect"', '"my-policy"');
    edit('scoring.json', '"addressed.warmth"', '"addressed.warmht"');
    const { code, err } = await reflectwithin(['calibrate', '-p', base, '-l', fileOf(rows), '-o', folder()]);
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/^InvalidPolicyFile: .*is "addressed\.warmth" meant\?\)\.$/m),
    ]);
  });

  it('says of too few labels that nothing was learned', async () => {
    const { err } = await reflectwithin(['calibrate', '-l', fileOf(rows.slice(0, 12)), '-o', folder()]);
    expect(err).toMatch(/^nothing learned from 12 rows$/m);
    expect(err).not.toContain('my-policy@');
  });

  it('writes no policy of labels that mean nothing, unless it is asked to', async () => {
    const output = folder();
    const both = rows.flatMap((row) => [0, 1].map((label) => ({ ...row, labels: { empathy: label } })));
    const args = ['calibrate', '-l', fileOf(both), '-o', output];
    const { code, err } = await reflectwithin(args);
    expect([code, err]).toEqual([1, expect.stringContaining('UnusableFile: Nothing worth taking was learned from')]);
    expect(err).toContain('empathy   not learned: it was learned no better than by chance (AUC 0.500');
    expect(existsSync(output)).toBe(false);
    const asked = await reflectwithin([...args, '--even-if-worse']);
    expect([asked.code, asked.err]).toEqual([0, expect.stringContaining('Warning: empathy is taken although it was')]);
    const { description } = JSON.parse(readFileSync(join(output, 'fitted.json'), 'utf8'));
    expect(description).toContain('empathy although it was learned no better than by chance');
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
