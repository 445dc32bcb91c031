import { rmSync } from 'node:fs';
import { CreateTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { createModelParameter } from '../../layers/adapters/model-parameter.ts';
import { createNotifier } from '../../layers/adapters/notifier.ts';
import { RegistryTable } from '../../layers/adapters/registry-table.ts';
import { Children } from '../../local/children.ts';
import { type Emulator, startEmulator } from '../../local/emulator/emulator.ts';
import { makeRunFolder } from '../../local/folders.ts';

const folder = makeRunFolder();
let emulator: Emulator;
const settings = () => ({
  endpoint: emulator.endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

beforeAll(async () => {
  // The first run on a machine installs the emulator.
  emulator = await startEmulator({ children: new Children(), folder });
}, 180_000);
afterAll(async () => {
  await emulator?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const candidate = (runId: string) => ({ model: `ft:${runId}`, runId, datasetId: 'd', baseModel: 'b', promotedAt: 't' });

async function registryTable(name: string) {
  const dynamodb = new DynamoDBClient(settings());
  await dynamodb.send(
    new CreateTableCommand({
      TableName: name,
      AttributeDefinitions: ['name', 'version'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'name', KeyType: 'HASH' },
        { AttributeName: 'version', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  const items = async () =>
    (await dynamodb.send(new ScanCommand({ TableName: name, ConsistentRead: true }))).Items ?? [];
  return { registry: new RegistryTable(() => dynamodb, name), items };
}

describe('the registry table', () => {
  it('keeps every version, and says which is the champion', async () => {
    const { registry, items } = await registryTable('history');
    expect(await registry.champion()).toBeUndefined();
    for (let version = 1; version <= 11; version++) {
      expect(await registry.promote(candidate(`run-${version}`), version - 1)).toMatchObject({ version });
    }
    expect(await registry.champion()).toEqual({ version: 11, ...candidate('run-11') });
    const second = candidate('run-2');
    expect(await registry.promotedBy('run-2', second.model)).toEqual({ version: 2, ...second });
    expect(await registry.promotedBy('run-2', 'ft:another')).toBeUndefined();
    expect(await registry.promotedBy('run-12', second.model)).toBeUndefined();
    expect(await items()).toHaveLength(12);
  });

  it('lets one of many at once win, and changes nothing for the others', async () => {
    const { registry, items } = await registryTable('race');
    for (const expected of [0, 1]) {
      const attempts = await Promise.allSettled(
        Array.from({ length: 8 }, (_, index) => registry.promote(candidate(`run-${expected}-${index}`), expected)),
      );
      const lost = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason.name] : []));
      expect(lost).toEqual(Array.from({ length: 7 }, () => 'ChampionChanged'));
      expect(await items()).toHaveLength(expected + 2);
    }
    await expect(registry.promote(candidate('late'), 1)).rejects.toMatchObject({ name: 'ChampionChanged' });
  });
});

it('the parameter takes the newest name', async () => {
  const ssm = new SSMClient(settings());
  const parameter = createModelParameter(() => ssm, '/reflectwithin/test/model');
  await parameter.write('ft:one');
  await parameter.write('ft:two');
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/reflectwithin/test/model' }));
  expect(Parameter?.Value).toBe('ft:two');
});

it('people are told over the topic, also of what is not ASCII', async () => {
  const sns = new SNSClient(settings());
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'news' }));
  await createNotifier(() => sns, TopicArn).publish('Läuft\n'.repeat(40), 'Fertig – mit allem.');
  await expect(createNotifier(() => sns, `${TopicArn}-gone`).publish('s', 'm')).rejects.toMatchObject({
    name: 'RetryableError',
  });
});
