import {
  type AttributeValue,
  DescribeTableCommand,
  type DynamoDBClient,
  paginateQuery,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import type { TableScan } from '../core/backfill/table-scan.ts';
import type { Image } from '../core/conversation/image.ts';
import type { MessageMapping } from '../core/conversation/mapping.ts';
import { calling } from './failed-call.ts';

/** The app's table from end to end, read only as far as the mapping names attributes. */
export function createTableScan(
  dynamodb: () => DynamoDBClient,
  tableName: string,
  { shape, attributes }: MessageMapping,
): TableScan {
  const projected = (wanted: readonly string[]) => {
    // Placeholders, for an attribute may have a reserved word's name, as `text` has.
    const names = [...new Set(wanted)].map((name, index) => [`#a${index}`, name] as const);
    return {
      ProjectionExpression: names.map(([placeholder]) => placeholder).join(', '),
      ExpressionAttributeNames: Object.fromEntries(names),
    };
  };
  const whole = projected(Object.values(attributes));
  const scanned = shape === 'conversation' ? whole : projected([attributes.conversationId]);
  const byKey = Object.entries(whole.ExpressionAttributeNames).find(([, name]) => name === attributes.conversationId);

  return {
    roughCount: () =>
      calling('ask how large the message table is', async () => {
        const { Table } = await dynamodb().send(new DescribeTableCommand({ TableName: tableName }));
        return Table?.ItemCount ?? 0;
      }),
    async *pages({ segment, segments }) {
      const request = { TableName: tableName, Segment: segment, TotalSegments: segments, ...scanned };
      const pages = paginateScan({ client: dynamodb() }, request);
      for (;;) {
        const { value, done } = await calling('read the message table', () => pages.next());
        if (done === true) return;
        yield value.Items ?? [];
      }
    },
    conversation: ({ type, value }) =>
      calling('read a conversation', async () => {
        const key: AttributeValue = type === 'S' ? { S: value } : { N: value };
        const items: Image[] = [];
        const pages = paginateQuery(
          { client: dynamodb() },
          {
            TableName: tableName,
            KeyConditionExpression: `${byKey?.[0]} = :conversation`,
            ExpressionAttributeValues: { ':conversation': key },
            // Consent as it is now, not as a copy of the table still has it.
            ConsistentRead: true,
            ...whole,
          },
        );
        for await (const { Items = [] } of pages) items.push(...Items);
        return items;
      }),
  };
}
