import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  GetFunctionConfigurationCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { createPseudonyms } from '../../layers/core/conversation/pseudonym.ts';
import { AppTable, itemOf, type Written } from '../support/app-table.ts';
import * as calls from './calls.ts';
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
const talk = (user: string, more: Partial<Written> = {}, length = 6): Written[] =>
  Array.from({ length }, (_, place) => ({
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

const invoke = (name: string, payload: unknown) => calls.invoke(stack, name, payload);
const run = (machine: string, input: unknown = {}) => calls.run(stack, machine, input);
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
    },
    long,
  );

  it(
    'consent that was withdrawn while nobody listened holds from the next backfill on',
    async () => {
      const id = pseudonyms.exchange('talk of old', 'm5');
      await write(
        talk('old')
          .slice(4, 5)
          .map((asked) => ({ ...asked, consent: false })),
      );
      const filled = await run(stack.outputs.BackfillMachineArn);
      expect(filled).toMatchObject({ status: 'SUCCEEDED', output: { exchanges: 5, withdrawn: 1 } });
      const signals = (await folder('signals/')).filter(([key]) => key.includes('/withdrawn-'));
      expect(count(signals, id)).toBe(1);
    },
    long,
  );

  it(
    'most of what was collected is withdrawn only when somebody says so',
    async () => {
      const many = talk('many', {}, 102);
      await write(many);
      await run(stack.outputs.BackfillMachineArn);
      await write(many.filter(({ sender }) => sender === 'user').map((asked) => ({ ...asked, consent: false })));
      const stopped = await run(stack.outputs.BackfillMachineArn);
      expect(stopped).toMatchObject({ status: 'FAILED', cause: expect.stringMatching(/TooManyToWithdraw: 51 /) });
      const told = await run(stack.outputs.BackfillMachineArn, { withdraw: 'all' });
      expect(told).toMatchObject({ status: 'SUCCEEDED', output: { withdrawn: 51 } });
    },
    long,
  );

  it(
    'a batch that could not be collected is collected by the redrive, and goes',
    async () => {
      const table = new AppTable().write(...talk('failed'));
      const Body = JSON.stringify({ version: '1.0', payload: { Records: table.stream } });
      const failed = { Bucket: stack.outputs.FailuresBucket, Key: 'aws/lambda/mapping/shard/2026/05/01/batch' };
      await stack.clients.s3.send(new PutObjectCommand({ ...failed, Body }));
      const redriven = await run(stack.outputs.RedriveMachineArn);
      expect(redriven).toMatchObject({
        status: 'SUCCEEDED',
        output: { batches: 1, records: 6, exchanges: 3, stayed: 0 },
      });
      expect(count(await folder('exchanges/'), 'zqfailedzq')).toBe(3);
      const { KeyCount } = await stack.clients.s3.send(new ListObjectsV2Command({ Bucket: failed.Bucket }));
      expect(KeyCount).toBe(0);
    },
    long,
  );

  it(
    'items that the filter holds back do not reach the collector',
    async () => {
      const { lambda } = stack.clients;
      const FunctionName = stack.outputs.CollectFunction;
      const before = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      const { MESSAGE_MAPPING: mapping, ...Variables } = before.Environment?.Variables ?? {};
      expect(mapping).toContain('"collect"');
      // The code holds them back too, where it knows the filter.
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
      await listen(true);
      await write([...talk('held', { collect: 'no' }), ...talk('new')]);
      await calls.until(async () => count(await folder('exchanges/'), 'zqnewzq') >= 3);
      expect(count(await folder('exchanges/'), 'zqheldzq')).toBe(0);
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: before.Environment }));
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
        calls.until(async () => {
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
      const [[, report]] = await calls.until(async () => {
        const [first] = await folder('manual-reports/spring.json');
        return first && ([first] as const);
      });
      expect(JSON.parse(report)).toMatchObject({ rows: 2, taken: 1, refused: 1, problems: [{ row: 2 }] });
      expect(count(await folder('examples/'), 'I am here.')).toBe(1);
      await stack.clients.s3.send(new DeleteObjectCommand(file));
      await calls.until(async () => (await folder('examples/')).length === 0);
    },
    long,
  );

  it(
    'a user who is erased is nowhere any more, and the others are',
    async () => {
      const started = await invoke(stack.outputs.EraseUserFunction, { userId: 'gone' });
      const { report } = z.object({ report: z.string() }).parse(started);
      await calls.erased(stack, started);
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
