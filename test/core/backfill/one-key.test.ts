import fc from 'fast-check';
import { noteNotAllowed, readNotAllowed } from '../../../layers/core/backfill/lists.ts';
import { toLookAt } from '../../../layers/core/backfill/too-many.ts';
import { passesFilter } from '../../../layers/core/conversation/item-filter.ts';
import { AppTable, itemOf } from '../../support/app-table.ts';
import { backfilling } from '../../support/backfilling.ts';
import { collecting } from '../../support/collecting.ts';
import { exchangeIds, talk } from '../../support/conversation.ts';
import { MemoryErasableStore } from '../../support/erasable-store.ts';

type Item = Readonly<Record<string, unknown>>;

/** Four turns each, which leave consent to their item: exchanges 1 and 3, 5 and 7, and so on. */
const messages = (part: number) =>
  talk(part * 4 + 4)
    .slice(part * 4)
    .map((turn) => ({ ...itemOf(turn), consent: undefined }));
const part = (n: number, more: Item = {}): Item => ({
  sortKey: `part ${n}`,
  collect: 'yes',
  consent: true,
  messages: messages(n),
  ...more,
});
const other = (more: Item = {}): Item => ({ sortKey: 'about', title: 'a talk', ...more });

/** A table of which a conversation may have several items; the first ones were collected, of the later ones nobody told. */
async function heard(first: readonly Item[], filter: Record<string, string[]> = {}) {
  const made = collecting({ mapping: { shape: 'conversation', filter }, table: new AppTable() });
  const { table, parts, collect } = made;
  const { keep, trains, backfill } = backfilling(made);
  const put = (items: readonly Item[]) => {
    for (const item of items) table.put({ conversationId: 'c', ...item });
  };
  put(first);
  for (const record of table.stream) {
    if (passesFilter(Object(record).dynamodb.NewImage, parts.mapping)) await collect([record]);
  }
  await keep();
  const trainingIds = () => [...new Set(trains().map(({ id }) => id))].sort();
  return { put, backfill, trainingIds };
}

describe('a conversation of several items', () => {
  it.each([
    ['tells nothing', other(), {}],
    ['is held back', other({ collect: 'no' }), { collect: ['yes'] }],
    ['tells nothing, and comes last', other({ sortKey: 'z' }), {}],
    ['has an empty list', other({ messages: [] }), {}],
  ])('stays where another one %s', async (_, item, filter) => {
    const { backfill, trainingIds } = await heard([part(0), item], filter);
    expect(await backfill()).toBe(0);
    expect(trainingIds()).toEqual(exchangeIds(1, 3));
  });

  it.each([
    ['says no', part(0, { consent: false, messages: [] })],
    ['has lost its consent and its messages', part(0, { consent: undefined, messages: undefined })],
  ])('is out where the only one with messages %s', async (_, now) => {
    const { put, backfill, trainingIds } = await heard([part(0), other()]);
    put([now]);
    expect(await backfill()).toBe(2);
    expect(trainingIds()).toEqual([]);
  });

  it.each([
    ['no messages', part(0, { consent: false, messages: undefined }), [1, 3, 5, 7]],
    ['no messages, and is held back', part(0, { consent: false, messages: undefined, collect: 'no' }), [1, 3, 5, 7]],
    ['its own messages', part(0, { consent: false }), [5, 7]],
  ])('is looked at by a person where one says no that has %s, and another yes', async (_, now, stays) => {
    const { put, backfill, trainingIds } = await heard([part(0), part(1)], { collect: ['yes'] });
    put([now]);
    await expect(backfill()).rejects.toMatchObject({ name: 'ConsentContradicted' });
    expect(trainingIds()).toEqual(exchangeIds(1, 3, 5, 7));
    expect(await backfill({ withdraw: 'all' })).toBe(4 - stays.length);
    expect(trainingIds()).toEqual(exchangeIds(...stays));
  });

  it('is looked at by a person where a message of one name says yes and no', async () => {
    const nameless = { messages: messages(0).map((turn) => ({ ...turn, messageId: undefined })) };
    const { put, backfill, trainingIds } = await heard([part(0, nameless), part(1, nameless)]);
    const before = trainingIds();
    put([part(1, { consent: false, ...nameless })]);
    await expect(backfill()).rejects.toMatchObject({ name: 'ConsentContradicted' });
    await backfill({ withdraw: 'all' });
    expect(trainingIds()).toEqual(before);
  });

  const kinds: Record<string, (n: number) => Item> = {
    yes: (n) => part(n),
    no: (n) => part(n, { consent: false }),
    'no, and gone': (n) => part(n, { consent: false, messages: undefined }),
    'all but the key': (n) => part(n, { consent: undefined, messages: undefined, collect: undefined }),
    emptied: (n) => part(n, { messages: [] }),
    other: (n) => other({ sortKey: `part ${n}` }),
  };
  const kind = fc.constantFrom(...Object.keys(kinds));

  it('keeps what an item consents to, and keeps out what none does, or asks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(kind, { minLength: 1, maxLength: 4 }), fc.boolean(), async (becomes, isFiltered) => {
        const filter = isFiltered ? { collect: ['yes'] } : {};
        const { put, backfill, trainingIds } = await heard(
          becomes.map((_, n) => part(n)),
          filter,
        );
        put(becomes.map((what, n) => kinds[what]?.(n) ?? {}));
        const agrees = becomes.some((what) => what === 'yes' || what === 'emptied');
        const refuses = becomes.some((what) => what.startsWith('no'));
        const stopped = await backfill().then(
          () => false,
          () => true,
        );
        expect(stopped).toBe(agrees && refuses);
        if (stopped) {
          const all = becomes.flatMap((_, n) => exchangeIds(n * 4 + 1, n * 4 + 3));
          expect(trainingIds()).toEqual(all.sort());
          await backfill({ withdraw: 'all' });
        }
        for (const [n, what] of becomes.entries()) {
          const ids = exchangeIds(n * 4 + 1, n * 4 + 3);
          const stays = trainingIds().filter((id) => ids.includes(id)).length;
          if (what === 'yes') expect(stays).toBe(2);
          if (what === 'no' || !agrees) expect(stays).toBe(0);
        }
      }),
      { numRuns: 100 },
    );
  });
});

test('items of one conversation are known as such in different shares of the table', async () => {
  const store = new MemoryErasableStore();
  const none = { out: [], both: [], yes: [], no: [], noMore: [], unlessAsked: [] };
  await noteNotAllowed(store, 'fill-1', 0, { ...none, no: ['a', 'b'], noMore: ['c', 'd'] });
  await noteNotAllowed(store, 'fill-1', 1, { ...none, yes: ['b', 'd', 'e'] });
  const { out, doubted } = await readNotAllowed(store, 'fill-1', 2);
  expect([[...out], [...doubted]]).toEqual([['a', 'c'], ['b']]);
});

test.each([
  ['most of the lake, though the table has as much that may', { found: 60, goes: 60, stays: 59 }, 'TooManyToWithdraw'],
  ['half of the lake', { found: 60, goes: 60, stays: 60 }, undefined],
  ['few', { found: 50, goes: 50, stays: 0 }, undefined],
  ['most, by versions', { found: 60, goes: 200, stays: 150 }, 'TooManyToWithdraw'],
  ['nothing, but one is in doubt', { found: 0, goes: 0, stays: 9, doubted: 1 }, 'ConsentContradicted'],
])('a backfill that would withdraw %s', (_, counted, name) => {
  expect(toLookAt({ doubted: 0, ...counted })?.name).toBe(name);
});
