import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AttributeValue, BatchWriteItemCommand, type BatchWriteItemCommandOutput } from '@aws-sdk/client-dynamodb';
import type { InputMessage } from '../../layers/adapters/input/messages.ts';
import { LocalError } from '../errors.ts';

/** Of one BatchWriteItem. */
const most = 25;
const lanes = 8;
const tries = 10;

type Item = Record<string, AttributeValue>;

/** As much of DynamoDB's client as is needed. */
export interface TableWriter {
  send(command: BatchWriteItemCommand): Promise<Pick<BatchWriteItemCommandOutput, 'UnprocessedItems'>>;
}

/** The item the app would write: its attributes are described in docs/app.md and layers/core/conversation/mapping.ts. */
const itemOf = (message: InputMessage): Item => ({
  conversationId: { S: message.conversationId },
  sortKey: { S: message.place },
  messageId: { S: message.id },
  userId: { S: message.userId },
  sender: { S: message.sender },
  text: { S: message.text },
  createdAt: { S: message.createdAt },
  consent: { S: String(message.consent) },
  collect: { S: 'yes' },
  // Thumbs are the first and the last of five stars.
  ...(typeof message.rating === 'number' && { rating: { N: String(3 + 2 * message.rating) } }),
  ...(message.editedText !== undefined && { editedText: { S: message.editedText } }),
  ...(message.regenerates !== undefined && { regenerates: { S: message.regenerates } }),
});

/** Writes up to 25 items; DynamoDB may leave some for later, and says which. */
async function writeBatch(dynamodb: TableWriter, table: string, items: readonly Item[]): Promise<void> {
  let left = items.map((Item) => ({ PutRequest: { Item } }));
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt === tries) {
      throw new LocalError(
        'TableTooSlow',
        `The message table took ${items.length - left.length} of ${items.length} items.`,
      );
    }
    if (attempt > 0) await sleep(Math.min(1000, 50 * 2 ** attempt));
    const { UnprocessedItems } = await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [table]: left } }));
    left = (UnprocessedItems?.[table] ?? []).flatMap(({ PutRequest }) =>
      PutRequest?.Item === undefined ? [] : [{ PutRequest: { Item: PutRequest.Item } }],
    );
  }
}

const laneOf = (conversationId: string): number =>
  (createHash('sha256').update(conversationId).digest()[0] ?? 0) % lanes;

/**
 * Writes messages as they are read: never more than a few batches are in memory. A conversation always goes by
 * the same lane, one batch after the other, so that a reply never comes before what it answers.
 *
 * @param onWritten hears how many are written so far
 */
export async function writeMessages(
  dynamodb: TableWriter,
  table: string,
  messages: AsyncIterable<InputMessage>,
  onWritten: (written: number) => void = () => {},
): Promise<number> {
  const waiting = Array.from({ length: lanes }, (): Item[] => []);
  const busy = Array.from({ length: lanes }, () => Promise.resolve());
  let written = 0;
  const flush = async (lane: number): Promise<void> => {
    const items = waiting[lane] ?? [];
    waiting[lane] = [];
    const before = busy[lane];
    const turn = (async () => {
      await before;
      await writeBatch(dynamodb, table, items);
      written += items.length;
      onWritten(written);
    })();
    busy[lane] = turn;
    // Heard below, when all lanes are awaited; until then it must not count as unhandled.
    turn.catch(() => {});
    await before;
  };
  for await (const message of messages) {
    const lane = laneOf(message.conversationId);
    waiting[lane]?.push(itemOf(message));
    if (waiting[lane]?.length === most) await flush(lane);
  }
  await Promise.all(waiting.map((_, lane) => flush(lane)));
  await Promise.all(busy);
  return written;
}
