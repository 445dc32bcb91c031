import { seededShares } from '../layers/core/seeded.ts';
import { aiText, userText } from './chatter.ts';

interface Item {
  readonly conversationId: string;
  readonly sortKey: string;
  readonly image: Readonly<Record<string, { readonly S: string } | { readonly BOOL: boolean }>>;
}

/**
 * Records of the message table's stream as JSON lines, one INSERT each, user and AI by turns, several conversations
 * under way at once; and the messages that were written before the first of them, which only the table knows.
 *
 * @param count how many records
 */
export function streamRecords(count: number, seed = 1) {
  const random = seededShares(seed);
  const lines: string[] = [];
  const earlier: Item[] = [];
  let number = 0;
  let conversation = 0;
  while (lines.length < count) {
    const conversationId = `conversation-${String(++conversation).padStart(8, '0')}`;
    const known = random() < 0.5 ? Math.floor(random() * 8) * 2 : 0;
    const length = 2 * (1 + Math.floor(random() * 6));
    for (let place = 0; place < known + length; place++) {
      const item = itemAt(conversationId, place, random);
      if (place < known) earlier.push(item);
      else lines.push(JSON.stringify(record(item, ++number)));
    }
  }
  return { lines: lines.slice(0, count), earlier };
}

function itemAt(conversationId: string, place: number, random: () => number): Item {
  const createdAt = new Date(Date.UTC(2026, 0, 5, 8) + place * 40_000).toISOString();
  const messageId = `message-${String(place).padStart(4, '0')}`;
  const sortKey = `${createdAt}#${messageId}`;
  const fromUser = place % 2 === 0;
  const image = {
    conversationId: { S: conversationId },
    sortKey: { S: sortKey },
    messageId: { S: messageId },
    userId: { S: `user-of-${conversationId}` },
    sender: { S: fromUser ? 'user' : 'ai' },
    text: { S: fromUser ? userText(random) : aiText(random) },
    createdAt: { S: createdAt },
    consent: { BOOL: random() < 0.95 },
    collect: { S: 'yes' },
    ...(fromUser ? {} : { model: { S: 'gpt-4o-mini-2024-07-18' }, variant: { S: 'champion' } }),
  };
  return { conversationId, sortKey, image };
}

const record = ({ conversationId, sortKey, image }: Item, number: number) => ({
  eventID: `${number.toString(16).padStart(32, '0')}`,
  eventName: 'INSERT',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'us-east-1',
  dynamodb: {
    ApproximateCreationDateTime: 1_767_600_000 + Math.floor(number / 50),
    Keys: { conversationId: { S: conversationId }, sortKey: { S: sortKey } },
    NewImage: image,
    SequenceNumber: String(400_000_000_000_000_000_000_000n + BigInt(number)),
    SizeBytes: 700,
    StreamViewType: 'NEW_AND_OLD_IMAGES',
  },
  eventSourceARN: 'arn:aws:dynamodb:us-east-1:123456789012:table/messages/stream/2026-01-05T00:00:00.000',
});

/** The table's answers from memory: what was written before the stream's first record. */
export function tableOf(earlier: readonly Item[]) {
  const conversations = Map.groupBy(earlier, ({ conversationId }) => conversationId);
  return {
    before: async (conversation: { value: string }, position: { value: string }, limit: number) =>
      (conversations.get(conversation.value) ?? [])
        .filter(({ sortKey }) => sortKey < position.value)
        .reverse()
        .slice(0, limit)
        .map(({ image }) => image),
    // Asked only where consent changes, which none of these records does.
    after: async () => [],
  };
}
