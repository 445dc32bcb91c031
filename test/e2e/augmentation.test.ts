import { randomUUID } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import {
  GetFunctionConfigurationCommand,
  ListFunctionsCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, GetExecutionHistoryCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { checkInput, messagesIn } from '../../layers/adapters/input/input.ts';
import { type Exchange, exchangeSchema } from '../../layers/core/conversation/exchange.ts';
import { createPseudonyms } from '../../layers/core/conversation/pseudonym.ts';
import { manifestSchema } from '../../layers/core/dataset/manifest.ts';
import { splitOf } from '../../layers/core/dataset/split.ts';
import { collectConversations, sample, train } from '../../local/demo/demo.ts';
import { projectFolder } from '../../local/folders.ts';
import { erased, invoke } from './calls.ts';
import { type Deployed, deployed } from './deployed.ts';

/** In milliseconds: a deployment on a busy machine, after installing the emulator. */
const long = 600_000;

const pseudonyms = createPseudonyms('on a laptop the pseudonyms need not be secret');

let stack: Deployed;

/** A copy of the policies in which augmentation is on, for every function. */
async function switchOn(): Promise<void> {
  const { lambda } = stack.clients;
  const folder = join(stack.folder, 'policy');
  cpSync(join(projectFolder, 'layers', 'policy'), folder, { recursive: true });
  const file = join(folder, 'reflect', 'policy.json');
  const policy = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...policy, augmentation: { ...policy.augmentation, enabled: true } }));
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({ MaxItems: 1000 }));
  for (const { FunctionName } of Functions) {
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const Variables = { ...Environment?.Variables, POLICY_FOLDER: folder };
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  }
}

beforeAll(async () => {
  stack = await deployed();
}, long);
afterAll(() => stack?.stop(), long);

async function run(stateMachineArn: string, input: unknown = {}) {
  const { sfn } = stack.clients;
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, name: randomUUID(), input: JSON.stringify(input) }),
  );
  for (;;) {
    const { status, output = '{}', error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== 'RUNNING') {
      const state = z.record(z.string(), z.unknown()).parse(JSON.parse(output));
      return { status, error, cause, executionArn, output: state };
    }
    await sleep(200);
  }
}
const augment = (input: unknown = {}) => run(stack.outputs.AugmentationMachineArn, input);

async function dataset() {
  const { state, succeeded, reason } = await train(stack, { dryRun: true }, stack.progress, () => {});
  expect({ succeeded, reason }).toEqual({ succeeded: true, reason: '' });
  const prefix = `datasets/${state.dataset?.id}/`;
  const { s3 } = stack.clients;
  const text = async (name: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: stack.outputs.LakeBucket, Key: `${prefix}${name}` }));
    return (await Body?.transformToString()) ?? '';
  };
  const files = await Promise.all(['train.jsonl', 'validation.jsonl', 'holdout.jsonl'].map(text));
  return {
    manifest: manifestSchema.parse(JSON.parse(await text('manifest.json'))),
    files,
    card: await text('card.md'),
  };
}

/** Every version of every object of the lake, unpacked. */
async function everything(): Promise<[string, string][]> {
  const { s3 } = stack.clients;
  const Bucket = stack.outputs.LakeBucket;
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  const found: [string, string][] = [];
  for (const { Key = '', VersionId } of Versions) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
    const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
    found.push([Key, (Key.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()]);
  }
  return found;
}
const variants = async (): Promise<Exchange[]> =>
  (await everything())
    .filter(([key]) => key.startsWith('examples/v=1/augmentation/'))
    .flatMap(([, text]) => text.split('\n').slice(0, -1))
    .map((line) => exchangeSchema.parse(JSON.parse(line)));
const filesAtTheService = async () => {
  const answer = await fetch(`${stack.openaiBaseUrl}/files`, { headers: { authorization: 'Bearer any' } });
  return z.object({ data: z.array(z.unknown()) }).parse(await answer.json()).data;
};

const reportSchema = z.object({ refused: z.record(z.string(), z.number()) }).loose();
const planSchema = z.object({ requests: z.number() });

describe('variants of examples, deployed, with IAM enforced', () => {
  let before: Awaited<ReturnType<typeof dataset>>;
  let made: Exchange[];
  let refused = 0;

  it(
    'are off: the run says how to switch them on',
    async () => {
      const input = await checkInput(sample);
      await collectConversations(stack, [sample], input, stack.progress);
      before = await dataset();
      const off = await augment();
      expect(off).toMatchObject({ status: 'FAILED', error: 'AugmentationOff' });
      expect(off.cause).toContain('"enabled": true');
    },
    long,
  );

  it(
    'are asked for by a batch and taken in, with nothing left at the service',
    async () => {
      await switchOn();
      const { status, cause, output, executionArn } = await augment();
      expect({ status, cause }).toEqual({ status: 'SUCCEEDED' });
      made = await variants();
      const report = reportSchema.parse(output['report']);
      expect(report).toMatchObject({ made: made.length, failed: {} });
      refused = Object.values(report.refused).reduce((sum, count) => sum + count, 0);
      expect(made.length).toBeGreaterThan(0);
      for (const { pseudonym, source } of made) {
        expect(source).toBe('augmentation');
        expect(splitOf(pseudonym, 0.1)).toBe('train');
      }
      expect(await filesAtTheService()).toEqual([]);
      const { events } = await stack.clients.sfn.send(
        new GetExecutionHistoryCommand({ executionArn, includeExecutionData: true }),
      );
      for (const { user, assistant } of made) {
        expect(JSON.stringify(events)).not.toContain(user);
        expect(JSON.stringify(events)).not.toContain(assistant);
      }
    },
    long,
  );

  it(
    'train in the next dataset and change nothing else of it; the card tells',
    async () => {
      const { manifest, files, card } = await dataset();
      expect(manifest.augmentation?.kept).toBeGreaterThan(0);
      expect(files.slice(1)).toEqual(before.files.slice(1));
      const lines = (text: string | undefined) => (text ?? '').split('\n').slice(0, -1);
      expect(lines(files[0])).toEqual(expect.arrayContaining(lines(before.files[0])));
      expect(lines(files[0]).length).toBe(lines(before.files[0]).length + (manifest.augmentation?.kept ?? 0));
      expect(card).toContain('Variants of examples by a chat model');
    },
    long,
  );

  it(
    'are not asked for again; what was refused takes no share, and others are asked for in its place',
    async () => {
      const { status, output } = await augment();
      expect(status).toBe('SUCCEEDED');
      expect(planSchema.parse(output['plan']).requests).toBeLessThanOrEqual(refused);
      const all = await variants();
      expect(all).toEqual(expect.arrayContaining(made));
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      made = all;
    },
    long,
  );

  it(
    'go with the user who is erased',
    async () => {
      const users = new Set<string>();
      for await (const { userId } of messagesIn(sample)) users.add(userId);
      const userId = [...users].find((user) => pseudonyms.user(user) === made[0]?.pseudonym);
      const own = made.filter(({ pseudonym }) => pseudonym === made[0]?.pseudonym);
      await erased(stack, await invoke(stack, stack.outputs.EraseUserFunction, { userId }));
      const left = (await everything()).filter(([key]) => !/^(tombstones|erasures)\//.test(key));
      for (const { id, user } of own) {
        expect(left.filter(([, text]) => text.includes(id) || text.includes(user)).map(([key]) => key)).toEqual([]);
      }
      expect((await variants()).map(({ id }) => id)).toEqual(
        made.filter(({ pseudonym }) => pseudonym !== made[0]?.pseudonym).map(({ id }) => id),
      );
    },
    long,
  );
});
