import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { backfillSegment } from '../../../layers/core/backfill/backfill.ts';
import { reconcileSegment } from '../../../layers/core/backfill/reconcile.ts';
import { segmentsFor } from '../../../layers/core/backfill/table-scan.ts';
import { AppTable, itemOf, type Written } from '../../support/app-table.ts';
import { collecting, pseudonyms } from '../../support/collecting.ts';
import type { Lake } from '../../support/lake.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

const shapes = ['message', 'conversation'] as const;
const span = { since: '2026-01-01T00:00:00.000Z', until: '2026-02-01T00:00:00.000Z' };

interface Talk {
  readonly conversation: string;
  readonly turns: readonly { consent: boolean; rating?: string | undefined }[];
}
const talks = fc.uniqueArray(
  fc.record({
    conversation: fc.nat(40).map((n) => `c${n}`),
    turns: fc.array(
      fc.record({
        consent: fc.constantFrom(true, true, true, false),
        rating: fc.constantFrom(undefined, 'up', 'down'),
      }),
      { maxLength: 12 },
    ),
  }),
  { maxLength: 25, selector: ({ conversation }) => conversation },
);

/** What the app has written, before anybody listened. */
function written(shape: (typeof shapes)[number], given: readonly Talk[]) {
  const table = new AppTable(shape === 'message' ? undefined : ['conversationId']);
  for (const { conversation, turns } of given) {
    const messages = turns.map(
      (turn, place): Written => ({
        conversationId: conversation,
        place,
        sender: place % 2 === 0 ? 'user' : 'ai',
        text: `says ${place} in ${conversation}`,
        ...turn,
      }),
    );
    if (shape === 'message') table.write(...messages);
    else table.put({ conversationId: conversation, messages: messages.map(itemOf) });
  }
  return table;
}

/** The backfill of a table in so many segments; each writes into the same lake. */
async function backfill(
  table: AppTable,
  shape: (typeof shapes)[number],
  { segments = 3, into = collecting({ table, mapping: { shape } }), erased = new Set<string>() } = {},
) {
  const { parts, lake } = into;
  const results = [];
  for (let segment = 0; segment < segments; segment++) {
    results.push(await backfillSegment({ ...parts, table, erased }, { segment, segments }));
  }
  return { lake, results };
}

/** The lake as reconciliation reads it. */
async function stored(lake: Lake): Promise<MemoryObjectStore> {
  const store = new MemoryObjectStore();
  for (const [key, lines] of lake.shards.objects) {
    await store.put(key, gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
  }
  return store;
}

async function missing(table: AppTable, shape: (typeof shapes)[number], lake: Lake, erased = new Set<string>()) {
  const { parts } = collecting({ table, mapping: { shape } });
  const store = await stored(lake);
  const all = { eligible: 0, found: 0, ids: [] as string[] };
  for (let segment = 0; segment < 3; segment++) {
    const work = { ...parts, table, store, erased };
    const { eligible, found, missingIds } = await reconcileSegment(work, { segment, segments: 3 }, span);
    all.eligible += eligible;
    all.found += found;
    all.ids.push(...missingIds);
  }
  return all;
}

const withoutVersion = (lake: Lake) =>
  new Map([...lake.exchanges].map(([id, { version: _, ...rest }]) => [id, rest] as const).sort());

describe.each(shapes)('backfill (%s)', (shape) => {
  it('collects what the collector would have, had it been there', async () => {
    await fc.assert(
      fc.asyncProperty(talks, fc.integer({ min: 1, max: 6 }), async (given, segments) => {
        const table = written(shape, given);
        const live = collecting({ table, mapping: { shape } });
        await live.collect(table.stream);
        const { lake, results } = await backfill(table, shape, { segments });
        expect(withoutVersion(lake)).toEqual(withoutVersion(live.lake));
        expect(lake.signals.lines.map(({ exchange, kind }) => `${exchange} ${kind}`).sort()).toEqual(
          live.lake.signals.lines.map(({ exchange, kind }) => `${exchange} ${kind}`).sort(),
        );
        expect(results.reduce((sum, { exchanges }) => sum + exchanges, 0)).toBe(lake.exchanges.size);
        expect(new Set([...lake.exchanges.values()].map(({ version }) => version)).size).toBeLessThan(2);
      }),
      { numRuns: 40 },
    );
  });

  it('changes nothing when it runs twice, or beside the stream', async () => {
    await fc.assert(
      fc.asyncProperty(talks, async (given) => {
        const table = written(shape, given);
        const world = collecting({ table, mapping: { shape } });
        await world.collect(table.stream);
        const before = new Map(world.lake.exchanges);
        await backfill(table, shape, { into: world });
        const objects = [...world.lake.shards.objects.keys()];
        const { results } = await backfill(table, shape, { into: world });
        expect([...world.lake.shards.objects.keys()]).toEqual(objects);
        expect(results.every(({ shards }) => shards === 0)).toBe(true);
        expect(new Map(world.lake.exchanges)).toEqual(before);
      }),
      { numRuns: 40 },
    );
  });

  it('leaves out who was erased, and points at what it cannot read', async () => {
    const table = written(shape, [
      { conversation: 'c1', turns: [{ consent: true }, { consent: true }] },
      { conversation: 'c2', turns: [{ consent: true }, { consent: true, rating: 'up' }] },
    ]);
    const erased = new Set([pseudonyms.user('user of c2')]);
    table.put({ conversationId: 'c3', sortKey: 'x', messages: [{ messageId: 'm', sender: 'user' }] });
    const { lake } = await backfill(table, shape, { erased });
    expect(lake.shards.lines.map(({ pseudonym }) => pseudonym)).toEqual([pseudonyms.user('user of c1')]);
    expect(lake.signals.lines).toEqual([]);
    expect(lake.quarantine.lines).toMatchObject([
      { reason: expect.stringMatching(/^unreadable_/), pointer: { keys: { conversationId: { S: 'c3' } } } },
    ]);
  });
});

it('puts a conversation whose list of messages cannot be read into quarantine, as the collector does', async () => {
  const table = written('conversation', [{ conversation: 'c1', turns: [{ consent: true }, { consent: true }] }]);
  table.put({ conversationId: 'c2', messages: 'none' });
  const { lake, results } = await backfill(table, 'conversation', { segments: 1 });
  expect(results).toMatchObject([{ exchanges: 1, quarantined: 1 }]);
  expect(lake.quarantine.lines).toEqual([
    { reason: 'unreadable_messages', pointer: { eventId: 'backfill', keys: { conversationId: { S: 'c2' } } } },
  ]);
});

describe.each(shapes)('reconciliation (%s)', (shape) => {
  it('finds nothing missing after the stream, or after a backfill', async () => {
    await fc.assert(
      fc.asyncProperty(talks, fc.boolean(), async (given, live) => {
        const table = written(shape, given);
        const world = collecting({ table, mapping: { shape } });
        if (live) await world.collect(table.stream);
        else await backfill(table, shape, { into: world });
        const { eligible, found, ids } = await missing(table, shape, world.lake);
        expect([ids, found]).toEqual([[], world.lake.exchanges.size]);
        expect(eligible).toBe(found);
      }),
      { numRuns: 40 },
    );
  });

  it('names exactly what a lost shard held', async () => {
    const turns = Array.from({ length: 6 }, () => ({ consent: true }));
    const table = written(
      shape,
      Array.from({ length: 12 }, (_, n) => ({ conversation: `c${n}`, turns })),
    );
    const world = collecting({ table, mapping: { shape } });
    for (let from = 0; from < table.stream.length; from += 5) await world.collect(table.stream.slice(from, from + 5));
    const [lost = ''] = world.lake.shards.objects.keys();
    const held = world.lake.shards.objects.get(lost) ?? [];
    world.lake.shards.objects.delete(lost);
    expect((await missing(table, shape, world.lake)).ids.sort()).toEqual(held.map(({ id }) => id).sort());
    const people = new Set(held.map(({ pseudonym }) => pseudonym));
    expect((await missing(table, shape, world.lake, people)).ids).toEqual([]);
  });

  it('looks at replies of its span only', async () => {
    const table = written(shape, [{ conversation: 'c', turns: [{ consent: true }, { consent: true }] }]);
    const { parts } = collecting({ table, mapping: { shape } });
    const work = { ...parts, table, store: new MemoryObjectStore(), erased: new Set<string>() };
    const later = { since: '2026-01-06T00:00:00.000Z', until: '2026-01-07T00:00:00.000Z' };
    const whole = { segment: 0, segments: 1 };
    expect(await reconcileSegment(work, whole, later)).toMatchObject({ eligible: 0, missing: 0 });
    expect(await reconcileSegment(work, whole, span)).toMatchObject({ eligible: 1, missing: 1 });
  });
});

describe.each(shapes)('conversations of several days in one share (%s)', (shape) => {
  const days = ['2025-06-01', '2025-11-30', '2026-01-20'];
  const table = new AppTable(shape === 'message' ? undefined : ['conversationId']);
  for (const day of days) {
    const messages = (['user', 'ai'] as const).map((sender, place) => {
      const createdAt = `${day}T10:00:0${place}.000Z`;
      const conversationId = `c of ${day}`;
      const item = itemOf({ conversationId, place, sender, text: `says ${place} on ${day}`, createdAt });
      return { ...item, sortKey: `${createdAt}#m${place}` };
    });
    if (shape === 'message') for (const message of messages) table.put(message);
    else table.put({ conversationId: `c of ${day}`, messages });
  }
  const reconciled = async (lake: Lake, since: string, until: string) => {
    const { parts } = collecting({ table, mapping: { shape } });
    const span = { since: `${since}T00:00:00.000Z`, until: `${until}T00:00:00.000Z` };
    const work = { ...parts, table, store: await stored(lake), erased: new Set<string>() };
    return reconcileSegment(work, { segment: 0, segments: 1 }, span);
  };

  it.each([
    ['2025-06-01', '2025-06-02'],
    ['2025-11-30', '2025-12-01'],
    ['2026-01-20', '2026-01-21'],
  ])('are found on %s', async (since, until) => {
    const { lake } = await backfill(table, shape, { segments: 1 });
    expect(await reconciled(lake, since, until)).toMatchObject({ eligible: 1, found: 1, missing: 0 });
  });

  it.each([
    ['2025-06-01', 'no shard after the one that has them', [expect.stringContaining('dt=2025-06-01')]],
    ['2025-07-01', 'no shard where there is nothing to look for', []],
  ])('are looked for on %s in %s', async (since, _, read) => {
    const { lake } = await backfill(table, shape, { segments: 1 });
    const store = await stored(lake);
    for (const later of ['2026-02-01', '2026-02-02']) {
      await store.put(`exchanges/v=1/dt=${later}/hh=00/${'a'.repeat(32)}.jsonl.gz`, gzipSync(''));
    }
    const opened: string[] = [];
    const open = (key: string) => {
      opened.push(key);
      return store.open(key);
    };
    const { parts } = collecting({ table, mapping: { shape } });
    const lakeOf = { list: (prefix: string) => store.list(prefix), open };
    const work = { ...parts, table, store: lakeOf, erased: new Set<string>() };
    const day = { since: `${since}T00:00:00.000Z`, until: `${since}T23:00:00.000Z` };
    expect(await reconcileSegment(work, { segment: 0, segments: 1 }, day)).toMatchObject({ missing: 0 });
    expect(opened).toEqual(read);
  });

  it.each([
    ['from the day on, whose shard lies in its folder', '2025-06-01', 1],
    ['of all time, where one is in a shard that begins before', '2025-11-30', 2],
  ])('are looked for in a listing %s', async (_, since, lists) => {
    const world = collecting({ table, mapping: { shape } });
    await backfill(table, shape, { segments: 1, into: world });
    const store = await stored(world.lake);
    for (const year of [2024, 2025]) await store.put(`exchanges/v=1/dt=${year}-01-01/hh=00/x.jsonl.gz`, gzipSync(''));
    const asked: (string | undefined)[] = [];
    const lakeOf = {
      list: (prefix: string, after?: string) => {
        asked.push(after);
        return store.list(prefix, after);
      },
      open: (key: string) => store.open(key),
    };
    const { parts } = collecting({ table, mapping: { shape } });
    const day = { since: `${since}T00:00:00.000Z`, until: `${since}T23:00:00.000Z` };
    const work = { ...parts, table, store: lakeOf, erased: new Set<string>() };
    expect(await reconcileSegment(work, { segment: 0, segments: 1 }, day)).toMatchObject({ found: 1, missing: 0 });
    expect(asked).toHaveLength(lists);
    expect(asked[0]).toMatch(/^exchanges\/v=1\/dt=2/);
  });

  it('are one shard, whose name is the same the second time', async () => {
    const world = collecting({ table, mapping: { shape } });
    await backfill(table, shape, { segments: 1, into: world });
    const { results } = await backfill(table, shape, { segments: 1, into: world });
    expect([...world.lake.shards.objects.keys()]).toEqual([
      expect.stringMatching(/^exchanges\/v=1\/dt=2025-06-01\/hh=10\/[0-9a-f]{32}-until-2026-01-20\.jsonl\.gz$/),
    ]);
    expect(results).toMatchObject([{ shards: 0 }]);
  });

  it('in a lake of old names, where they were called missing, are found after another backfill', async () => {
    const world = collecting({ table, mapping: { shape } });
    await backfill(table, shape, { segments: 1, into: world });
    const { objects } = world.lake.shards;
    for (const [key, lines] of [...objects]) {
      objects.delete(key);
      objects.set(key.replace(/-until-[-\d]+/, ''), lines);
    }
    expect(await reconciled(world.lake, '2026-01-20', '2026-01-21')).toMatchObject({ missing: 1 });
    await backfill(table, shape, { segments: 1, into: world });
    expect(await reconciled(world.lake, '2026-01-20', '2026-01-21')).toMatchObject({ found: 1, missing: 0 });
    expect(world.lake.exchanges.size).toBe(days.length);
  });
});

test.each([
  [0, 4],
  [900_000, 5],
  [10_000_000_000, 1000],
])('a table of %i items is shared out into %i segments', (items, segments) => {
  expect(segmentsFor(items)).toBe(segments);
});
