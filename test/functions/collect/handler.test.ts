import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { jest } from '@jest/globals';
import { exchangeSchema } from '../../../layers/core/conversation/exchange.ts';
import { AppTable } from '../../support/app-table.ts';
import { type AwsAnswer, type AwsRequest, awsDouble } from '../../support/aws-double.ts';
import { invoke } from '../../support/lambda.ts';

const json = (status: number, body: unknown): AwsAnswer => ({
  status,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/x-amz-json-1.1' },
});

// The first batch reads the policy, and the machine may be busy with other things.
jest.setTimeout(60_000);

/** What AWS does in a test: each part may be told to answer otherwise. */
const answers = {
  secret: () => json(200, { SecretString: 'a key for tests only' }),
  query: (_: AwsRequest): AwsAnswer => json(200, { Items: [] }),
  put: (_: AwsRequest): AwsAnswer => ({ status: 200 }),
};
const usual = { ...answers };

const aws = await awsDouble((request) => {
  const target = request.headers['x-amz-target'];
  if (target === 'secretsmanager.GetSecretValue') return answers.secret();
  if (target === 'DynamoDB_20120810.Query') return answers.query(request);
  return answers.put(request);
});
Object.assign(process.env, {
  ...aws.environment,
  LAKE_BUCKET: 'lake',
  MESSAGES_TABLE: 'messages',
  PSEUDONYM_SECRET_ARN: 'arn:key',
  POLICY: 'strategy',
  POWERTOOLS_SERVICE_NAME: 'Collect',
});
const { handler } = await import('../../../functions/collect/handler.ts');

afterAll(() => aws.close());
beforeEach(() => {
  aws.requests.length = 0;
  Object.assign(answers, usual);
});

const secrets = ['anna.keller@example.org', '+1 415 555 0134'];
const stream = () => {
  const table = new AppTable();
  table.write(
    {
      conversationId: 'c',
      place: 0,
      sender: 'user',
      text: `Write to ${secrets[0]} or call ${secrets[1]}, my knee hurts`,
    },
    { conversationId: 'c', place: 1, sender: 'ai', text: 'Sorry about your knee! Where does it hurt most?' },
    { conversationId: 'c', place: 2, sender: 'user', text: 'On the inside' },
    { conversationId: 'c', place: 3, sender: 'ai', text: 'I understand' },
  );
  table.put({ conversationId: 'c', sortKey: 'unreadable', text: 'a secret of a person' });
  return { Records: table.stream };
};
const puts = () => aws.requests.filter(({ method }) => method === 'PUT');
const written = (request: AwsRequest | undefined) =>
  gunzipSync(request?.body ?? '')
    .toString()
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

describe('the collector', () => {
  // First, for a key that was read once is remembered.
  it.each([
    ['is not set', '', 'MissingSecret', 'put-secret-value --secret-id arn:key'],
    ['is too short', 'short', 'WeakPseudonymKey', 'openssl rand -hex 32'],
  ])(
    'says what to do when the key for the pseudonyms %s, and keeps the batch',
    async (_, SecretString, name, advice) => {
      answers.secret = () => json(200, { SecretString });
      const { error } = await invoke(handler, stream());
      expect(error).toMatchObject({ name, message: expect.stringContaining(advice) });
      expect(puts()).toEqual([]);
    },
  );

  it('succeeds for the whole batch and writes one shard, redacted and judged', async () => {
    expect((await invoke(handler, stream())).error).toBeUndefined();

    const [quarantine, shard] = puts();
    expect(puts()).toHaveLength(2);
    expect(decodeURIComponent(quarantine?.path ?? '')).toContain('/lake/quarantine/dt=2026-01-05/');
    const name = createHash('sha256').update('event-1\nevent-2\nevent-3\nevent-4\nevent-5').digest('hex').slice(0, 32);
    expect(decodeURIComponent(shard?.path ?? '')).toContain(`/lake/exchanges/v=1/dt=2026-01-05/hh=08/${name}.jsonl.gz`);
    expect(shard?.headers['if-none-match']).toBe('*');

    const lines = exchangeSchema.array().parse(written(shard));
    expect(lines).toMatchObject([
      { user: 'Write to [email] or call [phone], my knee hurts', judgement: { flags: [] } },
      { assistant: 'I understand', judgement: { flags: ['generic_phrase', 'no_question', 'too_short'] } },
    ]);
  });

  it('tells in metrics and log what became of the batch, and nothing of what was said', async () => {
    const { output } = await invoke(handler, stream());
    expect(output).toContain('"ExchangesCollected":2');
    expect(output).toContain('"ExchangesAccepted":1');
    expect(output).toContain('"ExchangesRejected":1');
    expect(output).toContain('"ItemsQuarantined":1');
    const everything = output + written(puts()[0]).map((line) => JSON.stringify(line));
    for (const words of [...secrets, 'knee', 'inside', 'understand', 'secret of a person', 'user of c']) {
      expect(everything).not.toContain(words);
    }
  });

  it('takes a shard that is there for its own work', async () => {
    answers.put = () => ({ status: 412, body: '<Error><Code>PreconditionFailed</Code></Error>' });
    expect((await invoke(handler, stream())).error).toBeUndefined();
  });

  it('writes nothing for a batch without exchanges', async () => {
    const { error, output } = await invoke(handler, { Records: [] });
    expect(error).toBeUndefined();
    expect(output).toContain('"ExchangesCollected":0');
    expect(puts()).toEqual([]);
  });

  it.each([
    [
      'another writer is at the same shard',
      { put: () => ({ status: 409, body: '<Error><Code>Conflict</Code></Error>' }) },
    ],
    ['S3 fails', { put: () => ({ status: 500 }) }],
    ['the table does not answer', { query: () => json(500, { __type: 'InternalServerError' }) }],
  ])('throws the whole batch back when %s, without a word of it', async (_, told) => {
    Object.assign(answers, told);
    const { error, output } = await invoke(handler, stream());
    expect(error).toMatchObject({ name: 'RetryableError' });
    for (const words of [...secrets, 'knee', 'inside']) expect(output + String(error)).not.toContain(words);
  });

  it('refuses what is no stream event', async () => {
    expect((await invoke(handler, { detail: 'hello' })).error).toMatchObject({ name: 'ZodError' });
  });
});
