import { readFileSync } from 'node:fs';
import { fileOf, reflectwithin, rowsOf } from './command.ts';

const itself = fileOf([{ id: 1, text: 'precious' }]);

describe('reflectwithin redact', () => {
  it('replaces personal data and says where it stood, in UTF-16 units', async () => {
    const text = '💪 mail me at sam.rivers@example.org, ok?';
    const { out, code } = await reflectwithin(['redact', '-i', fileOf([{ id: 'a', text, extra: 1 }]), '-o', '-']);
    expect(code).toBe(0);
    const start = text.indexOf('sam');
    expect(rowsOf(out)).toEqual([
      { id: 'a', text: '💪 mail me at [email], ok?', spans: [{ start, end: text.indexOf(', ok'), kind: 'email' }] },
    ]);
  });

  it('finds a name that a text gives once in all of the text, as assemble does', async () => {
    const text = 'I met Xiu-Ying today. well done xiu-ying';
    const { out } = await reflectwithin(['redact', '-i', fileOf([{ id: 'a', text }]), '-o', '-']);
    const [first, second] = [text.indexOf('Xiu-Ying'), text.indexOf('xiu-ying')];
    expect(rowsOf(out)).toMatchObject([
      {
        spans: [
          { start: first, end: first + 8, kind: 'name' },
          { start: second, end: second + 8, kind: 'name' },
        ],
      },
    ]);
  });

  it('names each bad row by its line, skips it and goes on', async () => {
    const input = Buffer.concat([
      Buffer.from('{"id":1,"text":"one"}\r\n\n{"id":2}\n{"id":3,"te\n'),
      Buffer.from([0x22, 0xff, 0x22, 0x0a]),
      Buffer.alloc(65 * 1024 * 1024, 'x'),
      Buffer.from('\n'),
      Buffer.from('{"id":4,"text":"last, without a line end"}'),
    ]);
    const { out, err, code } = await reflectwithin(['redact', '-i', '-', '-o', '-'], input);
    expect(code).toBe(0);
    expect(rowsOf(out)).toMatchObject([{ id: 1 }, { id: 4 }]);
    expect(err.trim().split('\n')).toEqual([
      'line 3 skipped: text is missing',
      'line 4 skipped: not JSON (is the line cut off?)',
      'line 5 skipped: not UTF-8',
      'line 6 skipped: longer than 64 MB',
      '2 of 6 rows written, 4 skipped',
    ]);
  });

  it('says in a sentence that a disk is full', async () => {
    const { code, err } = await reflectwithin(['redact', '-i', itself, '-o', '/dev/full']);
    expect(code).toBe(1);
    expect(err).toContain('UnusableFile: /dev/full cannot be written: ENOSPC');
    expect(err).not.toContain('    at ');
  });

  it.each([
    [
      'an output that is a folder',
      ['-i', fileOf([{ id: 1, text: '' }]), '-o', 'docs'],
      'docs is a folder. Give a file in it.',
    ],
    ['a file that is not there', ['-i', 'nowhere.jsonl', '-o', '-'], 'There is no file nowhere.jsonl'],
    ['a folder', ['-i', 'test', '-o', '-'], 'test is a folder'],
    ['an empty file', ['-i', fileOf([]), '-o', '-'], 'is empty'],
    ['its own input as output', ['-i', itself, '-o', itself], 'is the input, and would be lost'],
    ['rows of another form', ['-i', fileOf([{ id: 1 }]), '-o', '-'], 'has no row of the form'],
    [
      'nowhere to write',
      ['-i', fileOf([{ id: 1, text: '' }]), '-o', 'no/such/folder/out'],
      'There is no folder no/such/folder. Make it',
    ],
  ])('refuses %s in one sentence', async (_, args, sentence) => {
    const { code, err } = await reflectwithin(['redact', ...args]);
    expect(code).toBe(1);
    expect(err).toMatch(/^UnusableFile: /m);
    expect(readFileSync(itself, 'utf8')).toContain('precious');
    expect(err).toContain(sentence);
  });
});
