import { OverlayObjectStore } from '../../layers/adapters/overlay-object-store.ts';
import { type ObjectStore, readText } from '../../layers/core/dataset/object-store.ts';
import { MemoryObjectStore } from '../support/memory-object-store.ts';

async function overlay() {
  const [base, top] = [new MemoryObjectStore(), new MemoryObjectStore()];
  for (const key of ['a', 'c', 'e']) await base.put(key, `base ${key}`);
  return { base, top, store: new OverlayObjectStore(base, top) };
}
const keys = async (store: ObjectStore, prefix = '') =>
  (await Array.fromAsync(store.list(prefix))).map(({ key }) => key);

describe('OverlayObjectStore', () => {
  it('lists both in the order of the keys, each key once', async () => {
    const { store } = await overlay();
    await store.put('b', 'new', 'text/plain');
    await store.put('c', 'new', 'text/plain');
    await store.put('f', 'new', 'text/plain');
    expect(await keys(store)).toEqual(['a', 'b', 'c', 'e', 'f']);
    expect(await keys(store, 'c')).toEqual(['c']);
  });

  it('reads what was written over the base, and the base elsewhere', async () => {
    const { store } = await overlay();
    await store.put('c', 'new c', 'text/plain');
    expect(await readText(store, 'c')).toBe('new c');
    expect(await readText(store, 'a')).toBe('base a');
    expect(Buffer.from(await store.range('e', 0, 4)).toString()).toBe('base');
    expect(await store.open('nowhere')).toBeUndefined();
  });

  it('never changes the base, whatever is written and put together', async () => {
    const { base, top, store } = await overlay();
    const writer = store.writer('d', 'text/plain');
    await writer.write(Buffer.from('written'));
    await writer.close();
    const [a, d] = [
      { key: 'a', bytes: 6 },
      { key: 'd', bytes: 7 },
    ];
    await store.concatenate([a, d], 'x', 'text/plain');
    await store.concatenate([d, d], 'y', 'text/plain');
    await store.writer('z', 'text/plain').abort();
    expect([...base.objects.keys()]).toEqual(['a', 'c', 'e']);
    const texts = ['d', 'x', 'y', 'z'].map((key) => top.text(key));
    expect(texts).toEqual(['written', 'base awritten', 'writtenwritten', '']);
    expect(await readText(store, 'x')).toBe('base awritten');
  });
});
