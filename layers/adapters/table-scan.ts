import { DescribeTableCommand, type DynamoDBClient, paginateQuery, paginateScan } from '@aws-sdk/client-dynamodb';
import type { TableScan } from '../core/backfill/table-scan.ts';
import type { Image } from '../core/conversation/image.ts';
import type { MessageMapping } from '../core/conversation/mapping.ts';
import { calling } from './failed-call.ts';
import { projectionOf, typed } from './projection.ts';

/** The app's table from end to end, read only as far as the mapping names attributes. */
export function createTableScan(
  dynamodb: () => DynamoDBClient,
  tableName: string,
  { shape, attributes, filter }: MessageMapping,
): TableScan {
  const { placeholder, projection: whole } = projectionOf([...Object.values(attributes), ...Object.keys(filter)]);
  const scanned = shape === 'conversation' ? whole : projectionOf([attributes.conversationId]).projection;

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
    conversation: (key) =>
      calling('read a conversation', async () => {
        const items: Image[] = [];
        const pages = paginateQuery(
          { client: dynamodb() },
          {
            TableName: tableName,
            KeyConditionExpression: `${placeholder(attributes.conversationId)} = :conversation`,
            ExpressionAttributeValues: { ':conversation': typed(key) },
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
