import fc from 'fast-check';
import { passesFilter } from '../../../layers/core/conversation/item-filter.ts';
import { AppTable, itemOf } from '../../support/app-table.ts';
import { backfilling } from '../../support/backfilling.ts';
import { collecting } from '../../support/collecting.ts';
import { exchangeIds, says, shapes, talk } from '../../support/conversation.ts';

const gone = undefined;
type Item = Readonly<Record<string, unknown>>;

/** A table of either shape whose stream is listened to once; what the app writes after that only a backfill sees. */
async function heard(shape: (typeof shapes)[number], first: readonly Item[], around: Item = {}) {
  const made = collecting({
    mapping: { shape, filter: { collect: ['yes'] }, ignoredSenders: ['system'] },
    table: new AppTable(shape === 'message' ? undefined : ['conversationId']),
  });
  const { table, parts, collect } = made;
  const { keep, trains, backfill } = backfilling(made);
  const put = (items: readonly Item[], of: Item = around) => {
    if (shape === 'message') {
      for (const item of first) table.remove(item);
      for (const item of items) table.put({ ...item });
    } else table.put({ conversationId: 'c', collect: 'yes', messages: items, ...of });
  };
  put(first);
  await collect(table.stream.filter((record) => passesFilter(Object(record).dynamodb.NewImage, parts.mapping)));
  await keep();
  const trainingIds = () => [...new Set(trains().map(({ id }) => id))].sort();
  return { put, backfill, trains, trainingIds };
}

const items = (to: number): Item[] => talk(to).map(itemOf);
/** A list of items of which one is otherwise now. */
const changed = (list: readonly Item[], place: number, change: Item) =>
  list.map((item, at) => (at === place ? { ...item, ...change } : item));

/** What the app may do to a message so that the table does not allow it any more. */
const deleted = [
  ['consent', { consent: false }],
  ['consent, text, person and time', { consent: false, text: gone, userId: gone, createdAt: gone }],
  ['all but its name', { consent: gone, text: gone, userId: gone, createdAt: gone, sender: gone, deletedAt: 'today' }],
  ['consent, as a sender that nobody knows', { consent: false, sender: 'deleted' }],
  ['consent, as a sender that is ignored', { consent: false, sender: 'system' }],
  ['what it says', { text: '' }],
  ['what it says, and its time', { text: '', createdAt: gone }],
] as const;

describe.each(shapes)('a backfill (%s)', (shape) => {
  const hidden = shape === 'message' ? [{}, { collect: 'no' }] : [{}];
  const all = deleted.flatMap(([what, change]) => hidden.map((more) => [what, { ...change, ...more }] as const));
  it.each(all.flatMap(([what, change]) => [2, 3].map((place) => [place, what, change] as const)))(
    'keeps out the exchange whose turn %i has lost its %s (%j), and no other',
    async (place, _, change) => {
      const { put, backfill, trainingIds } = await heard(shape, items(6));
      put(changed(items(6), place, change));
      expect(await backfill()).toBe(1);
      expect(trainingIds()).toEqual(exchangeIds(1, 5));
      expect(await backfill({ runId: 'fill-2' })).toBe(0);
    },
  );

  it.each(all)('does not take the turn before for the question when that has lost its %s (%j)', async (_, change) => {
    const said = [says(0), says(1, { sender: 'user' }), says(2, { sender: 'ai' })].map(itemOf);
    const { put, backfill, trains } = await heard(shape, said);
    expect(trains()).toMatchObject([{ user: 'says 1' }]);
    put(changed(said, 1, change));
    await backfill();
    expect(trains()).toEqual([]);
  });

  it.each([
    ['consents to nothing', { consent: gone }],
    ['says no', { consent: false }],
    ['says nothing', { consent: gone, text: gone }],
  ])('lets an ignored message between question and reply be, which %s', async (_, more) => {
    const said = changed([says(0), says(1), says(2, { sender: 'ai' })].map(itemOf), 1, { sender: 'system', ...more });
    const { backfill, trainingIds } = await heard(shape, said);
    for (const runId of ['fill-1', 'fill-2']) expect(await backfill({ runId })).toBe(0);
    expect(trainingIds()).toEqual(exchangeIds(2));
  });

  it('lets a reply be that replaces one which is gone', async () => {
    const said = [says(0), says(1), says(2, { sender: 'ai', regenerates: 'm1' })].map(itemOf);
    const { put, backfill, trainingIds } = await heard(shape, said);
    put(changed(said, 1, { consent: false, text: gone, userId: gone, createdAt: gone }));
    expect(await backfill()).toBe(1);
    expect(trainingIds()).toEqual(exchangeIds(2));
  });

  it.each([
    ['after a reply that is gone', changed(items(6), 3, { consent: false }), exchangeIds(1, 5)],
    ['at the beginning', items(6).slice(4), exchangeIds(1, 3, 5)],
  ])('takes nothing back for a question that was deleted %s', async (_, left, stays) => {
    const { put, backfill, trainingIds } = await heard(shape, items(6));
    put(left.filter(({ messageId }) => messageId !== 'm4'));
    await backfill();
    expect(trainingIds()).toEqual(stays);
  });

  it('takes nothing back for a mistake, nor for a filter alone', async () => {
    const { put, backfill, trainingIds } = await heard(shape, items(8));
    const mistaken = changed(changed(items(8), 2, { text: gone }), 5, { createdAt: gone });
    put(changed(mistaken, 7, { collect: 'no' }));
    expect(await backfill()).toBe(0);
    expect(trainingIds()).toEqual(exchangeIds(1, 3, 5, 7));
  });
});

it('a backfill takes nothing back for other items of a conversation, whose first message was deleted', async () => {
  const about = { conversationId: 'c', sortKey: '0', title: 'a talk' };
  const { put, backfill, trainingIds } = await heard('message', [about, ...items(4)]);
  put([about, ...items(4).slice(1)]);
  expect(await backfill()).toBe(0);
  expect(trainingIds()).toEqual(exchangeIds(1, 3));
});

describe('a backfill of an item that holds a conversation', () => {
  const bare = items(4).map((item) => ({ ...item, consent: gone }));
  const around = { consent: true };
  it.each([
    ['consent', { consent: false, messages: bare }],
    ['consent, and is held back', { consent: false, messages: bare, collect: 'no' }],
    ['consent and messages', { consent: false, messages: gone }],
    ['consent and messages, and is held back', { consent: false, messages: gone, collect: 'no' }],
    ['list', { consent: false, messages: [] }],
    ['first two messages', { consent: false, messages: bare.slice(2) }],
    ['all but its name', { consent: gone, messages: gone, collect: gone }],
  ])('keeps out all of one that has lost its %s', async (_, change) => {
    const { put, backfill, trainingIds } = await heard('conversation', bare, around);
    expect(trainingIds()).toEqual(exchangeIds(1, 3));
    put([], change);
    expect(await backfill()).toBe(2);
    expect(trainingIds()).toEqual([]);
    expect(await backfill({ runId: 'fill-2' })).toBe(0);
  });

  it.each([
    ['cut short', { consent: true, messages: bare.slice(2) }],
    ['emptied', { consent: true, messages: [] }],
    ['held back', { consent: true, messages: bare, collect: 'no' }],
  ])('takes nothing back from one that is %s', async (_, change) => {
    const { put, backfill, trainingIds } = await heard('conversation', bare, around);
    put([], change);
    expect(await backfill()).toBe(0);
    expect(trainingIds()).toEqual(exchangeIds(1, 3));
  });

  it('takes nothing back from one whose messages agree each by itself', async () => {
    const { put, backfill, trainingIds } = await heard('conversation', items(4));
    put(items(4).slice(2), { consent: false });
    expect(await backfill()).toBe(0);
    expect(trainingIds()).toEqual(exchangeIds(1, 3));
  });
});

const mistakes: Record<string, Item> = { loseText: { text: gone }, loseTime: { createdAt: gone } };
const deletions: Record<string, Item> = Object.fromEntries(deleted);
const senders = ['user', 'ai', 'again', 'system'] as const;

it.each(shapes)('what trains after a backfill is what the table allows, whatever was deleted (%s)', async (shape) => {
  const turn = fc.record({
    as: fc.oneof({ weight: 5, arbitrary: fc.constantFrom('user', 'ai') }, fc.constantFrom(...senders)),
    becomes: fc.oneof(
      { weight: 4, arbitrary: fc.constant('as it was') },
      fc.constantFrom(...Object.keys(mistakes), ...Object.keys(deletions)),
    ),
    hidden: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { minLength: 2, maxLength: 14 }), async (turns) => {
      const first = turns.map(({ as }, place) => ({
        ...itemOf(says(place, { text: `<${place}>`, consent: as !== 'system' })),
        sender: as === 'again' ? 'ai' : as,
        regenerates: as === 'again' ? `m${place - 1}` : gone,
      }));
      const { put, backfill, trains, trainingIds } = await heard(shape, first);
      const before = trains();
      put(
        first.map((item, place) => {
          const { becomes = '', hidden = false } = turns[place] ?? {};
          const change = { ...mistakes[becomes], ...deletions[becomes] };
          const isHidden = hidden && shape === 'message' && !(becomes in mistakes);
          return { ...item, ...change, ...(isHidden && { collect: 'no' }) };
        }),
      );
      const isDeleted = (place: number) => (turns[place]?.becomes ?? '') in deletions;
      const placeOf = (text: string) => Number(text.slice(1, -1));
      await backfill();
      for (const { user, assistant } of trains()) {
        expect([user, assistant].filter((text) => isDeleted(placeOf(text)))).toEqual([]);
      }
      for (const { id, user, assistant } of before) {
        const between = turns.slice(placeOf(user), placeOf(assistant) + 1);
        // What stands between could have been the question, as far as a backfill sees that collects none any more.
        const isLost = between.some(({ becomes, hidden }) => becomes in mistakes || hidden);
        const doubtful = isLost && between.some(({ as }) => as === 'system');
        const stays = !doubtful && !between.some(({ becomes }) => becomes in deletions);
        if (stays) expect([user, assistant, ...trainingIds()]).toContain(id);
      }
    }),
    { numRuns: 200 },
  );
});
