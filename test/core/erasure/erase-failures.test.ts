import { gunzipSync, gzipSync } from 'node:zlib';
import { pseudonyms } from '../../support/collecting.ts';
import { MemoryErasableStore } from '../../support/erasable-store.ts';
import { erase, erasing } from '../../support/erasure.ts';
import { exchange, hex, shard } from '../../support/exchanges.ts';

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

  describe('and fail only after the search has ended', () => {
    const rounds = async (...late: readonly object[]) => {
      const all = world();
      const own = exchange('hers', { pseudonym: ann, conversation: pseudonyms.conversation('her talk') });
      await all.store.put(`exchanges/v=1/dt=2026-03-01/hh=10/${hex('1')}.jsonl.gz`, shard([own]));
      const execution = erasing(ann, all);
      const told: number[] = [];
      for (const before of [false, true]) {
        await execution.plan();
        expect(await execution.restOfRound()).toMatchObject({ finished: before, settled: false });
        told.push(execution.inbox.mails.length);
      }
      if (late.length > 0) await all.failures.put(`${batches}late`, holding(...late, ...others));
      const ended = await execution.toTheEnd();
      return { ...all, ended, told, mails: execution.inbox.mails };
    };

    it('looks again a day later, and tells people again that there was more', async () => {
      // The reply is known by its conversation alone, which only the shards had told of.
      const { store, ended, left, told, mails } = await rounds(reply);
      expect(left()).not.toContain('told to her');
      expect(left()).toContain('he asks');
      expect(ended).toMatchObject({ round: 4, finished: true, settled: true });
      expect([...told, mails.length]).toEqual([0, 1, 2]);
      expect(mails[0]?.message).toContain('everything is searched once more');
      expect(mails[1]?.message).not.toContain('everything is searched once more');
      expect([...store.objects.keys()].filter((key) => key.includes('/found/'))).toEqual([]);
    });

    it('and tells them nothing where nothing has come', async () => {
      const { store, ended, mails } = await rounds();
      expect(ended).toMatchObject({ round: 3 });
      expect(mails).toHaveLength(1);
      expect([...store.objects.keys()].filter((key) => key.includes('/found/'))).toEqual([]);
    });

    it('need no second look where the tombstone is a day old', async () => {
      const { store, failures } = world();
      await erase(ann, { store, failures });
      const { ended, inbox } = await erase(ann, { store, failures, now: '2026-05-02T00:00:00.000Z' });
      expect(ended).toMatchObject({ round: 1 });
      expect(inbox.mails).toHaveLength(1);
    });
  });
});
