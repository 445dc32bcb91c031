import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createMessageTable } from '../../layers/adapters/message-table.ts';
import { messageMappingSchema } from '../../layers/core/conversation/mapping.ts';
import { RetryableError } from '../../layers/core/errors.ts';
import { awsDouble } from '../support/aws-double.ts';

const item = (text: string) => ({ text: { S: text } });
const key = { conversationId: { S: 'c' }, sortKey: { S: 'k' } };

async function ask(pages: { status: number; body: unknown }[], mapping = {}) {
  const aws = await awsDouble(() => {
    const { status, body } = pages.shift() ?? { status: 500, body: {} };
    return { status, body: JSON.stringify(body), headers: { 'content-type': 'application/x-amz-json-1.0' } };
  });
  const client = new DynamoDBClient(aws.settings);
  const table = createMessageTable(() => client, 'messages', messageMappingSchema.parse(mapping));
  try {
    const items = await table.before({ type: 'S', value: 'c' }, { type: 'N', value: '9' }, 3);
    return { items, requests: aws.requests.map(({ body }): unknown => JSON.parse(body.toString())) };
  } finally {
    await aws.close();
  }
}

describe('the message table', () => {
  it('is asked for the newest messages before a position, as they are now', async () => {
    const { items, requests } = await ask([{ status: 200, body: { Items: [item('b'), item('a')] } }]);
    expect(items).toEqual([item('b'), item('a')]);
    expect(requests).toMatchObject([
      {
        TableName: 'messages',
        KeyConditionExpression: '#a0 = :conversation AND #a1 < :position',
        ExpressionAttributeNames: { '#a0': 'conversationId', '#a1': 'sortKey' },
        ExpressionAttributeValues: { ':conversation': { S: 'c' }, ':position': { N: '9' } },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: 3,
      },
    ]);
  });

  it('goes on where DynamoDB cut a page short', async () => {
    const { items, requests } = await ask([
      { status: 200, body: { Items: [item('c')], LastEvaluatedKey: key } },
      { status: 200, body: { Items: [item('b'), item('a')], LastEvaluatedKey: key } },
    ]);
    expect(items).toHaveLength(3);
    expect(requests).toMatchObject([{ Limit: 3 }, { Limit: 2, ExclusiveStartKey: key }]);
  });

  it('names an attribute once that stands for two things', async () => {
    const mapping = { attributes: { sortKey: 'at', createdAt: 'at' } };
    const { requests } = await ask([{ status: 200, body: { Items: [] } }], mapping);
    expect(JSON.stringify(requests).match(/"at"/g)).toHaveLength(1);
  });

  it('tells what the filter goes by', async () => {
    const { requests } = await ask([{ status: 200, body: { Items: [] } }], { filter: { kind: ['message'] } });
    expect(JSON.stringify(requests)).toContain('"kind"');
  });

  it('throws to be tried again, without a word of the conversation', async () => {
    const failed = ask([{ status: 400, body: { __type: 'ProvisionedThroughputExceededException', message: 'slow' } }]);
    await expect(failed).rejects.toThrow(RetryableError);
    await expect(failed).rejects.toThrow(/^Could not read the messages before another\. ProvisionedThroughput/);
  });
});
