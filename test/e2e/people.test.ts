import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { createPseudonyms } from '../../layers/core/conversation/pseudonym.ts';
import { itemOf, type Written } from '../support/app-table.ts';
import { type Deployed, deployed } from './deployed.ts';
import { everything } from './everything.ts';

/** In milliseconds: a deployment on a busy machine, after installing the emulator. */
const long = 300_000;

let stack: Deployed;
beforeAll(async () => {
  stack = await deployed();
}, long);
afterAll(() => stack?.stop(), long);

const pseudonyms = createPseudonyms('on a laptop the pseudonyms need not be secret');

/** What a person says and hears: words that occur nowhere else. */
const talk = (user: string, more: Partial<Written> = {}): Written[] =>
  Array.from({ length: 6 }, (_, place) => ({
    conversationId: `talk of ${user}`,
    userId: user,
    place,
    sender: place % 2 === 0 ? 'user' : 'ai',
    text: `${place % 2 === 0 ? 'I feel worn out after' : 'That sounds hard. What helps you after'} the zq${user}zq run?`,
    ...more,
  }));
const write = async (messages: readonly Written[]) => {
  for (const message of messages) {
    const Item = marshall(itemOf(message));
    await stack.clients.dynamodb.send(new PutItemCommand({ TableName: stack.outputs.MessagesTable, Item }));
  }
};

async function invoke(FunctionName: string, payload: unknown): Promise<unknown> {
  const Payload = Buffer.from(JSON.stringify(payload));
  const { Payload: answer, FunctionError } = await stack.clients.lambda.send(
    new InvokeCommand({ FunctionName, Payload }),
  );
  const text = Buffer.from(answer ?? []).toString();
  if (FunctionError) throw new Error(text);
  return JSON.parse(text);
}

async function ended(executionArn: string | undefined) {
  for (;;) {
    const {
      status,
      output = '{}',
      cause,
      error,
    } = await stack.clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== 'RUNNING')
      return { status, error, cause, output: z.record(z.string(), z.unknown()).parse(JSON.parse(output)) };
    await sleep(100);
  }
}
async function run(stateMachineArn: string, input: unknown = {}) {
  const started = await stack.clients.sfn.send(
    new StartExecutionCommand({ stateMachineArn, name: randomUUID(), input: JSON.stringify(input) }),
  );
  return ended(started.executionArn);
}

async function until<Value>(look: () => Promise<Value | undefined | false>): Promise<Value> {
  for (let tries = 0; tries < 300; tries++) {
    const found = await look();
    if (found) return found;
    await sleep(200);
  }
  throw new Error('It did not happen within a minute');
}
const folder = async (prefix: string) => [...(await everything(stack))].filter(([key]) => key.startsWith(prefix));
const count = (texts: readonly (readonly [string, string])[], word: string) =>
  texts.flatMap(([, text]) => text.split('\n')).filter((line) => line.includes(word)).length;

/** The stream on or off, as before and after an installation. */
async function listen(Enabled: boolean) {
  const { lambda } = stack.clients;
  const FunctionName = stack.outputs.CollectFunction;
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName }));
  for (const { UUID } of EventSourceMappings) await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
}

describe('people, deployed, with IAM enforced', () => {
  it(
    'what was there before the stream is missing, until a backfill collects it',
    async () => {
      await listen(false);
      await write([...talk('old'), ...talk('gone')]);
      const span = { since: '2026-01-01T00:00:00Z', until: '2026-02-01T00:00:00Z', segments: 3 };
      const before = await run(stack.outputs.ReconciliationMachineArn, span);
      expect(before).toMatchObject({ status: 'SUCCEEDED', output: { eligible: 6, found: 0, missing: 6 } });

      const filled = await run(stack.outputs.BackfillMachineArn, { segments: 3 });
      expect(filled).toMatchObject({ status: 'SUCCEEDED', output: { conversations: 2, exchanges: 6 } });
      const again = await run(stack.outputs.BackfillMachineArn);
      expect(again).toMatchObject({ status: 'SUCCEEDED', output: { exchanges: 6 } });
      expect(count(await folder('exchanges/'), 'zqoldzq')).toBe(3);

      const after = await run(stack.outputs.ReconciliationMachineArn, span);
      expect(after).toMatchObject({ status: 'SUCCEEDED', output: { eligible: 6, found: 6, missing: 0 } });
      await listen(true);
    },
    long,
  );

  it(
    'a rating becomes a signal, and so does consent that is withdrawn from a message',
    async () => {
      const [asked, reply] = talk('old');
      if (!asked || !reply) throw new Error('nobody spoke');
      const id = pseudonyms.exchange('talk of old', 'm1');
      const arrived = (words: string) =>
        until(async () => {
          const lines = (await folder('signals/')).flatMap(([, text]) => text.split('\n'));
          return lines.some((line) => line.includes(id) && line.includes(words));
        });
      await write([{ ...reply, rating: 'up' }]);
      await arrived('"kind":"rating","value":1');
      await write([{ ...asked, consent: false }]);
      await arrived('"kind":"consent","granted":false');
    },
    long,
  );

  it('consent for everything is withdrawn and given back', async () => {
    const answer = await invoke(stack.outputs.ConsentFunction, { userId: 'old', granted: false });
    expect(answer).toEqual({ pseudonym: pseudonyms.user('old'), granted: false });
    await invoke(stack.outputs.ConsentFunction, { userId: 'old', granted: true });
    expect(count(await folder(`consent/${pseudonyms.user('old')}`), '"granted":true')).toBe(1);
  });

  it(
    'examples put under manual/ are checked on arrival, and go with their file',
    async () => {
      const file = { Bucket: stack.outputs.LakeBucket, Key: 'manual/spring.jsonl' };
      const rows = [{ user: 'I feel low', assistant: 'I am here. What happened?' }, { user: 'only half' }];
      const Body = rows.map((row) => JSON.stringify(row)).join('\n');
      await stack.clients.s3.send(new PutObjectCommand({ ...file, Body }));
      const [[, report]] = await until(async () => {
        const [first] = await folder('manual-reports/spring.json');
        return first && ([first] as const);
      });
      expect(JSON.parse(report)).toMatchObject({ rows: 2, taken: 1, refused: 1, problems: [{ row: 2 }] });
      expect(count(await folder('examples/'), 'I am here.')).toBe(1);
      await stack.clients.s3.send(new DeleteObjectCommand(file));
      await until(async () => (await folder('examples/')).length === 0);
    },
    long,
  );

  it(
    'a user who is erased is nowhere any more, and the others are',
    async () => {
      const started = await invoke(stack.outputs.EraseUserFunction, { userId: 'gone' });
      const { execution, report } = z.object({ execution: z.string(), report: z.string() }).parse(started);
      expect(await ended(execution)).toMatchObject({ status: 'SUCCEEDED', output: { finished: true } });
      const pseudonym = pseudonyms.user('gone');
      for (const [key, text] of await everything(stack)) {
        if (/^(tombstones|erasures)\//.test(key)) continue;
        expect([key, text.includes('zqgonezq'), text.includes(pseudonym)]).toEqual([key, false, false]);
      }
      expect(count(await folder('exchanges/'), 'zqoldzq')).toBeGreaterThanOrEqual(3);
      const [[, paper] = ['', '{}']] = await folder(report);
      expect(JSON.parse(paper)).toMatchObject({ pseudonym, finished: true, lines: expect.any(Number) });
      // The app has not deleted its own messages yet: nothing of them comes back.
      await run(stack.outputs.BackfillMachineArn);
      expect(count(await folder('exchanges/'), pseudonym)).toBe(0);
    },
    long,
  );
});
