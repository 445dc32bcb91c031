import { gzipSync } from 'node:zlib';
import { tombstoneKey } from '../../../layers/core/signals/people.ts';
import { AppTable, itemOf, type Written } from '../../support/app-table.ts';
import { backfilling } from '../../support/backfilling.ts';
import { collecting, pseudonyms } from '../../support/collecting.ts';
import { MemoryErasableStore } from '../../support/erasable-store.ts';
import { erase } from '../../support/erasure.ts';

/** Two people's talks, collected from the stream; what the app writes later with `lost` the stream does not tell. */
async function world() {
  const table = new AppTable();
  const made = collecting({ table });
  const { lake, collect } = made;
  const { store, notifier, keep, read, count, withdraw: withdrawCounted, trains } = backfilling(made, 3);
  let heard = 0;
  const write = (conversationId: string, place: number, consent: boolean) =>
    table.write({
      conversationId,
      place,
      sender: place % 2 === 0 ? 'user' : 'ai',
      text: `says ${place}`,
      consent,
    } satisfies Written);
  const listen = async () => {
    await collect(table.stream.slice(heard));
    heard = table.stream.length;
  };
  const lost = () => {
    heard = table.stream.length;
  };
  for (const who of ['ann', 'ben']) for (const place of [0, 1]) write(who, place, true);
  await listen();
  await keep();
  const withdraw = async (state: Awaited<ReturnType<typeof read>>) => withdrawCounted(await count(state));
  const isOut = (who: string) => !trains().some(({ id }) => id === pseudonyms.exchange(who, 'm1'));
  return { table, lake, store, notifier, write, listen, lost, keep, read, count, withdraw, withdrawCounted, isOut };
}

describe('consent that was withdrawn while nobody listened', () => {
  it('holds from the backfill on, for whom the table says so, and once', async () => {
    const { write, lost, read, withdraw, isOut, lake } = await world();
    write('ann', 0, false);
    lost();
    expect(isOut('ann')).toBe(false);
    expect(await withdraw(await read())).toMatchObject({ consent: { withdrawn: 1 } });
    expect([isOut('ann'), isOut('ben')]).toEqual([true, false]);
    expect(await withdraw(await read())).toMatchObject({ consent: { withdrawn: 0 } });
    expect(lake.signals.objects.size).toBe(1);
  });

  it.each([
    ['question went with its text', 0, { consent: false, text: undefined }],
    ['question went with its person', 0, { consent: false, userId: undefined }],
    ['reply went with its text', 1, { consent: false, text: undefined }],
    ['reply was emptied', 1, { text: '' }],
  ])('holds where the %s', async (_, place, change) => {
    const { table, lost, read, withdraw, isOut } = await world();
    const item = itemOf({ conversationId: 'ann', place, sender: place === 0 ? 'user' : 'ai', text: `says ${place}` });
    table.put({ ...item, ...change });
    lost();
    expect(await withdraw(await read())).toMatchObject({ consent: { withdrawn: 1 } });
    expect([isOut('ann'), isOut('ben')]).toEqual([true, false]);
  });

  it('is nothing new where the stream has told of it', async () => {
    const { write, listen, keep, read, withdraw, isOut } = await world();
    write('ann', 1, false);
    await listen();
    await keep();
    expect(await withdraw(await read())).toMatchObject({ consent: { withdrawn: 0 } });
    expect(isOut('ann')).toBe(true);
  });

  it('is not taken for withdrawn when it is given again while the backfill is at work', async () => {
    const { write, listen, lost, keep, read, withdraw, isOut } = await world();
    write('ann', 0, false);
    lost();
    const state = await read();
    write('ann', 0, true);
    await listen();
    await keep();
    expect(await withdraw(state)).toMatchObject({ consent: { withdrawn: 1 } });
    expect(isOut('ann')).toBe(false);
  });

  it.each([
    ['while it looks', 1],
    // The lists, and all signals, are read each time.
    ['before it begins to look', 0],
  ])('is looked for in all shards, however often the time runs out %s', async (_, times) => {
    const { write, lost, read, count, withdrawCounted, isOut, store } = await world();
    write('ann', 0, false);
    lost();
    for (let n = 0; n < 1100; n++) await store.put(`exchanges/v=1/dt=2020-01-01/hh=00/${n}.jsonl.gz`, gzipSync(''));
    let looks = 0;
    const hasTime = () => looks++ < times;
    let rounds = 0;
    let counted = await count(await read(), hasTime);
    for (; counted.toWithdraw.after !== undefined; rounds++) {
      looks = 0;
      counted = await count(counted, hasTime);
    }
    expect(counted).toMatchObject({ toWithdraw: { found: 1 } });
    let done = await withdrawCounted(counted, hasTime);
    for (; done.consent.after !== undefined; rounds++) {
      looks = 0;
      done = await withdrawCounted(done, hasTime);
    }
    expect(rounds).toBeGreaterThan(2);
    expect(isOut('ann')).toBe(true);
  });

  it('is withdrawn also where an erasure of somebody else comes in between and writes the shards anew', async () => {
    const { write, lost, read, withdraw, isOut, store } = await world();
    write('ann', 0, false);
    lost();
    const state = await read();
    await erase(pseudonyms.user('user of ben'), { store, failures: new MemoryErasableStore() });
    expect(await withdraw(state)).toMatchObject({ consent: { withdrawn: 1 } });
    expect(isOut('ann')).toBe(true);
  });

  it('is nothing to write down of a user who is being erased', async () => {
    const { write, lost, read, withdraw, lake, store } = await world();
    write('ann', 0, false);
    lost();
    const state = await read();
    await store.put(tombstoneKey(pseudonyms.user('user of ann')), '{}');
    expect(await withdraw(state)).toMatchObject({ consent: { withdrawn: 0 } });
    expect(lake.signals.objects.size).toBe(0);
  });

  it.each([
    ['are gone', 'WorkMissing', undefined],
    ['are of another form', 'WorkUnreadable', '["an id"]'],
  ])('fails in words when the lists %s', async (_, name, text) => {
    const { read, withdraw, store } = await world();
    const state = await read();
    for (const key of [...store.objects.keys()].filter((each) => each.startsWith('work/'))) {
      if (text === undefined) store.objects.delete(key);
      else await store.put(key, text);
    }
    await expect(withdraw(state)).rejects.toMatchObject({ name, message: expect.stringContaining('deployed') });
  });

  it('fails in words in an execution of before there was a state that counts', async () => {
    const { read, withdrawCounted } = await world();
    await expect(withdrawCounted(await read())).rejects.toMatchObject({ name: 'WorkMissing' });
  });
});

describe('most of what was collected', () => {
  /** So many people who agreed once, of whom some do not any more, by what the table says. */
  const people = async (all: number, withdrawn: number) => {
    const made = await world();
    const names = Array.from({ length: all - 2 }, (_, n) => `person ${n}`);
    for (const who of names) for (const place of [0, 1]) made.write(who, place, true);
    await made.listen();
    await made.keep();
    for (const who of ['ann', ...names].slice(0, withdrawn)) made.write(who, 0, false);
    made.lost();
    return made;
  };

  it('is not withdrawn before somebody says so: people are told what it would be, and how to go on', async () => {
    const { read, count, withdraw, notifier, lake } = await people(90, 60);
    await expect(count(await read())).rejects.toMatchObject({ name: 'TooManyToWithdraw' });
    expect(notifier.mails).toEqual([
      {
        subject: 'ReflectWithin: backfill stopped',
        message: expect.stringMatching(/^60 exchanges .* and 30 may\. .*nothing was withdrawn.*\{"withdraw":"all"\}/),
      },
    ]);
    expect(lake.signals.objects.size).toBe(0);
    expect(await withdraw(await read({ withdraw: 'all' }))).toMatchObject({ consent: { withdrawn: 60 } });
    expect(await withdraw(await read())).toMatchObject({ consent: { withdrawn: 0 } });
  });

  it('is not withdrawn either where the table has as much that was never collected', async () => {
    const { read, count, write, lost } = await people(90, 60);
    for (let n = 0; n < 60; n++) for (const place of [0, 1]) write(`new person ${n}`, place, true);
    lost();
    await expect(count(await read())).rejects.toMatchObject({ name: 'TooManyToWithdraw' });
  });

  it.each([
    ['not even half of it', 130, 60],
    ['few', 51, 50],
  ])('is withdrawn where it is %s', async (_, all, withdrawn) => {
    const { read, withdraw, notifier } = await people(all, withdrawn);
    expect(await withdraw(await read())).toMatchObject({ consent: { withdrawn } });
    expect(notifier.mails).toEqual([]);
  });
});
