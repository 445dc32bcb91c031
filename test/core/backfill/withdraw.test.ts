import { gzipSync } from 'node:zlib';
import { backfillShare } from '../../../functions/backfill/backfill-segment.ts';
import { withdrawConsent } from '../../../functions/backfill/withdraw-consent.ts';
import { noteShards } from '../../../layers/core/backfill/lists.ts';
import { tombstoneKey } from '../../../layers/core/signals/people.ts';
import { isWithdrawn, latestSignals } from '../../../layers/core/signals/signal.ts';
import { AppTable, itemOf, type Written } from '../../support/app-table.ts';
import { collecting, pseudonyms } from '../../support/collecting.ts';
import { MemoryErasableStore } from '../../support/erasable-store.ts';
import { erase } from '../../support/erasure.ts';

const startedAt = '2026-05-02T10:00:00.000Z';

/** Two people's talks, collected from the stream; what the app writes later with `lost` the stream does not tell. */
async function world() {
  const table = new AppTable();
  const { lake, parts, collect } = collecting({ table });
  const store = new MemoryErasableStore();
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
  const keep = async () => {
    for (const prefix of [lake.shards, lake.signals]) {
      for (const [key, lines] of prefix.objects) {
        await store.put(key, gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
      }
    }
  };
  for (const who of ['ann', 'ben']) for (const place of [0, 1]) write(who, place, true);
  await listen();
  await keep();
  const of = { runId: 'fill-1', startedAt };
  const read = async () => {
    const ends = { ...parts, table, erased: new Set<string>() };
    await noteShards(store, of.runId);
    const results = [];
    for (const segment of [0, 1, 2]) {
      results.push(await backfillShare({ runId: of.runId, share: { segment, segments: 3 } }, ends, store));
    }
    await keep();
    return { ...of, results };
  };
  const withdraw = async (state: Awaited<ReturnType<typeof read>>, hasTime = () => true) => {
    const done = await withdrawConsent(state, { store, signals: lake.signals, hasTime });
    await keep();
    return done;
  };
  const isOut = (who: string) => {
    const id = pseudonyms.exchange(who, 'm1');
    const signals = latestSignals(lake.signals.lines.filter(({ exchange }) => exchange === id));
    return isWithdrawn(lake.exchanges.get(id)?.version ?? '', signals);
  };
  return { table, lake, store, write, listen, lost, keep, read, withdraw, isOut };
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
    const { write, lost, read, withdraw, isOut, store } = await world();
    write('ann', 0, false);
    lost();
    for (let n = 0; n < 1100; n++) await store.put(`exchanges/v=1/dt=2020-01-01/hh=00/${n}.jsonl.gz`, gzipSync(''));
    let state: Awaited<ReturnType<typeof withdraw>> | Awaited<ReturnType<typeof read>> = await read();
    let rounds = 0;
    do {
      let looks = 0;
      state = await withdraw(state, () => looks++ < times);
      rounds++;
    } while (rounds < 5 && 'consent' in state && state.consent.after !== undefined);
    expect(rounds).toBeGreaterThan(1);
    expect(isOut('ann')).toBe(true);
  });

  it('is withdrawn also where an erasure of somebody else comes in between and writes the shards anew', async () => {
    const { write, lost, read, isOut, lake, store } = await world();
    write('ann', 0, false);
    lost();
    const state = await read();
    await erase(pseudonyms.user('user of ben'), { store, failures: new MemoryErasableStore() });
    const done = await withdrawConsent(state, { store, signals: lake.signals, hasTime: () => true });
    expect(done).toMatchObject({ consent: { withdrawn: 1 } });
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

  it('fails in words when the lists are gone', async () => {
    const { read, withdraw, store } = await world();
    const state = await read();
    for (const key of [...store.objects.keys()]) if (key.startsWith('work/')) store.objects.delete(key);
    await expect(withdraw(state)).rejects.toMatchObject({ name: 'WorkMissing' });
  });
});
