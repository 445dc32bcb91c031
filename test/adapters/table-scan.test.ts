import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { patientDynamodb } from '../../layers/adapters/clients.ts';
import { createTableScan } from '../../layers/adapters/table-scan.ts';
import { messageMappingSchema } from '../../layers/core/conversation/mapping.ts';
import { type AwsAnswer, awsDouble } from '../support/aws-double.ts';

let answers: AwsAnswer[] = [];
const json = (body: unknown): AwsAnswer => ({ status: 200, body: JSON.stringify(body) });
const aws = await awsDouble(() => answers.shift() ?? { status: 400, body: '{"__type":"ResourceNotFoundException"}' });
const scan = (shape: 'message' | 'conversation') =>
  createTableScan(
    () => new DynamoDBClient(aws.settings),
    'messages',
    messageMappingSchema.parse({ shape, filter: { kind: ['message'] } }),
  );
const asked = () => aws.requests.map(({ body }): Record<string, unknown> => JSON.parse(body.toString()));

beforeEach(() => {
  aws.requests.length = 0;
});
afterAll(() => aws.close());

describe('the message table from end to end', () => {
  it('tells how many items it has, more or less', async () => {
    answers = [json({ Table: { ItemCount: 12 } })];
    expect(await scan('message').roughCount()).toBe(12);
  });

  it.each([
    ['message', ['conversationId']],
    ['conversation', expect.arrayContaining(['conversationId', 'messages', 'text', 'rating', 'kind'])],
  ] as const)('is read in segments, of shape %s only what is needed', async (shape, names) => {
    const item = { conversationId: { S: 'c' } };
    answers = [json({ Items: [item], LastEvaluatedKey: item }), json({ Items: [] })];
    const pages = await Array.fromAsync(scan(shape).pages({ segment: 2, segments: 7 }));
    expect(pages).toEqual([[item], []]);
    const [first = {}, second = {}] = asked();
    expect(first).toMatchObject({ TableName: 'messages', Segment: 2, TotalSegments: 7 });
    expect(Object.values(Object(first['ExpressionAttributeNames']))).toEqual(names);
    expect(second['ExclusiveStartKey']).toEqual(item);
  });

  it('gives a conversation whole and as it is now', async () => {
    const item = { conversationId: { S: 'c' }, sortKey: { S: '1' } };
    answers = [json({ Items: [item], LastEvaluatedKey: item }), json({ Items: [item] })];
    expect(await scan('message').conversation({ type: 'S', value: 'c' })).toEqual([item, item]);
    expect(asked()[0]).toMatchObject({
      ConsistentRead: true,
      KeyConditionExpression: '#a0 = :conversation',
      ExpressionAttributeValues: { ':conversation': { S: 'c' } },
      ExpressionAttributeNames: expect.objectContaining({ '#a14': 'kind' }),
    });
  });

  it('waits where the app uses what the table may do in a second', async () => {
    const { maxAttempts: _, ...settings } = aws.settings;
    const client = patientDynamodb(settings);
    const used = { status: 400, body: '{"__type":"ProvisionedThroughputExceededException"}' };
    // One more than the SDK takes by itself.
    answers = [used, used, used, used, json({ Items: [] })];
    const patient = createTableScan(() => client, 'messages', messageMappingSchema.parse({}));
    expect(await Array.fromAsync(patient.pages({ segment: 0, segments: 1 }))).toEqual([[]]);
    client.destroy();
  }, 60_000);

  it('throws to be tried again, without a word of a conversation', async () => {
    answers = [];
    await expect(scan('message').conversation({ type: 'S', value: 'secret' })).rejects.toThrow(
      /^Could not read a conversation\. ResourceNotFoundException/,
    );
  });
});
