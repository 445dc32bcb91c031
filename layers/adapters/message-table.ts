import { type AttributeValue, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Image, KeyValue } from '../core/conversation/image.ts';
import type { MessageMapping } from '../core/conversation/mapping.ts';
import type { MessageTable } from '../core/conversation/message-table.ts';
import { calling } from './failed-call.ts';
import { projectionOf, typed } from './projection.ts';

/** The app's table of messages, read by its keys and only as far as the mapping names attributes. */
export function createMessageTable(
  dynamodb: () => DynamoDBClient,
  tableName: string,
  { attributes, filter }: MessageMapping,
): MessageTable {
  const { placeholder, projection } = projectionOf([...Object.values(attributes), ...Object.keys(filter)]);
  const neighbours =
    (comparison: '<' | '>') =>
    (conversation: KeyValue, position: KeyValue, limit: number): Promise<readonly Image[]> =>
      calling(`read the messages ${comparison === '<' ? 'before' : 'after'} another`, async () => {
        const found: Image[] = [];
        let from: Record<string, AttributeValue> | undefined;
        do {
          const page = await dynamodb().send(
            new QueryCommand({
              TableName: tableName,
              KeyConditionExpression: `${placeholder(attributes.conversationId)} = :conversation AND ${placeholder(attributes.sortKey)} ${comparison} :position`,
              ...projection,
              ExpressionAttributeValues: { ':conversation': typed(conversation), ':position': typed(position) },
              ScanIndexForward: comparison === '>',
              // The neighbour decides whether a reply may be used: an old copy of the table must not.
              ConsistentRead: true,
              Limit: limit - found.length,
              ...(from && { ExclusiveStartKey: from }),
            }),
          );
          found.push(...(page.Items ?? []));
          from = page.LastEvaluatedKey;
        } while (from && found.length < limit);
        return found;
      });
  return { before: neighbours('<'), after: neighbours('>') };
}
