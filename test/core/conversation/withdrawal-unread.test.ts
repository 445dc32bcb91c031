import { AppTable, itemOf } from '../../support/app-table.ts';
import { collecting } from '../../support/collecting.ts';
import { exchangeId, exchangeIds, shapes, talk, world } from '../../support/conversation.ts';

const gone = undefined;

/** How a message cannot be read by a mistake of the app, and how consent goes from it then. */
const mistakes = [
  ['time', { createdAt: gone, writtenAt: 'x' }, { consent: false }],
  ['sender', { sender: 'member' }, { consent: false }],
  ['text', { text: gone, body: 'x' }, { consent: false, body: gone }],
  ['time, and is emptied', { createdAt: gone, writtenAt: 'x' }, { text: '' }],
  ['text, and then time', { text: gone, body: 'x' }, { consent: false, body: gone, createdAt: gone }],
] as const;

describe.each(shapes)('taken back (%s)', (shape) => {
  const turns = [
    ['question', 2],
    ['reply', 3],
  ] as const;
  describe.each(turns)('of a %s that cannot be read', (_, place) => {
    it.each(mistakes.flatMap((mistake) => [[...mistake, 'one batch'] as const, [...mistake, 'two batches'] as const]))(
      'for its %s: its exchange is out, and the turn is out of what follows',
      async (_, mistake, taken, batches) => {
        const { write, change, collect, trainingIds, everyVersion, lake } = world(shape);
        write(...talk(8));
        await collect();
        change(place, mistake);
        if (batches === 'two batches') await collect();
        change(place, taken);
        await collect();
        change(place, { deletedAt: 'today' });
        await collect();
        expect(trainingIds()).toEqual(exchangeIds(1, 5, 7));
        expect(JSON.stringify(everyVersion())).not.toContain(`says ${place}`);
        expect(lake.quarantine.lines).toHaveLength(1);
      },
    );
  });

  it.each([
    ['the reply', 3],
    ['the question', 2],
  ] as const)('nothing as %s alone is mended of a mistake: the exchange trains on', async (_, mended) => {
    const { write, change, collect, trainingIds, signals } = world(shape);
    write(...talk(6));
    await collect();
    for (const place of [2, 3]) change(place, { text: gone, body: `says ${place}` });
    await collect();
    change(mended, { text: `says ${mended}` });
    await collect();
    expect(trainingIds()).toEqual(exchangeIds(1, 3, 5));
    expect(signals().filter(({ kind }) => kind === 'consent')).toEqual([]);
  });

  it('of a question, while the reply cannot be read', async () => {
    const { write, change, collect, trains } = world(shape);
    write(...talk(4));
    await collect();
    for (const place of [2, 3]) change(place, { createdAt: gone });
    await collect();
    change(2, { consent: false });
    await collect();
    expect(trains()).toMatchObject([{ id: exchangeId(1) }]);
  });
});

describe('an item that holds the conversation', () => {
  const of = (more: Record<string, unknown>) => ({ conversationId: 'c', userId: 'u', consent: true, ...more });
  const messages = talk(4).map((message) => ({ ...itemOf(message), userId: undefined, consent: undefined }));
  /** What comes of a mistake, and of the withdrawal after it. */
  const taken = async (mistake: object, withdrawal: object) => {
    const { table, collect, lake } = collecting({
      mapping: { shape: 'conversation' },
      table: new AppTable(['conversationId']),
    });
    for (const change of [{ messages }, mistake, withdrawal]) table.put(of({ ...change }));
    await collect(table.stream.slice(0, 2));
    await collect(table.stream.slice(2));
    return lake;
  };

  it('goes with a message that could not be read: that one is out, too', async () => {
    const lost = messages.map((message, place) => (place === 3 ? { ...message, text: gone } : message));
    const { signals, quarantine } = await taken({ messages: lost }, { messages: gone, consent: false });
    const out = signals.lines.filter(({ kind }) => kind === 'consent').map(({ exchange }) => exchange);
    expect(out.sort()).toEqual([1, 3].map(exchangeId).sort());
    expect(quarantine.lines).toMatchObject([{ reason: 'unreadable_text' }]);
  });

  it.each([
    ['list', { messages: 'x' }],
    ['list of no maps', { messages: messages.map(String) }],
  ])('that says by no %s what is taken back is told to a person', async (_, mistake) => {
    const { quarantine } = await taken(mistake, { ...mistake, consent: false });
    const times = 2 * (Array.isArray(mistake.messages) ? 4 : 1);
    expect(quarantine.lines).toEqual(Array(times).fill(expect.objectContaining({ reason: 'unreadable_messages' })));
  });
});

it('a message without a name is told to a person once more when its consent is taken back', async () => {
  const { write, change, collect, lake } = world('message');
  write(...talk(2));
  for (const more of [{ messageId: gone }, { consent: false }, { deletedAt: 'today' }]) {
    change(1, more);
    await collect();
  }
  expect(lake.quarantine.lines).toMatchObject([{ reason: 'unreadable_messageId' }, { reason: 'unreadable_messageId' }]);
});

it('a reply without a name is looked at anew once it has one: what was withdrawn around it is out', async () => {
  const { write, change, collect, trains } = world('message');
  write(...talk(4));
  await collect();
  for (const [place, more] of [
    [3, { messageId: gone }],
    [2, { consent: false }],
    [3, { messageId: 'm3' }],
  ] as const) {
    change(place, more);
    await collect();
  }
  expect(trains()).toMatchObject([{ id: exchangeId(1) }]);
});
