import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkInput, messagesIn } from '../../layers/adapters/input/input.ts';
import { inputFiles } from '../../local/demo/input-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'input-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

const jsonl = (...rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const says = (conversationId: string, sender: string, text: string, createdAt?: string) => ({
  ...{ conversationId, sender, text },
  ...(createdAt && { createdAt }),
});

/** What is found, and what is told of it. */
async function found(...given: string[]) {
  const told: string[] = [];
  const files = await inputFiles(given, { note: (line) => told.push(line) });
  return { files, told };
}

describe('what npm start is given', () => {
  const inner = join(folder, 'inner');
  mkdirSync(inner);
  const [first, second, question] = ['a.jsonl', 'inner/b.jsonl', 'inner/c.csv'].map((name) => join(folder, name));
  const files = [first, second, question].map((path) => path ?? '');
  writeFileSync(files[0] ?? '', jsonl(says('c', 'user', 'How do I rest?'), { mood: 1 }));
  writeFileSync(files[1] ?? '', jsonl(says('c', 'ai', 'What tires you?')));
  writeFileSync(files[2] ?? '', 'question,answer\nWhy?,Why not?\n');
  writeFileSync(join(inner, 'd.csv'), '');
  writeFileSync(join(inner, 'e.pdf'), '%PDF-1.7');
  writeFileSync(join(inner, 'f.json'), '<html>');

  it('may be files and folders, of which what holds rows is read, and the rest is told', async () => {
    const { files: read, told } = await found(folder);
    expect(read).toEqual(files);
    expect(told).toEqual([
      expect.stringContaining('d.csv is empty, and passed over.'),
      expect.stringContaining('e.pdf is passed over: it is a PDF'),
      expect.stringContaining('f.json is a web page'),
    ]);
    expect((await found(files[0] ?? '', inner)).files).toEqual(files);
    expect((await found(files[0] ?? '')).files).toEqual(files.slice(0, 1));
  });

  it('is read as one file after the other, and told by the files', async () => {
    const { exchanges, bad } = await checkInput(files);
    expect(exchanges).toBe(2);
    expect(bad.map(({ at }) => at)).toEqual([`${files[0]} line 2`]);
    const messages = await Array.fromAsync(messagesIn(files));
    expect(messages.map(({ place }) => place)).toEqual(messages.map(({ place }) => place).toSorted());
    expect(new Set(messages.map(({ conversationId, id }) => `${conversationId} ${id}`)).size).toBe(4);
  });

  it('is refused where nothing holds rows', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'none-'));
    await expect(found(empty)).rejects.toThrow('has no .jsonl, .json, .csv or .tsv file');
  });

  it('is refused where the lines stand otherwise than their times, and would pair wrongly', async () => {
    const path = join(folder, 'newest.jsonl');
    const lines = [
      says('c', 'user', 'How do I rest?', '2026-05-01 10:00'),
      says('c', 'ai', 'What tires you?', '2026-05-01 10:01'),
      says('c', 'user', 'Work.', '2026-05-01 10:02'),
      says('c', 'ai', 'What of it?', '2026-05-01 10:03'),
    ];
    writeFileSync(path, jsonl(says('d', 'user', 'Hm?'), says('d', 'ai', 'Hm!'), ...lines.toReversed()));
    await expect(checkInput(path)).rejects.toMatchObject({ name: 'InputNotInOrder' });
    writeFileSync(path, jsonl(...lines, says('c', 'user', 'Hm?'), says('c', 'ai', 'Hm!', '2026-05-01 10:04')));
    expect(await checkInput(path)).toMatchObject({ exchanges: 3, isTimely: true });
  });
});
