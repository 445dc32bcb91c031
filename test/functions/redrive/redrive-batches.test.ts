import { gunzipSync } from 'node:zlib';
import { jest } from '@jest/globals';
import { redriven } from '../../../functions/redrive/state.ts';
import { AppTable } from '../../support/app-table.ts';
import { type AwsAnswer, awsDouble } from '../../support/aws-double.ts';
import { invoke } from '../../support/lambda.ts';

// The first batch reads the policy, and the machine may be busy with other things.
jest.setTimeout(60_000);

const table = new AppTable();
table.write(
  { conversationId: 'c', place: 0, sender: 'user', text: 'I feel low after the zqrun' },
  { conversationId: 'c', place: 1, sender: 'ai', text: 'That sounds hard. What happened on the zqrun?' },
);
/** The failures bucket: a batch, and something that is none. */
const kept = new Map([
  ['aws/lambda/one', JSON.stringify({ version: '1.0', payload: { Records: table.stream } })],
  ['aws/lambda/two', 'something else'],
]);

const json = (body: unknown): AwsAnswer => ({
  status: 200,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/x-amz-json-1.1' },
});
const entries = (tag: string, more = '') => [...kept.keys()].map((key) => `<${tag}><Key>${key}</Key>${more}</${tag}>`);
const aws = await awsDouble(({ method, path, headers }) => {
  const url = new URL(path, 'http://aws');
  const target = String(headers['x-amz-target'] ?? '');
  if (target.endsWith('GetSecretValue')) return json({ SecretString: 'a key for tests only' });
  if (target.endsWith('Query')) return json({ Items: [] });
  if (url.searchParams.has('versions')) {
    const one = entries('Version', '<IsLatest>true</IsLatest><VersionId>null</VersionId>');
    const mine = one.filter((each) => each.includes(url.searchParams.get('prefix') ?? ''));
    return { status: 200, body: `<ListVersionsResult>${mine.join('')}</ListVersionsResult>` };
  }
  if (url.searchParams.has('list-type')) {
    const all = url.pathname.startsWith('/failures') ? entries('Contents').join('') : '';
    return { status: 200, body: `<ListBucketResult>${all}</ListBucketResult>` };
  }
  if (method === 'GET') return { status: 200, body: kept.get(url.pathname.replace('/failures/', '')) ?? '' };
  return { status: 200 };
});
Object.assign(process.env, {
  ...aws.environment,
  LAKE_BUCKET: 'lake',
  FAILURES_BUCKET: 'failures',
  MESSAGES_TABLE: 'messages',
  PSEUDONYM_SECRET_ARN: 'arn:key',
  POLICY: 'strategy',
  POWERTOOLS_SERVICE_NAME: 'RedriveBatches',
});
const { handler } = await import('../../../functions/redrive/redrive-batches.ts');
afterAll(() => aws.close());

it.each([{}, { Comment: 'Insert your JSON here' }])('%j begins a redrive', (asked) => {
  expect(redriven.parse(asked)).toMatchObject({ batches: 0, some: [] });
});

it('collects what was kept, removes that and nothing else, and answers without a word of it', async () => {
  const { answer, output } = await invoke(handler, {});
  expect(answer).toMatchObject({ batches: 1, records: 2, exchanges: 1, stayed: 1 });
  const [shard] = aws.requests.filter(({ method, path }) => method === 'PUT' && path.startsWith('/lake/exchanges/'));
  expect(gunzipSync(shard?.body ?? '').toString()).toContain('What happened');
  const removed = aws.requests.filter(({ method, path }) => method === 'POST' && path.includes('delete'));
  expect(removed.map(({ body }) => body.toString())).toEqual([expect.stringContaining('<Key>aws/lambda/one</Key>')]);
  expect(answer).toMatchObject({ some: [expect.stringContaining('two')] });
  expect(JSON.stringify(answer) + output).not.toContain('zqrun');
});
