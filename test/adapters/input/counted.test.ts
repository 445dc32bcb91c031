import { checkInput, messagesIn } from '../../../layers/adapters/input/input.ts';
import { collecting } from '../../support/collecting.ts';
import { file, lines } from '../../support/input-files.ts';

describe('the exchanges that are to be collected', () => {
  const says = (sender: string, id: string, more: object = {}) => ({
    conversationId: 'c',
    sender,
    id,
    text: 'Hm?',
    ...more,
  });
  it.each([
    [
      'a reply that another replaced, and the other',
      [says('user', 'u'), says('ai', 'a'), says('ai', 'b', { regenerates: 'a' })],
      2,
      0,
    ],
    [
      'a reply in place of one that was none',
      [says('user', 'u'), says('ai', 'a'), says('ai', 'b', { regenerates: 'x' })],
      1,
      0,
    ],
    ['a second reply of its own', [says('user', 'u'), says('ai', 'a'), says('ai', 'b')], 1, 0],
    [
      'a reply that replaces one too far back',
      [says('user', 'u'), ...['a', 'b', 'c', 'd', 'e', 'f'].map((id) => says('ai', id, { regenerates: 'a' }))],
      5,
      0,
    ],
    [
      'a new reply without consent',
      [says('user', 'u'), says('ai', 'a'), says('ai', 'b', { regenerates: 'a', consent: false })],
      1,
      1,
    ],
  ])('are counted as the collector counts them: %s', async (_, rows, exchanges, withoutConsent) => {
    const path = file('count.jsonl', lines(...rows));
    const turns = rows.map(({ conversationId: _conversation, ...turn }) => turn);
    expect(await checkInput(file('turns.jsonl', lines({ messages: turns })))).toMatchObject({
      exchanges,
      withoutConsent,
    });
    expect(await checkInput(path)).toMatchObject({ exchanges, withoutConsent });
    const { table, collect } = collecting({});
    for await (const {
      place: sortKey,
      id: messageId,
      consent,
      rating: _rating,
      isUntimed: _,
      ...message
    } of messagesIn(path)) {
      table.put({ ...message, sortKey, messageId, consent: String(consent), collect: 'yes' });
    }
    expect(await collect(table.stream)).toMatchObject({ exchanges, withoutConsent });
  });
});
