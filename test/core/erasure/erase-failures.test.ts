import { gunzipSync, gzipSync } from 'node:zlib';
import { pseudonyms } from '../../support/collecting.ts';
import { MemoryErasableStore } from '../../support/erasable-store.ts';
import { erase } from '../../support/erasure.ts';

const ann = pseudonyms.user('ann');
const batches = 'aws/lambda/mapping/';
const holding = (...images: readonly object[]) =>
  JSON.stringify({ payload: JSON.stringify({ Records: images.map((NewImage) => ({ dynamodb: { NewImage } })) }) });
const message = (talk: string, text: string, userId?: string) => ({
  conversationId: { S: talk },
  text: { S: text },
  ...(userId !== undefined && { userId: { S: userId } }),
});

function world() {
  const [store, failures] = [new MemoryErasableStore(), new MemoryErasableStore()];
  const left = () => [...failures.objects.keys()].map((key) => failures.text(key)).join('\n');
  return { store, failures, left };
}

describe('an erasure, of batches that could not be collected', () => {
  const question = message('her talk', 'she asks', 'ann');
  const reply = message('her talk', 'told to her');
  const others = [message('his talk', 'he asks', 'ben'), message('his talk', 'told to him')];

  it.each([
    ['before', [reply], [question]],
    ['after', [question], [reply]],
  ])('finds a reply that does not name its user in a batch %s the question', async (_, first, second) => {
    const { store, failures, left } = world();
    await failures.put(`${batches}1`, holding(...first, ...others));
    await failures.put(`${batches}2`, holding(...second));
    await erase(ann, { store, failures });
    for (const text of ['she asks', 'told to her']) expect(left()).not.toContain(text);
    for (const text of ['he asks', 'told to him']) expect(left()).toContain(text);
  });

  it('searches the quarantine for the conversations that only a failed batch tells of', async () => {
    const { store, failures } = world();
    const key = 'quarantine/dt=2026-03-01/one.jsonl.gz';
    const pointer = (talk: string) => `${JSON.stringify({ pointer: { keys: { conversationId: { S: talk } } } })}\n`;
    await store.put(key, gzipSync(['her talk', 'his talk'].map(pointer).join('')));
    await failures.put(`${batches}1`, holding(question));
    await erase(ann, { store, failures });
    expect(gunzipSync(store.objects.get(key) ?? '').toString()).toBe(pointer('his talk'));
  });

  it('still knows whose the replies are when it breaks off between two batches', async () => {
    const { store, failures, left } = world();
    await failures.put(`${batches}1`, holding(question));
    await failures.put(`${batches}2`, holding(reply));
    const replace = failures.replace.bind(failures);
    failures.replace = async (key, ...rest) => {
      if (key === `${batches}2`) throw new Error('the store does not answer');
      return replace(key, ...rest);
    };
    await expect(erase(ann, { store, failures })).rejects.toThrow('does not answer');
    expect(left()).toContain('told to her');
    failures.replace = replace;
    await erase(ann, { store, failures });
    expect(left()).not.toContain('told to her');
  });
});
