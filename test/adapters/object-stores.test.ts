import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderObjectStore } from '../../layers/adapters/folder-object-store.ts';
import { type ObjectStore, readText } from '../../layers/core/dataset/object-store.ts';
import { TerminalError } from '../../layers/core/errors.ts';
import { MemoryObjectStore } from '../support/memory-object-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'lake-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What every lake does, whatever it is made of. S3 itself: test/adapters/s3-object-store.test.ts and test/e2e. */
describe.each<[string, ObjectStore]>([
  ['in a folder', new FolderObjectStore(folder)],
  ['in memory', new MemoryObjectStore()],
])('a lake %s', (_, store) => {
  it('shows what was written only when it is complete', async () => {
    const writer = store.writer('a/written', 'text/plain');
    await writer.write(Buffer.from('some '));
    await writer.write(Buffer.from('text'));
    expect(await store.open('a/written')).toBeUndefined();
    expect(await Array.fromAsync(store.list('a/'))).toEqual([]);
    await writer.close();
    expect(await readText(store, 'a/written')).toBe('some text');
  });

  it('never shows what was not written to its end', async () => {
    const writer = store.writer('b/aborted', 'text/plain');
    await writer.write(Buffer.from('some'));
    await writer.abort();
    expect(await store.open('b/aborted')).toBeUndefined();
    expect(await Array.fromAsync(store.list('b/'))).toEqual([]);
  });

  it('lists by key, and names each content by an ETag of its own', async () => {
    await store.put('c/2', 'x', 'text/plain');
    await store.put('c/1', 'x', 'text/plain');
    await store.put('c/10', 'yy', 'text/plain');
    const listed = await Array.fromAsync(store.list('c/'));
    expect(listed.map(({ key, size }) => [key, size])).toEqual([
      ['c/1', 1],
      ['c/10', 2],
      ['c/2', 1],
    ]);
    const later = await Array.fromAsync(store.list('c/', 'c/1'));
    expect(later.map(({ key }) => key)).toEqual(['c/10', 'c/2']);
    expect(listed[0]?.etag).toBe(listed[2]?.etag);
    expect(listed[0]?.etag).not.toBe(listed[1]?.etag);
  });

  it('reads a range, the last byte not included', async () => {
    await store.put('d/one', '0123456789', 'text/plain');
    expect(Buffer.from(await store.range('d/one', 2, 5)).toString()).toBe('234');
    expect(Buffer.from(await store.range('d/one', 8, 20)).toString()).toBe('89');
    expect([await store.sizeOf('d/one'), await store.sizeOf('d/none')]).toEqual([10, undefined]);
    await expect(store.range('d/none', 0, 1)).rejects.toThrow(TerminalError);
  });

  it('makes one object of others, in their order, and none where one of them is gone', async () => {
    await store.put('e/one', 'one ', 'text/plain');
    await store.put('e/two', 'two', 'text/plain');
    const [one, two, none] = [
      { key: 'e/one', bytes: 4 },
      { key: 'e/two', bytes: 3 },
      { key: 'e/none', bytes: 1 },
    ];
    await store.concatenate([one, two, one], 'e/deeper/all', 'text/plain');
    await store.concatenate([two], 'e/deeper/two', 'text/plain');
    expect(await readText(store, 'e/deeper/all')).toBe('one twoone ');
    expect(await readText(store, 'e/deeper/two')).toBe('two');
    await expect(store.concatenate([one, none], 'e/deeper/broken', 'text/plain')).rejects.toThrow(TerminalError);
    expect(await store.open('e/deeper/broken')).toBeUndefined();
  });
});

it('keeps to its folder', async () => {
  await expect(new FolderObjectStore(folder).open('../outside')).rejects.toThrow(TerminalError);
});

it('a lake in a folder tells whoever writes or closes next that the file cannot be written', async () => {
  const store = new FolderObjectStore(folder);
  // In the place of the file while it is written.
  mkdirSync(join(folder, 'd', 'file.unfinished'), { recursive: true });
  const [one, other] = [store.writer('d/file'), store.writer('d/file')];
  const untilItFails = async () => {
    for (;;) {
      await one.write(Buffer.from('some'));
      await new Promise(setImmediate);
    }
  };
  await expect(untilItFails()).rejects.toThrow('EISDIR');
  await expect(one.close()).rejects.toThrow('EISDIR');
  await expect(other.close()).rejects.toThrow('EISDIR');
});
