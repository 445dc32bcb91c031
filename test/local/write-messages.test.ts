import type { InputMessage } from '../../layers/adapters/input/messages.ts';
import { type TableWriter, writeMessages } from '../../local/demo/write-messages.ts';

const message = (conversation: number, turn: number): InputMessage => ({
  conversationId: `c${conversation}`,
  place: String(turn).padStart(4, '0'),
  id: String(turn),
  userId: 'u',
  sender: turn % 2 === 0 ? 'user' : 'ai',
  text: 'Hi',
  createdAt: '2026-01-01T00:00:00.000Z',
  consent: true,
});

async function* messages(conversations: number, turns: number): AsyncGenerator<InputMessage> {
  for (let turn = 0; turn < turns; turn++) {
    for (let conversation = 0; conversation < conversations; conversation++) yield message(conversation, turn);
  }
}

/** A table that answers late, takes at most `takes` items of a batch, and remembers the order. */
function table(takes: number) {
  const written: string[] = [];
  const client: TableWriter = {
    async send({ input }) {
      const requests = input.RequestItems?.['t'] ?? [];
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
      for (const { PutRequest } of requests.slice(0, takes)) {
        written.push(`${PutRequest?.Item?.['conversationId']?.S} ${PutRequest?.Item?.['sortKey']?.S}`);
      }
      const left = requests.slice(takes);
      return { UnprocessedItems: left.length > 0 ? { t: left } : {} };
    },
  };
  return { client, written };
}

describe('writing messages', () => {
  it.each([
    ['taken whole', 25],
    ['taken in parts', 10],
  ])('writes each once, and a conversation in its order, when batches are %s', async (_, takes) => {
    const { client, written } = table(takes);
    expect(await writeMessages(client, 't', messages(20, 30))).toBe(600);
    expect(new Set(written).size).toBe(600);
    for (let conversation = 0; conversation < 20; conversation++) {
      const own = written.filter((key) => key.startsWith(`c${conversation} `));
      expect(own).toEqual(own.toSorted());
    }
  });

  it('gives up on a table that takes nothing, by name', async () => {
    const { client } = table(0);
    await expect(writeMessages(client, 't', messages(1, 1))).rejects.toMatchObject({ name: 'TableTooSlow' });
  }, 60_000);
});
