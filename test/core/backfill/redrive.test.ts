import { type Redriven, redrive } from '../../../layers/core/backfill/redrive.ts';
import { RetryableError } from '../../../layers/core/errors.ts';
import { isWithdrawn, latestSignals } from '../../../layers/core/signals/signal.ts';
import { collecting } from '../../support/collecting.ts';
import { MemoryErasableStore } from '../../support/erasable-store.ts';

const nothing: Redriven = {
  batches: 0,
  records: 0,
  exchanges: 0,
  signals: 0,
  quarantined: 0,
  stayed: 0,
  some: [],
};
const always = () => true;
const key = (name: string) => `aws/lambda/mapping/shard/2026/01/05/${name}`;

/** A failures bucket in which batches lie as Lambda keeps them. */
async function keeping(batches: Readonly<Record<string, readonly unknown[]>>, form = (event: unknown) => event) {
  const failures = new MemoryErasableStore();
  for (const [name, Records] of Object.entries(batches)) {
    const about = { version: '1.0', requestContext: { condition: 'RetryAttemptsExhausted' }, DDBStreamBatchInfo: {} };
    await failures.put(key(name), JSON.stringify({ ...about, payload: form({ Records }) }));
  }
  return failures;
}

/** An app whose question and reply were collected; what it wrote since is handed back. */
async function collectedThen(write: (world: ReturnType<typeof collecting>) => void) {
  const world = collecting();
  world.table.write(
    { conversationId: 'c', place: 0, sender: 'user', text: 'I feel low' },
    { conversationId: 'c', place: 1, sender: 'ai', text: 'What happened?' },
  );
  await world.collect(world.table.stream.slice(0));
  write(world);
  return { world, batch: world.table.stream.slice(2) };
}

describe('a redrive', () => {
  it.each([
    ['as JSON', (event: unknown) => event],
    ['as text', (event: unknown) => JSON.stringify(event)],
  ])('brings back a withdrawal of consent that was lost with its batch, kept %s', async (_, form) => {
    const { world, batch } = await collectedThen(({ table }) =>
      table.write({ conversationId: 'c', place: 0, sender: 'user', text: 'I feel low', consent: false }),
    );
    const failures = await keeping({ one: batch }, form);
    const [exchange] = [...world.lake.exchanges.values()];
    const withdrawn = () => isWithdrawn(exchange?.version ?? '', latestSignals(world.lake.signals.lines));
    expect(withdrawn()).toBe(false);

    const done = await redrive({ failures, collect: world.collect, hasTime: always }, nothing);
    expect(done).toEqual({ ...nothing, batches: 1, records: 1, signals: 1 });
    expect(withdrawn()).toBe(true);
    expect([...failures.objects.keys()]).toEqual([]);
  });

  it('changes nothing the second time, nor for what was collected all the same', async () => {
    const { world, batch } = await collectedThen(({ table }) =>
      table.write({ conversationId: 'c', place: 1, sender: 'ai', text: 'What has happened?', rating: 'up' }),
    );
    const once = async () =>
      redrive({ failures: await keeping({ one: batch }), collect: world.collect, hasTime: always }, nothing);
    await once();
    const [exchanges, signals] = [new Map(world.lake.exchanges), [...world.lake.signals.lines]];
    expect([...exchanges.values()]).toMatchObject([{ assistant: 'What has happened?' }]);
    expect(signals).toMatchObject([{ kind: 'rating', value: 1 }]);
    expect(await once()).toMatchObject({ batches: 1 });
    expect(new Map(world.lake.exchanges)).toEqual(exchanges);
    expect(world.lake.signals.lines).toEqual(signals);
  });

  it('keeps and names what cannot be taken in, and takes in the rest', async () => {
    const { world, batch } = await collectedThen(({ table }) =>
      table.write({ conversationId: 'c', place: 1, sender: 'ai', text: 'What has happened?' }),
    );
    const failures = await keeping({ a: ['bad'], b: ['worse'], c: batch });
    await failures.put(key('d'), '{"requestContext":{}}');
    const said = 'a person said this';
    const collect = async (records: readonly unknown[]) => {
      if (records.includes('bad')) throw new RetryableError('Could not write shard x.');
      if (records.includes('worse')) throw new SyntaxError(said);
      return world.collect(records);
    };
    const done = await redrive({ failures, collect, hasTime: always }, nothing);
    expect(done).toMatchObject({ batches: 1, exchanges: 1, stayed: 3 });
    expect(done.some).toEqual([
      `${key('a')}: Could not write shard x.`,
      `${key('b')}: SyntaxError`,
      `${key('d')}: it holds no records`,
    ]);
    expect([...failures.objects.keys()].sort()).toEqual(['a', 'b', 'd'].map(key));
  });

  it('goes on where there was no time for more, past what stays', async () => {
    const names = Array.from({ length: 30 }, (_, number) => `${100 + number}`);
    const failures = await keeping(Object.fromEntries(names.map((name) => [name, [name]])));
    const seen: unknown[] = [];
    const collect = async (records: readonly unknown[]) => {
      seen.push(...records);
      throw new RetryableError('no');
    };
    let done: Redriven = nothing;
    let slices = 0;
    do {
      let time = 2;
      done = await redrive({ failures, collect, hasTime: () => time-- > 0 }, done);
      slices++;
    } while (done.after !== undefined);
    expect(seen).toEqual(names);
    expect(slices).toBe(4);
    expect(done).toMatchObject({ stayed: 30 });
    // They travel in the state of the execution.
    expect(done.some).toHaveLength(20);
  });
});
