import { rmSync } from 'node:fs';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Children } from '../../local/children.ts';
import { startEmulator } from '../../local/emulator/emulator.ts';
import { makeRunFolder } from '../../local/folders.ts';
import { type EmulatorClients, emulatorClients } from '../../local/stack/clients.ts';
import { definition } from './definition.ts';

/** In milliseconds: the first run on a machine installs the emulator. */
const long = 180_000;

const machine = definition();
const tasks = Object.entries(machine.States)
  .filter(([, { Type }]) => Type === 'Task')
  .map(([name]) => name)
  .filter((name) => name !== 'Record failure');

/** The maps, and the states of their children. */
const mapNames = ['Curate partitions', 'Join partitions', 'Match near-duplicates', 'Write examples', 'Validate parts'];
const childNames = ['Curate partition', 'Join partition', 'Match bucket', 'Write range', 'Validate part'];

/** A run's state with all that the machine itself looks at. */
const state = {
  runId: 'run-1',
  request: {
    policy: 'strategy',
    since: '1970-01-01T00:00:00Z',
    until: '2026-11-24T00:00:00Z',
    validationShare: 0.1,
    dryRun: false,
  },
  plan: {
    key: 'runs/run-1/plan.json',
    partitions: 2,
    ranges: 2,
    rangesKey: 'runs/run-1/ranges.json',
    buckets: 2,
    bucketsKey: 'runs/run-1/buckets.json',
  },
  dataset: { prefix: 'datasets/0123456789abcdef/', partsKey: 'runs/run-1/parts.json' },
  job: { id: 'job-1', status: 'succeeded', pollSeconds: 60 },
  gate: { verdict: 'pass' },
};
type Response = Record<string, { Return: unknown } | { Throw: { Error: string; Cause: string } }>;
const returns = (value: unknown): Response => ({ 0: { Return: value } });
const throws: Response = { 0: { Throw: { Error: 'TooBad', Cause: 'as it was thrown' } } };
const running = { ...state, job: { ...state.job, status: 'running' } };

const responses: Record<string, Response> = {
  works: { '0-9': { Return: state } },
  throws,
  dry: returns({ ...state, request: { ...state.request, dryRun: true } }),
  polls: { '0-2': { Return: running }, 3: { Return: state } },
  refused: returns({ ...state, gate: { verdict: 'fail' } }),
  recorded: returns({ error: 'TooBad', reason: 'In words.', key: 'runs/run-1/failure.json' }),
};

const everyone = Object.fromEntries([...tasks, ...childNames].map((name) => [name, 'works']));
const cases: Record<string, Record<string, string>> = {
  Promoted: { ...everyone, 'Poll fine-tune': 'polls' },
  DryRun: { ...everyone, 'Resolve request': 'dry', 'Check base model': 'dry' },
  GateFails: { ...everyone, Gate: 'refused' },
  RecordFails: { ...everyone, Gate: 'throws', 'Record failure': 'throws' },
  ...Object.fromEntries(
    [...tasks, ...childNames].map((name) => [
      `${name} fails`,
      { ...everyone, [name]: 'throws', 'Record failure': 'recorded' },
    ]),
  ),
};
const mocks = { StateMachines: { Training: { TestCases: cases } }, MockedResponses: responses };

describe('the state machine on the emulator, with mocked functions', () => {
  const folder = makeRunFolder();
  const children = new Children();
  let clients: EmulatorClients;
  let stateMachineArn = '';

  beforeAll(async () => {
    const { endpoint } = await startEmulator({ children, folder, auth: false, waitScale: 0 });
    clients = emulatorClients(endpoint);
    await fetch(`${endpoint}/_ministack/config`, {
      method: 'POST',
      body: JSON.stringify({ 'stepfunctions._sfn_mock_config': mocks }),
    });
    const deployed = structuredClone(machine);
    for (const map of mapNames)
      Object.assign(Object(deployed.States[map]?.['ItemReader']).Parameters, { Bucket: 'lake' });
    await clients.s3.send(new CreateBucketCommand({ Bucket: 'lake' }));
    const items = JSON.stringify([{ index: 0 }, { index: 1 }]);
    for (const key of [state.plan.key, state.plan.rangesKey, state.plan.bucketsKey, state.dataset.partsKey]) {
      await clients.s3.send(new PutObjectCommand({ Bucket: 'lake', Key: key, Body: items }));
    }
    const created = await clients.sfn.send(
      new CreateStateMachineCommand({
        name: 'Training',
        definition: JSON.stringify(deployed),
        roleArn: 'arn:aws:iam::000000000000:role/any',
      }),
    );
    stateMachineArn = String(created.stateMachineArn);
  }, long);

  afterAll(async () => {
    await children.stopAll();
    rmSync(folder, { recursive: true, force: true });
  });

  async function run(testCase: string) {
    const start = new StartExecutionCommand({ stateMachineArn: `${stateMachineArn}#${testCase}`, input: '{}' });
    const { executionArn } = await clients.sfn.send(start);
    for (;;) {
      const { status, error, cause } = await clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (status !== 'RUNNING') {
        const { events = [] } = await clients.sfn.send(
          new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
        );
        const entered = events.flatMap((event) => event.stateEnteredEventDetails?.name ?? []);
        return { status, error, cause, entered };
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  test('polls until the job is done, promotes and tells', async () => {
    const { status, entered } = await run('Promoted');
    expect(status).toBe('SUCCEEDED');
    expect(entered.filter((name) => name === 'Wait for fine-tune')).toHaveLength(4);
    expect(entered.slice(-6)).toEqual(['Evaluate candidate', 'Gate', 'Gate passed?', 'Promote', 'Notify', 'Done']);
  });

  test.each([
    ['DryRun', ['Check base model', 'Dry run?', 'Notify', 'Done']],
    ['GateFails', ['Gate', 'Gate passed?', 'Notify', 'Done']],
  ])('%s ends well, without a promotion', async (testCase, end) => {
    const { status, entered } = await run(testCase);
    expect(status).toBe('SUCCEEDED');
    expect(entered.slice(-4)).toEqual(end);
  });

  test.each(tasks)('%s fails: the run ends with the reason in words', async (name) => {
    const { status, error, cause, entered } = await run(`${name} fails`);
    expect([status, error, cause]).toEqual(['FAILED', 'TooBad', 'In words.']);
    const way = name === 'Resolve request' ? ['Request refused', 'Record failure'] : ['Record failure'];
    expect(entered.slice(entered.lastIndexOf(name))).toEqual([name, ...way, 'Run failed']);
  });

  test.each(mapNames.map((map, index) => [map, childNames[index]]))(
    'one child of %s fails: the map does, and so the run',
    async (map = '', child = '') => {
      const { status, entered } = await run(`${child} fails`);
      expect(status).toBe('FAILED');
      expect(entered.slice(entered.indexOf(map))).toEqual([map, 'Record failure', 'Run failed']);
    },
  );

  test('even the record of the failure fails: the run ends with the error as it was thrown', async () => {
    const { status, error, cause } = await run('RecordFails');
    expect([status, error, cause]).toEqual(['FAILED', 'TooBad', 'as it was thrown']);
  });
});
