import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fileOf, reflectwithin, rowsOf } from './command.ts';

const chat = (text: string) => ({
  messages: [
    { role: 'user', content: text },
    { role: 'assistant', content: 'How far did you run?' },
  ],
});
const ten = Array.from({ length: 10 }, (_, i) => chat(`I ran ${i} miles.`));

describe('reflectwithin validate', () => {
  it('finds nothing wrong with a good file', async () => {
    const file = fileOf(ten);
    const { code, out, err } = await reflectwithin(['validate', '--format', 'sft', file]);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toMatch(/: 10 lines, \d+ tokens, 0 problems\n$/);
  });

  it('reads a packed file as if it were not', async () => {
    const file = join(dirname(fileOf(ten)), 'rows.jsonl.gz');
    writeFileSync(file, gzipSync(ten.map((line) => `${JSON.stringify(line)}\n`).join('')));
    const { code, err } = await reflectwithin(['validate', '--format', 'sft', file]);
    expect(code).toBe(0);
    expect(err).toContain(': 10 lines');
  });

  it('names every bad line and how to mend it, never its text', async () => {
    const file = fileOf([...ten, chat('I ran 3 miles.'), { messages: [{ role: 'human', content: 'Secret.' }] }]);
    const { code, out } = await reflectwithin(['validate', '--format', 'sft', file]);
    expect(code).toBe(1);
    expect(out.trim().split('\n')).toEqual([
      `${file}:11: duplicate: The line says the same as line 4. Keep one of the two lines.`,
      `${file}:12: unknown_role: message 1 has the role "human". Use "user" if that is meant.`,
      expect.stringContaining(`${file}:12: last_not_assistant: `),
    ]);
    expect(out).not.toContain('Secret');
  });

  it('names no line for what is wrong with a whole file', async () => {
    const file = fileOf(ten.slice(1));
    const { out } = await reflectwithin(['validate', '-f', 'sft', file]);
    expect(out).toMatch(`${file}: too_few_lines: The file has 9 of at least 10 lines.`);
    const json = await reflectwithin(['validate', '-f', 'sft', '--json', file]);
    expect(rowsOf(json.out)).toMatchObject([{ file, line: 0, code: 'too_few_lines' }]);
  });

  it('finds lines that stand in two files, and tells as JSON', async () => {
    const [train, test] = [fileOf(ten), fileOf([...ten.slice(1), chat('I swam.')])];
    const { code, out } = await reflectwithin(['validate', '--json', '-f', 'sft', train, test]);
    expect(code).toBe(1);
    expect(rowsOf(out)).toHaveLength(9);
    expect(rowsOf(out)[0]).toMatchObject({ file: test, line: 1, code: 'leak' });
  });

  it('reads standard input, packed or not, and knows the other formats', async () => {
    const line = { id: 1, user: 'I ran.', assistant: 'How far?' };
    for (const input of [`${JSON.stringify(line)}\n`, gzipSync(`${JSON.stringify(line)}\n`)]) {
      expect((await reflectwithin(['validate', '-f', 'exchanges', '-'], input)).code).toBe(0);
    }
    const { out } = await reflectwithin(['validate', '-f', 'dpo', '-'], `${JSON.stringify(line)}\n`);
    expect(out).toContain('-:1: unknown_key: The line has the key "id".');
  });

  it('says what the operating system refuses in a sentence, as every command does', async () => {
    // Who runs the tests may read any file; nobody can open a socket as one.
    const socket = fileOf([]).replace('rows.jsonl', 'socket');
    const server = createServer().listen(socket);
    await once(server, 'listening');
    const alone = await reflectwithin(['validate', '-f', 'sft', socket]);
    const second = await reflectwithin(['validate', '-f', 'sft', fileOf(ten), socket]);
    server.close();
    expect([alone.code, alone.err]).toEqual([1, expect.stringMatching(/^Error: ENXIO: .*socket'\n$/)]);
    expect([second.code, second.err]).toEqual([1, expect.stringMatching(/ 0 problems\nError: ENXIO: .*socket'\n$/)]);
  });

  it.each([
    ['half a line', '{"messages": [', '1: half_line'],
    ['an empty file', '', ' empty_file'],
    ['what is not UTF-8', Buffer.from([0xff, 0xfe, 0x0a]), '1: not_utf8'],
  ])('names %s', async (_, content, problem) => {
    const file = fileOf([]);
    writeFileSync(file, content);
    const { code, out } = await reflectwithin(['validate', '-f', 'sft', file]);
    expect(code).toBe(1);
    expect(out).toContain(`${basename(file)}:${problem}`);
  });

  it.each(['holdout', 'validation_1', 'validation2'])('wants no minimum of lines of %s.jsonl', async (name) => {
    const beside = join(dirname(fileOf([])), `${name}.jsonl`);
    writeFileSync(beside, '');
    expect((await reflectwithin(['validate', '-f', 'sft', beside])).out).toBe('');
    writeFileSync(beside, 'no json\n');
    expect((await reflectwithin(['validate', '-f', 'sft', beside])).out).toContain('invalid_json');
    expect((await reflectwithin(['validate', '-f', 'sft', fileOf(ten.slice(1))])).out).toContain('too_few_lines');
  });

  it('refuses a file that is given twice', async () => {
    const file = fileOf(ten);
    const { code, err } = await reflectwithin([
      'validate',
      '-f',
      'sft',
      file,
      join(dirname(file), '.', basename(file)),
    ]);
    expect([code, err]).toEqual([1, expect.stringContaining('was given twice. Name each file once.')]);
  });

  it.each([
    ['a file that is not there', ['-f', 'sft', 'nowhere.jsonl'], 'UnusableFile: There is no file nowhere.jsonl'],
    ['a folder', ['-f', 'sft', 'test'], 'UnusableFile: test is a folder'],
    ['a format that there is not', ['-f', 'csv', 'x'], 'Allowed choices are sft, dpo, bedrock, exchanges'],
  ])('refuses %s', async (_, args, sentence) => {
    const { code, err } = await reflectwithin(['validate', ...args]);
    expect(code).toBe(1);
    expect(err).toContain(sentence);
  });
});
