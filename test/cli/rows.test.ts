import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { fileOf, reflectwithin, rowsOf } from './command.ts';

/** How rows are read and written by every command that does: shown by `redact`, which is the simplest. */
const redact = (input: string, output = '-', given: string | Buffer = '') =>
  reflectwithin(['redact', '-i', input, '-o', output], given);
const folder = () => mkdtempSync(join(tmpdir(), 'rows-'));
const line = (id: string) => `{"id":${id},"text":"one"}\n`;

describe('rows that are read', () => {
  it('may be packed, in a file and on standard input', async () => {
    const packed = gzipSync(line('1') + line('2'));
    const file = join(folder(), 'rows.jsonl');
    writeFileSync(file, packed);
    const expected = [expect.objectContaining({ id: 1 }), expect.objectContaining({ id: 2 })];
    expect(rowsOf((await redact(file)).out)).toEqual(expected);
    expect(rowsOf((await redact('-', '-', packed)).out)).toEqual(expected);
    const cut = await redact('-', '-', packed.subarray(0, -9));
    expect([cut.code, cut.err]).toEqual([1, expect.stringContaining('Standard input is damaged or cut off')]);
  });

  it.each([
    ['with a byte order mark', `\ufeff${line('1')}`],
    ['without one', line('1')],
  ])('are refused as a whole in UTF-16, %s', async (_, text) => {
    const { code, err } = await redact('-', '-', Buffer.from(text, 'utf16le'));
    expect([code, err]).toEqual([1, expect.stringContaining('Standard input is UTF-16 text, and UTF-8 is wanted')]);
  });

  it('are refused as a whole in an archive', async () => {
    const archive = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), Buffer.from(`rows.jsonl\n${line('1')}`)]);
    const { code, out, err } = await redact('-', '-', archive);
    expect([code, out, err]).toEqual([1, '', expect.stringContaining('Standard input is a ZIP archive or a file of')]);
  });

  it('have ids that stay as they are; a number that cannot is refused, and counted', async () => {
    const ids = ['9007199254740991', '9007199254740993', '"9007199254740993"', '1.10', 'null', '-7'];
    const { out, err, code } = await redact('-', '-', ids.map(line).join(''));
    expect(code).toBe(0);
    expect(out.match(/(?<="id":)[^,]+/g)).toEqual(['9007199254740991', '"9007199254740993"', '-7']);
    const refused = 'skipped: id: a text or a whole number of up to 15 digits is wanted';
    expect(err.trim().split('\n')).toEqual([
      `line 2 ${refused}`,
      `line 4 ${refused}`,
      `line 5 ${refused}`,
      '3 of 6 rows written, 3 skipped',
    ]);
  });

  it('pass over lines of blanks as over empty ones', async () => {
    const { out, err } = await redact('-', '-', `\n${line('1')} \t \r\n\r\n${line('2')}  `);
    expect([rowsOf(out).length, err]).toEqual([2, '2 of 2 rows written\n']);
  });

  it('are named twenty times where they are bad; of all is told what is wrong', async () => {
    const bad = Array.from({ length: 30 }, (_, i) => (i % 3 ? '{"id":1}\n' : 'x\n')).join('');
    const { err } = await redact('-', '-', line('1') + bad);
    const told = err.trim().split('\n');
    expect(told).toHaveLength(23);
    expect(told.slice(20)).toEqual([
      '… more lines are skipped, and counted',
      'skipped: 20 × text is missing; 10 × not JSON (is the line cut off?)',
      '1 of 31 rows written, 30 skipped',
    ]);
  });

  it('are wrong in more ways than are told; the others are counted', async () => {
    const ids = ['1.5', 'true', '"a"'];
    const bad = [...ids.map((id) => `{"id":${id}}`), 'x', '5', '{}', '{"id":1,"text":2}', '{"id":{},"text":""}', '"'];
    const { err } = await redact('-', '-', line('1') + `${bad.join('\n')}\n`.repeat(3));
    const [told = ''] = err.match(/^skipped: .*$/m) ?? [];
    const counts = [...told.matchAll(/([\d,]+) ×/g)].map(([, count]) => Number(count));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(27);
  });

  it.each([
    ['a JSON array', '[\n  {"id":1,"text":"one"}\n]\n', "is a JSON array, .* jq -c '\\.\\[\\]' makes them of it"],
    [
      'JSON over several lines',
      '{\n  "id": 1,\n  "text": "one"\n}\n',
      'is JSON over several lines, .* jq -c \\. makes',
    ],
    ['a table', 'id,text\n1,one\n2,two\n', 'is a table with columns \\(CSV\\), and JSON Lines are wanted'],
  ])('are told to be %s, once', async (_, text, sentence) => {
    const { code, err } = await redact('-', '-', text);
    expect([code, err]).toEqual([1, expect.stringMatching(`^UnusableFile: Standard input ${sentence}.*\n$`)]);
  });

  it.each(['[INFO] starting', '[1, 2]', '[]'])('are read after a first line that is none: %s', async (first) => {
    const { code, out, err } = await redact('-', '-', `${first}\n${line('1')}`);
    expect([code, rowsOf(out)]).toEqual([0, [expect.objectContaining({ id: 1 })]]);
    expect(err).toMatch(/^line 1 skipped: .*\n1 of 2 rows written, 1 skipped\n$/);
  });

  it.each([
    ['-i', 'The input has no name'],
    ['-o', 'The output has no name'],
  ])('need a name: %s ""', async (option, sentence) => {
    const given = { '-i': fileOf([{ id: 1, text: 'one' }]), '-o': '-', [option]: '' };
    const { code, err } = await reflectwithin(['redact', ...Object.entries(given).flat()]);
    expect([code, err]).toEqual([1, expect.stringContaining(sentence)]);
  });

  it.each([
    ['redact', '-i', '-o'],
    ['score', '-i', '-o'],
    ['calibrate', '-l', '-o'],
  ])('%s says in a sentence that a file cannot be read', async (command, input, output) => {
    // Who runs the tests may read any file; nobody can open a socket as one.
    const socket = join(folder(), 'socket');
    const server = createServer().listen(socket);
    await once(server, 'listening');
    const { code, err } = await reflectwithin([command, input, socket, output, join(folder(), 'output')]);
    server.close();
    expect([code, err]).toEqual([1, expect.stringContaining(`UnusableFile: ${socket} cannot be read: ENXIO`)]);
    expect(err).not.toMatch(/^ +at /m);
  });
});

describe('rows that are written', () => {
  const rows = () => fileOf([{ id: 1, text: 'one' }]);

  it('replace a file when all are there, its rights and links as they were', async () => {
    const file = join(folder(), 'out.jsonl');
    const link = join(folder(), 'link.jsonl');
    writeFileSync(file, 'before');
    chmodSync(file, 0o600);
    symlinkSync(file, link);
    expect((await redact(rows(), link)).code).toBe(0);
    expect(rowsOf(readFileSync(file, 'utf8'))).toMatchObject([{ id: 1 }]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(file))).toEqual(['out.jsonl']);
  });

  it('are packed where the name of the file ends in .gz, and still appear only when all are there', async () => {
    const file = join(folder(), 'out.jsonl.gz');
    const many = Array.from({ length: 5000 }, (_, id) => ({ id, text: `text ${id}` }));
    expect((await redact(fileOf(many), file)).code).toBe(0);
    expect(rowsOf(gunzipSync(readFileSync(file)).toString()).length).toBe(5000);
    expect((await redact(file)).out).toContain('"text 4999"');
    expect((await redact(fileOf([{ id: 1 }]), file)).code).toBe(1);
    expect(gunzipSync(readFileSync(file)).length).toBeGreaterThan(5000);
    expect(readdirSync(dirname(file))).toEqual(['out.jsonl.gz']);
  });

  it('leave what was there where none can be read', async () => {
    const file = join(folder(), 'out.jsonl');
    writeFileSync(file, 'before');
    expect((await redact(fileOf([{ id: 1 }]), file)).code).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe('before');
    expect(readdirSync(dirname(file))).toEqual(['out.jsonl']);
  });

  it('leave no half of a file where somebody ends the command, which says how far it came', async () => {
    const file = join(folder(), 'out.jsonl');
    const command = join(import.meta.dirname, '../../cli/reflectwithin.ts');
    const child = spawn(process.execPath, [command, 'redact', '-i', '-', '-o', file]);
    let err = '';
    child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
    child.stdin.write(line('1'));
    while (readdirSync(dirname(file)).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    expect(code).toBe(130);
    expect(err).toMatch(/^Ended after [01] rows?; \S+out\.jsonl was not written\.$/m);
    expect(readdirSync(dirname(file))).toEqual([]);
  });

  it('have all rights of the file before, also those that new files have not', async () => {
    const file = join(folder(), 'out.jsonl');
    writeFileSync(file, 'before');
    chmodSync(file, 0o666);
    expect((await redact(rows(), file)).code).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o666);
  });

  it('go to where links lead, though nothing is there yet', async () => {
    const at = folder();
    symlinkSync('second.jsonl', join(at, 'first.jsonl'));
    symlinkSync(join('within', 'out.jsonl'), join(at, 'second.jsonl'));
    mkdirSync(join(at, 'within'));
    expect((await redact(rows(), join(at, 'first.jsonl'))).code).toBe(0);
    expect(rowsOf(readFileSync(join(at, 'within', 'out.jsonl'), 'utf8'))).toMatchObject([{ id: 1 }]);
    expect(readlinkSync(join(at, 'first.jsonl'))).toBe('second.jsonl');
    expect(readdirSync(join(at, 'within'))).toEqual(['out.jsonl']);
  });

  it('are refused where links lead in a circle', async () => {
    const file = join(folder(), 'out.jsonl');
    symlinkSync(file, file);
    const { code, err } = await redact(rows(), file);
    expect([code, err]).toEqual([1, expect.stringContaining('cannot be written: ELOOP')]);
  });

  it('touch no other file beside them, whatever its name', async () => {
    const at = folder();
    const input = join(at, 'same.unfinished');
    writeFileSync(input, line('1'));
    expect((await redact(input, join(at, 'same'))).code).toBe(0);
    expect(readFileSync(input, 'utf8')).toBe(line('1'));
    expect(readdirSync(at)).toEqual(['same', 'same.unfinished']);
  });

  it('of two runs to one file are those of the run that ends last, whole', async () => {
    const file = join(folder(), 'out.jsonl');
    const command = join(import.meta.dirname, '../../cli/reflectwithin.ts');
    const run = () => spawn(process.execPath, [command, 'redact', '-i', '-', '-o', file]);
    const [first, last] = [run(), run()];
    for (const [child, id] of [
      [first, '1'],
      [last, '2'],
    ] as const)
      child.stdin.write(line(id));
    while (readdirSync(dirname(file)).length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
    for (const [child, id] of [
      [first, '3'],
      [last, '4'],
    ] as const) {
      child.stdin.end(line(id));
      expect(await once(child, 'close')).toEqual([0, null]);
    }
    expect(rowsOf(readFileSync(file, 'utf8'))).toMatchObject([{ id: 2 }, { id: 4 }]);
    expect(readdirSync(dirname(file))).toEqual(['out.jsonl']);
  });
});

it.each(['score', 'redact', 'calibrate'])('%s --help says how it ends where rows are skipped', async (command) => {
  expect((await reflectwithin([command, '--help'])).out).toContain('Exit code: 0 also where rows were skipped');
});
