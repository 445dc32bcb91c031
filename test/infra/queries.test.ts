import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { writeCard } from '../../functions/training/write-card.ts';
import { savedQueries } from '../../infra/saved-queries.ts';
import { S3ObjectStore } from '../../layers/adapters/s3-object-store.ts';
import { emulatorCredentials } from '../../local/child-environment.ts';
import { Children } from '../../local/children.ts';
import { startEmulator } from '../../local/emulator/emulator.ts';
import { makeRunFolder } from '../../local/folders.ts';
import { emulatorClients } from '../../local/stack/clients.ts';
import { makeDataset, validateRun } from '../support/dataset.ts';
import { augmenting, exchange, shard, variantOf, version } from '../support/exchanges.ts';
import { judgeBy } from '../support/judge.ts';
import { templateOf } from './template.ts';

/** In milliseconds: the first run on a machine installs the emulator. */
const long = 180_000;
const bucket = 'lake';

/** The analytics of the stack itself, and nothing else of it; the lake's bucket is the one of this test. */
function analytics(): string {
  const { Resources: all = {} } = templateOf('emulator').toJSON();
  const own = Object.entries(all).filter(([id, resource]) => {
    const { Type } = { Type: '', ...(typeof resource === 'object' ? resource : {}) };
    return id.startsWith('Analytics') && Type !== 'AWS::IAM::ManagedPolicy';
  });
  return JSON.stringify({ Resources: Object.fromEntries(own) }).replaceAll(/\{"Ref":"LakeBucket\w+"\}/g, `"${bucket}"`);
}

/** A lake of two days and some models, with a replay, a newer version, and one that is held for safety. */
const first = exchange('to work', { model: 'base' });
const about = (...domain: string[]) => ({ judgement: { ...first.judgement, domain } });
const second = exchange('home', { model: 'better', ...about('sleep', 'stress') });
const shards = {
  'dt=2026-03-01/hh=10/one': [
    first,
    exchange('uphill', { model: 'base', ...about('sleep') }),
    exchange('far', { assistant: 'Keep it up' }),
  ],
  'dt=2026-03-01/hh=11/two': [first, { ...second, createdAt: '2026-03-02T10:00:00.000Z' }],
  'dt=2026-03-02/hh=10/three': [
    { ...first, version: version(2) },
    exchange('to the bridge', {
      model: 'better',
      createdAt: '2026-03-02T11:00:00.000Z',
      judgement: { ...first.judgement, safety: ['self_harm', 'abuse'] },
    }),
  ],
};

/** What nobody collected: examples that people wrote, one of them on a day of its own, and a variant. */
const uncollected = {
  'manual/one': [
    exchange('by hand', { source: 'manual' }),
    exchange('by hand too', { source: 'manual' }),
    exchange('by hand later', { source: 'manual', createdAt: '2026-03-03T10:00:00.000Z' }),
  ],
  'augmentation/two': [variantOf(first)],
};

/** Screens as the collector of these shards did. */
const judge = judgeBy(augmenting, ({ user }) => (user.includes('to the bridge') ? ['self_harm', 'abuse'] : []));

/** What each query must answer: rows as Athena gives them, as text. */
const answers: Record<string, string[][]> = {
  'How many exchanges per day, model and tier?': [
    ['2026-03-01', 'base', '2', '0', '2', '0'],
    ['2026-03-01', 'not said', '1', '0', '0', '1'],
    ['2026-03-02', 'better', '2', '0', '1', '1'],
  ],
  'What fell out, and why?': [
    ['superseded', '2', '22.2'],
    ['danger_unanswered', '1', '11.1'],
    ['generic_phrase', '1', '11.1'],
    ['no_question', '1', '11.1'],
    ['safety_abuse', '1', '11.1'],
    ['safety_self_harm', '1', '11.1'],
    ['too_short', '1', '11.1'],
  ],
  'How did the datasets come about?': [['DATASET', '', 'POLICY', '0.1.0', '11', '9', '7', '6', '1', '0']],
  'What was held for safety, per day?': [
    ['2026-03-02', 'abuse', '1'],
    ['2026-03-02', 'self_harm', '1'],
  ],
  "Which scores does each model's reply get?": [
    ['base', '2', '0.9', '0.9', '0.9'],
    ['better', '2', '0.9', '0.9', '0.9'],
    ['not said', '1', '0.9', '0.9', '0.9'],
  ],
  'What do the examples talk about?': [
    ['train', 'sleep', '1', '0.9'],
    ['validation', 'sleep', '1', '0.9'],
    ['validation', 'stress', '1', '0.9'],
  ],
};

describe('the queries of docs/queries.md', () => {
  const children = new Children();
  const folder = makeRunFolder();
  let dataset = '';
  let athena = new AthenaClient();

  beforeAll(async () => {
    const { endpoint } = await startEmulator({ children, folder });
    const { s3 } = emulatorClients(endpoint);
    const {
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    } = emulatorCredentials;
    const config = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
    athena = new AthenaClient(config);
    const formation = new CloudFormationClient(config);
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    const store = new S3ObjectStore(() => s3, bucket);
    const folders = { exchanges: shards, examples: uncollected };
    const files = Object.entries(folders).flatMap(([folder, of]) =>
      Object.entries(of).map(([name, lines]) => [`${folder}/v=1/${name}.jsonl.gz`, lines] as const),
    );
    for (const [key, lines] of files) {
      const writer = store.writer(key, 'application/gzip');
      await writer.write(shard(lines));
      await writer.close();
    }
    const countTokens = (text: string) => text.length;
    const state = await validateRun(await makeDataset(store, {}, { judge, ranges: 3 }), store, countTokens);
    await writeCard(state, { store, code: '0.1.0' });
    dataset = state.dataset.id;
    await formation.send(new CreateStackCommand({ StackName: 'analytics', TemplateBody: analytics() }));
    for (let status = ''; status !== 'CREATE_COMPLETE'; ) {
      await sleep(100);
      const { Stacks = [] } = await formation.send(new DescribeStacksCommand({ StackName: 'analytics' }));
      status = Stacks[0]?.StackStatus ?? '';
      if (/FAILED|ROLLBACK/.test(status)) throw new Error(Stacks[0]?.StackStatusReason);
    }
  }, long);

  afterAll(async () => {
    await children.stopAll();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What a query answers, without the heads of its columns. */
  async function ask(sql: string): Promise<string[][]> {
    const { QueryExecutionId: id } = await athena.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        WorkGroup: 'reflectwithin-dev',
        QueryExecutionContext: { Database: 'reflectwithin_dev' },
      }),
    );
    for (;;) {
      const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
      const { State, StateChangeReason } = QueryExecution?.Status ?? {};
      if (State === 'FAILED') throw new Error(StateChangeReason);
      if (State === 'SUCCEEDED') break;
      await sleep(50);
    }
    const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId: id }));
    const rows = (ResultSet?.Rows ?? []).map(({ Data = [] }) => Data.map(({ VarCharValue = '' }) => VarCharValue));
    return rows.slice(1);
  }

  it('are all expected to answer something', () => {
    expect(savedQueries().map(({ question }) => question)).toEqual(Object.keys(answers));
  });

  it.each(savedQueries().map(({ question, sql }) => [question, sql]))('%s', async (question = '', sql = '') => {
    const expected = (answers[question] ?? []).map((row) =>
      row.map((cell) => ({ DATASET: dataset, POLICY: first.judgement.policy })[cell] ?? cell),
    );
    expect(await ask(sql.replaceAll('DATASET', dataset))).toEqual(expected);
  });
});
