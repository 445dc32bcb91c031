import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { FolderObjectStore } from '../../layers/adapters/folder-object-store.ts';
import { makeDataset } from '../support/dataset.ts';
import { exchange, shard, shardKey } from '../support/exchanges.ts';
import { s3Double } from '../support/s3-double.ts';
import { reflectwithin, rowsOf } from './command.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'export-'));

/** A lake on this computer, with a dataset. */
async function lakeWithDataset() {
  const lake = folder();
  const store = new FolderObjectStore(lake);
  const writer = store.writer(shardKey('a'));
  await writer.write(
    shard(Array.from({ length: 40 }, (_, i) => exchange(`number ${i}`, { user: `Who is User: ${i}?` }))),
  );
  await writer.close();
  const { dataset } = await makeDataset(store);
  const read = (name: string) => readFileSync(join(lake, dataset.prefix, name), 'utf8');
  return { lake, id: dataset.id, read };
}
const { lake, id, read } = await lakeWithDataset();
const exported = (args: readonly string[], environment = {}) =>
  reflectwithin(['export', '--dataset', id, '--lake', lake, ...args], '', environment);

// One for all: what speaks to AWS is made once in a process, and remembers where AWS is.
const s3 = await s3Double();
afterAll(s3.close);

describe('reflectwithin export', () => {
  it('writes the training file to standard output', async () => {
    const { out, code, err } = await exported([]);
    expect({ code, out }).toEqual({ code: 0, out: read('train.jsonl') });
    expect(err).toBe(`train: ${rowsOf(out).length} lines\n`);
  });

  it('writes another format and another split to a file', async () => {
    const file = join(folder(), 'new', 'test.jsonl');
    const { err } = await exported(['--format', 'bedrock', '--split', 'holdout', '--output', file]);
    const lines = rowsOf(readFileSync(file, 'utf8'));
    expect(lines).toHaveLength(rowsOf(read('holdout.jsonl')).length);
    expect(lines[0]).toMatchObject({ schemaVersion: 'bedrock-conversation-2024' });
    expect(err).toContain(`${lines.length} reserved words written otherwise`);
    expect((await reflectwithin(['validate', '-f', 'bedrock', file])).out).not.toContain('reserved_word');
  });

  it('writes all three into a folder', async () => {
    const out = folder();
    await exported(['-f', 'exchanges', '-o', out]);
    expect(readdirSync(out).sort()).toEqual(['holdout.jsonl', 'train.jsonl', 'validation.jsonl']);
    const all = ['train', 'validation', 'holdout'].flatMap((name) =>
      rowsOf(readFileSync(join(out, `${name}.jsonl`), 'utf8')),
    );
    expect(all).toEqual(expect.arrayContaining(rowsOf(read('examples.jsonl'))));
  });

  it('packs a file whose name says so, in a folder and in a bucket', async () => {
    const file = join(folder(), 'train.jsonl.gz');
    const { code, err } = await exported(['-o', file]);
    expect([code, err]).toEqual([0, `train: ${rowsOf(read('train.jsonl')).length} lines\n`]);
    expect(gunzipSync(readFileSync(file)).toString()).toBe(read('train.jsonl'));
    s3.bucket.clear();
    await exported(['-o', 's3://lake/out/train.jsonl.gz'], s3.environment);
    expect(Buffer.from(s3.bucket.get('out/train.jsonl.gz') ?? []).equals(readFileSync(file))).toBe(true);
    const without = join(folder(), 'pairs.jsonl.gz');
    expect(await exported(['-f', 'dpo', '-o', without])).toMatchObject({ code: 1 });
    expect(readdirSync(dirname(without))).toEqual([]);
  });

  it('writes from a bucket to a bucket', async () => {
    s3.bucket.clear();
    for (const name of ['train.jsonl', 'manifest.json'])
      s3.bucket.set(`datasets/${id}/${name}`, Buffer.from(read(name)));
    const args = ['export', '-d', id, '-l', 's3://lake', '-o', 's3://lake/out/train.jsonl'];
    expect(await reflectwithin(args, '', s3.environment)).toMatchObject({ code: 0 });
    expect(Buffer.from(s3.bucket.get('out/train.jsonl') ?? []).toString()).toBe(read('train.jsonl'));
  });

  it('reads a folder that assemble wrote, and leaves it as it is', async () => {
    const made = folder();
    const { code } = await reflectwithin(['assemble', '--no-semantic', '-p', 'strategy', '-i', lake, '-o', made]);
    expect(code).toBe(0);
    const before = readFileSync(join(made, 'train.jsonl'), 'utf8');
    const { out, err } = await reflectwithin(['export', '-d', made, '-f', 'bedrock']);
    expect(rowsOf(out)).toHaveLength(rowsOf(before).length);
    expect(rowsOf(out)[0]).toMatchObject({ schemaVersion: 'bedrock-conversation-2024' });
    expect(err).toContain(`train: ${rowsOf(before).length} lines`);
    const onItself = await reflectwithin(['export', '-d', made, '-f', 'bedrock', '-o', join(made, 'train.jsonl')]);
    expect(onItself).toMatchObject({ code: 1, err: expect.stringContaining('holds the dataset itself') });
    expect(readFileSync(join(made, 'train.jsonl'), 'utf8')).toBe(before);
  });

  it('says which formats can be made of files in another', async () => {
    const made = folder();
    await reflectwithin(['assemble', '--no-semantic', '-p', 'strategy', '-i', lake, '-o', made, '-f', 'bedrock']);
    const train = readFileSync(join(made, 'train.jsonl'), 'utf8');
    expect(await reflectwithin(['export', '-d', made, '-f', 'bedrock'])).toMatchObject({ code: 0, out: train });
    expect((await reflectwithin(['export', '-d', made, '-f', 'exchanges'])).code).toBe(0);
    const { code, err } = await reflectwithin(['export', '-d', made, '-f', 'sft']);
    expect(code).toBe(1);
    expect(err).toContain('OtherFormat: ');
  });

  it('writes no split of a dataset where one of them cannot be made', async () => {
    const [made, out] = [folder(), folder()];
    await reflectwithin(['assemble', '--no-semantic', '-p', 'strategy', '-i', lake, '-o', made, '-f', 'bedrock']);
    for (const name of ['preferences', 'pairs']) await writeFile(join(made, `${name}.jsonl`), '');
    const { code, err } = await reflectwithin(['export', '-d', made, '-f', 'dpo', '-o', out]);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('OtherFormat: ') });
    expect(readdirSync(out)).toEqual([]);
  });

  it.each([
    ['a folder without a dataset', ['-d', lake], 'a folder without a manifest.json'],
    ['an id without a lake', ['-d', id], `${id} is in a lake`],
    ['a file', ['-d', 'package.json'], 'package.json is no folder, and no id of a dataset'],
    ['what is neither', ['-d', 'abc'], 'abc is no folder, and no id of a dataset'],
    ['an id that is none', ['-d', 'abc', '-l', lake], 'abc is no id of a dataset: one has 16 hex digits'],
  ])('asks for what is missing: %s', async (_, args, sentence) => {
    const { code, err } = await reflectwithin(['export', ...args]);
    expect(code).toBe(1);
    expect(err).toContain(sentence);
  });

  it.each([
    ['preferences where there are none', ['-f', 'dpo'], 'NoPreferences: The dataset has no preferences'],
    ['a dataset that is not there', ['-d', '0123456789abcdef'], `has no dataset 0123456789abcdef. Did you mean ${id}?`],
    ['a lake that is not there', ['-l', 'nowhere'], 'UnusableFile: There is no folder nowhere'],
    ['an unknown split', ['-s', 'test'], 'Allowed choices are train, validation, holdout'],
  ])('refuses %s', async (_, args, sentence) => {
    const { code, err } = await exported(args);
    expect(code).toBe(1);
    expect(err).toContain(sentence);
  });

  it.each([
    ['no JSON', '{', 'is no JSON. Name a folder that assemble wrote'],
    ['of something else', '{}', 'is of another version of this program, or of something else'],
  ])('says in a sentence that a manifest is %s', async (_, manifest, sentence) => {
    const other = folder();
    await writeFile(join(other, 'manifest.json'), manifest);
    const { code, err } = await reflectwithin(['export', '-d', other]);
    expect([code, err]).toEqual([1, expect.stringMatching(`^InputIsNoDataset: manifest.json of .* ${sentence}.*\n$`)]);
  });

  it('leaves no file behind when it fails', async () => {
    const file = join(folder(), 'pairs.jsonl');
    await exported(['-f', 'dpo', '-o', file]);
    expect(existsSync(file)).toBe(false);
  });

  it('says so when a dataset was emptied', async () => {
    const other = folder();
    const store = new FolderObjectStore(other);
    await store.put(`datasets/${id}/manifest.json`, read('manifest.json'));
    await writeFile(join(other, 'datasets', id, 'superseded.json'), '{}');
    const { err } = await exported(['-l', other]);
    expect(err).toContain(`DatasetIncomplete: There is no datasets/${id}/train.jsonl.`);
  });
});
