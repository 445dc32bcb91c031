import { createHash } from 'node:crypto';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Segment, TableScan } from '../../layers/core/backfill/table-scan.ts';
import type { Image, KeyValue } from '../../layers/core/conversation/image.ts';
import type { MessageTable } from '../../layers/core/conversation/message-table.ts';

/** What the app writes of a message; what a test leaves out has a sensible value. */
export interface Written {
  readonly conversationId: string;
  /** Its place in the conversation, from 0: becomes time and sort key. */
  readonly place: number;
  readonly sender: 'user' | 'ai';
  readonly text: string;
  readonly consent?: unknown;
  readonly [other: string]: unknown;
}

const time = (seconds: number) => new Date(Date.UTC(2026, 0, 5, 8) + seconds * 1000).toISOString();

/** The item of a message, in the form of this project's own table. */
export const itemOf = ({ place, ...written }: Written) => {
  const createdAt = time(place);
  const messageId = `m${place}`;
  return {
    sortKey: `${createdAt}#${messageId}`,
    messageId,
    userId: `user of ${written.conversationId}`,
    createdAt,
    consent: true,
    collect: 'yes',
    ...written,
  };
};

/** The app's table with its stream: what is put is there at once, and stands in the stream in the order of writing. */
export class AppTable implements MessageTable, TableScan {
  readonly stream: unknown[] = [];
  readonly queries: { position: KeyValue; limit: number }[] = [];
  /** How many of the next queries fail. */
  failing = 0;
  readonly #items = new Map<string, Image>();
  readonly #keyNames: readonly string[];

  constructor(keyNames: readonly string[] = ['conversationId', 'sortKey']) {
    this.#keyNames = keyNames;
  }

  put(item: Record<string, unknown>): void {
    const { image, keys, name } = this.#named(item);
    const old = this.#items.get(name);
    this.#items.set(name, image);
    const number = this.stream.length + 1;
    this.stream.push({
      eventID: `event-${number}`,
      eventName: old ? 'MODIFY' : 'INSERT',
      eventSource: 'aws:dynamodb',
      eventSourceARN: 'arn:aws:dynamodb:us-east-1:1:table/messages/stream/1',
      dynamodb: {
        ApproximateCreationDateTime: Date.UTC(2026, 0, 5, 8) / 1000 + number,
        Keys: keys,
        NewImage: image,
        ...(old && { OldImage: old }),
        SequenceNumber: String(100_000_000_000_000_000_000_000n + BigInt(number)),
        SizeBytes: 1,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    });
  }

  /** An item is deleted, and the stream has not told of it. */
  remove(item: Record<string, unknown>): void {
    this.#items.delete(this.#named(item).name);
  }

  #named(item: Record<string, unknown>) {
    const image: Image = marshall(item, { removeUndefinedValues: true });
    const keys = Object.fromEntries(this.#keyNames.map((name) => [name, image[name]]));
    return { image, keys, name: JSON.stringify(keys) };
  }

  write(...messages: Written[]): this {
    for (const message of messages) this.put(itemOf(message));
    return this;
  }

  async roughCount(): Promise<number> {
    return this.#items.size;
  }

  /** By the hash of the partition key, as DynamoDB shares a table out; pages of three items. */
  async *pages({ segment, segments }: Segment): AsyncGenerator<readonly Image[]> {
    const hash = (image: Image) => createHash('md5').update(JSON.stringify(image['conversationId'])).digest('hex');
    const mine = [...this.#items.values()]
      .filter((image) => Number.parseInt(hash(image).slice(0, 8), 16) % segments === segment)
      .sort((a, b) => (hash(a) + JSON.stringify(a['sortKey']) < hash(b) + JSON.stringify(b['sortKey']) ? -1 : 1));
    for (let from = 0; from < mine.length; from += 3) yield mine.slice(from, from + 3);
  }

  async conversation(key: KeyValue): Promise<readonly Image[]> {
    const found = await this.before(key, { type: 'S', value: '\uffff' }, Number.POSITIVE_INFINITY);
    return found.toReversed();
  }

  before(conversation: KeyValue, position: KeyValue, limit: number): Promise<readonly Image[]> {
    return this.#beside(conversation, position, limit, (a, b) => a < b);
  }

  after(conversation: KeyValue, position: KeyValue, limit: number): Promise<readonly Image[]> {
    return this.#beside(conversation, position, limit, (a, b) => a > b);
  }

  async #beside(
    conversation: KeyValue,
    position: KeyValue,
    limit: number,
    nearer: (a: string, b: string) => boolean,
  ): Promise<readonly Image[]> {
    this.queries.push({ position, limit });
    if (this.failing > 0) {
      this.failing--;
      throw new Error('the table does not answer');
    }
    const text = (image: Image, name: string) => JSON.stringify(image[name]);
    const bound = JSON.stringify({ S: position.value });
    return [...this.#items.values()]
      .filter((image) => text(image, 'conversationId') === JSON.stringify({ S: conversation.value }))
      .filter((image) => nearer(text(image, 'sortKey'), bound))
      .sort((a, b) => (nearer(text(a, 'sortKey'), text(b, 'sortKey')) ? 1 : -1))
      .slice(0, limit);
  }
}
