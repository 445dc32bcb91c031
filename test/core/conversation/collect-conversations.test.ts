import { AppTable } from '../../support/app-table.ts';
import { collecting, pseudonyms } from '../../support/collecting.ts';

const says = (place: number, more: Record<string, unknown> = {}) => ({
  messageId: `m${place}`,
  sender: place % 2 === 0 ? 'user' : 'ai',
  text: `says ${place}`,
  createdAt: `2026-01-05T08:00:${String(place).padStart(2, '0')}Z`,
  ...more,
});
const talk = (to: number) => Array.from({ length: to }, (_, place) => says(place));

/** A table with one item per conversation, and a collector on its stream. */
const conversations = (contextTurns = 3) => {
  const world = collecting({
    contextTurns,
    mapping: { shape: 'conversation' },
    table: new AppTable(['conversationId']),
  });
  const put = (messages: unknown, more: Record<string, unknown> = {}) =>
    world.table.put({ conversationId: 'c', userId: 'u', consent: 'yes', messages, ...more });
  const texts = () => world.lake.shards.lines.map(({ assistant }) => assistant);
  return { ...world, put, texts };
};

describe('collecting from one item per conversation', () => {
  it('emits what is new between the old and the new image, each once', async () => {
    const { table, put, collect, texts, lake } = conversations();
    for (const length of [1, 2, 3, 6]) put(talk(length));
    for (const record of table.stream) await collect([record]);
    expect(texts()).toEqual(['says 1', 'says 3', 'says 5']);
    expect(lake.shards.lines[2]).toMatchObject({
      id: pseudonyms.exchange('c', 'm5'),
      pseudonym: pseudonyms.user('u'),
      user: 'says 4',
      context: [{ text: 'says 1' }, { text: 'says 2' }, { text: 'says 3' }],
    });
    expect(table.queries).toEqual([]);
  });

  it('emits each once when one batch holds several changes', async () => {
    const { table, put, collect, texts } = conversations();
    for (const length of [2, 3, 4]) put(talk(length));
    await collect(table.stream);
    expect(texts()).toEqual(['says 1', 'says 3']);
  });

  it.each([
    ['nothing for a change beside the messages', talk(2), { title: 'new' }, []],
    ['a reply that was edited', [says(0), says(1, { text: 'better' })], {}, ['better']],
    ['all that consent was given to later', talk(2), { consent: 'yes' }, ['says 1'], { consent: 'no' }],
    ['nothing when consent was withdrawn', talk(4), { consent: 'no' }, []],
    ['nothing when the message itself lacks consent', [...talk(2), says(2), says(3, { consent: 'no' })], {}, []],
  ])('emits %s', async (_, messages, more, expected, before: Record<string, unknown> = {}) => {
    const { table, put, collect, texts } = conversations();
    put(talk(2), before);
    put(messages, more);
    await collect(table.stream.slice(1));
    expect(texts()).toEqual(expected);
  });

  it('names a message without an id by its place', async () => {
    const { table, put, collect, lake } = conversations();
    put(talk(2).map(({ messageId: _, ...message }) => message));
    await collect(table.stream);
    expect(lake.shards.lines).toMatchObject([{ id: pseudonyms.exchange('c', '1') }]);
  });

  it('quarantines a message that cannot be read once, and collects the rest', async () => {
    const { table, put, collect, texts, lake } = conversations();
    const messages = [...talk(2), says(2), 'not a message', says(4), says(5)];
    put(messages);
    put([...messages, says(6), says(7)]);
    for (const record of table.stream) await collect([record]);
    expect(texts()).toEqual(['says 1', 'says 5', 'says 7']);
    expect(lake.quarantine.lines).toMatchObject([{ reason: 'unreadable_messages', pointer: { place: 3 } }]);
  });

  it.each([
    ['unreadable_messages', { messages: 'none' }],
    ['unreadable_conversationId', { conversationId: '' }],
  ])('quarantines an item as %s', async (reason, more) => {
    const { table, put, collect, lake } = conversations();
    put(talk(2), more);
    await collect(table.stream);
    expect(lake.quarantine.lines).toMatchObject([{ reason, pointer: { eventId: 'event-1' } }]);
  });
});
