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

  it('never changes the base, whatever is written and copied', async () => {
    const { base, top, store } = await overlay();
    const writer = store.writer('d', 'text/plain');
    await writer.write(Buffer.from('written'));
    await writer.close();
    await store.copy('a', 'x');
    await store.copy('d', 'y');
    await store.writer('z', 'text/plain').abort();
    expect([...base.objects.keys()]).toEqual(['a', 'c', 'e']);
    expect([top.text('d'), top.text('x'), top.text('y'), top.text('z')]).toEqual(['written', 'base a', 'written', '']);
    expect(await readText(store, 'x')).toBe('base a');
  });
});
