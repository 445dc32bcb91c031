import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { GetExecutionHistoryCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { checkInput, messagesIn } from '../../layers/adapters/input/input.ts';
import { createPseudonyms } from '../../layers/core/conversation/pseudonym.ts';
import { exampleSchema } from '../../layers/core/dataset/card/example.ts';
import { fileNameOf } from '../../layers/core/training/trainer.ts';
import { emulatorCredentials } from '../../local/child-environment.ts';
import { collectConversations, copyLake, sample, train } from '../../local/demo/demo.ts';
import type { FinishedRun } from '../../local/demo/training-run.ts';
import type { RunRequest } from '../../local/options.ts';
import { erased, invoke } from './calls.ts';
import { type Deployed, deployed } from './deployed.ts';
import { everything } from './everything.ts';

/** In milliseconds: a deployment on a busy machine, after installing the emulator. */
const long = 300_000;

const pseudonyms = createPseudonyms('on a laptop the pseudonyms need not be secret');

let stack: Deployed;
const run = (request: RunRequest = {}): Promise<FinishedRun> => train(stack, request, stack.progress, () => {});
const read = (path: string | undefined): string => readFileSync(String(path), 'utf8');

beforeAll(async () => {
  stack = await deployed();
}, long);
afterAll(() => stack?.stop(), long);

let first: FinishedRun;
let files: Record<string, string>;

describe('the loop, deployed, with IAM enforced', () => {
  it(
    'turns messages in the table into a promoted model',
    async () => {
      const input = await checkInput(sample);
      const collected = await collectConversations(stack, [sample], input, stack.progress);
      expect(collected.exchanges).toBe(input.exchanges);

      first = await run();
      files = await copyLake(stack, stack.folder, stack.progress);
      expect(first).toMatchObject({ succeeded: true, reason: '' });
      expect(first.state).toMatchObject({
        dataset: { seen: input.exchanges },
        job: { status: 'succeeded' },
        gate: { verdict: 'pass' },
        promotion: { model: expect.stringMatching(/^ft:gpt-4o-mini-2024-07-18:/) },
      });
    },
    long,
  );

  it('tells the app which model to use, by a function and by a parameter', async () => {
    const model = first.state.promotion?.model;
    const parameter = await stack.clients.ssm.send(new GetParameterCommand({ Name: stack.outputs.ModelParameter }));
    expect(parameter.Parameter?.Value).toBe(model);
    const answer = await stack.clients.lambda.send(
      new InvokeCommand({ FunctionName: stack.outputs.WhichModelFunction }),
    );
    expect(JSON.parse(Buffer.from(answer.Payload ?? []).toString())).toMatchObject({ model });
  });

  it('keeps out what nobody agreed to, what is not safe, and who people are', () => {
    const train = read(files['train']);
    const everything = ['train', 'validation', 'holdout'].map((name) => read(files[name])).join('');
    expect(train.split('\n').length - 1).toBe(first.state.dataset?.train);
    expect(everything).not.toContain('slipped disc');
    expect(everything).not.toContain('better off without me');
    expect(everything).not.toMatch(/jordan\.belmont|kathleen@|555 0132/);
  });

  it('carries no chat text in the state of a run', async () => {
    const { executions } = await stack.clients.sfn.send(
      new ListExecutionsCommand({ stateMachineArn: stack.outputs.StateMachineArn }),
    );
    const { events } = await stack.clients.sfn.send(
      new GetExecutionHistoryCommand({ executionArn: executions?.[0]?.executionArn, includeExecutionData: true }),
    );
    expect(events?.length).toBeGreaterThan(20);
    expect(JSON.stringify(events)).not.toMatch(/workout|pull-up|Maya/);
  });

  it(
    'makes the same dataset of the same exchanges, and stops a dry run before training',
    async () => {
      const again = await run({ dryRun: true });
      expect(again).toMatchObject({ succeeded: true, state: { dataset: { id: first.state.dataset?.id } } });
      expect(again.state.job).toBeUndefined();
    },
    long,
  );

  it(
    'ends a run that may not cost so much, in words that say what to do',
    async () => {
      const dear = await run({ maximumCostUsd: 0.0001 });
      expect(dear).toMatchObject({ succeeded: false, reason: expect.stringContaining('Raise "maximumCostUsd"') });
    },
    long,
  );

  it('refuses an option that it does not know, by its name', async () => {
    const odd = await run({ minimunExamples: 10 });
    expect(odd).toMatchObject({ succeeded: false, reason: expect.stringContaining('minimumExamples') });
  });
});

describe('a user whose examples have trained a model', () => {
  const headers = { authorization: 'Bearer any' };
  const filesAtTheTrainer = async () => {
    const answer = await fetch(`${stack.openaiBaseUrl}/files?purpose=fine-tune`, { headers });
    return z.object({ data: z.array(z.object({ filename: z.string() })) }).parse(await answer.json()).data;
  };

  it(
    'is nowhere any more once erased; the dataset, the run and the model are named, and the uploaded files are gone',
    async () => {
      const users = new Map<string, string>();
      for await (const { userId } of messagesIn(sample)) users.set(pseudonyms.user(userId), userId);
      const prefix = `datasets/${first.state.dataset?.id}/`;
      const before = [...(await everything(stack))].filter(([key]) => key.startsWith(`${prefix}examples.jsonl`));
      const examples = before
        .flatMap(([, text]) => text.split('\n').slice(0, -1))
        .map((line) => exampleSchema.parse(JSON.parse(line)));
      const { id, pseudonym = '' } = examples.find(({ split }) => split === 'train') ?? {};
      // As a run leaves it that breaks off between the upload and the job: a run that ends deletes its files itself.
      const form = new FormData();
      form.set('purpose', 'fine-tune');
      const name = fileNameOf(first.id, String(first.state.dataset?.id), 'train');
      form.set('file', new Blob([read(files['train'])]), name);
      const sent = await fetch(`${stack.openaiBaseUrl}/files`, { method: 'POST', body: form, headers });
      expect(sent.status).toBe(200);
      expect(await filesAtTheTrainer()).toEqual([{ filename: name }]);

      const started = await invoke(stack, stack.outputs.EraseUserFunction, { userId: users.get(pseudonym) });
      const { report } = z.object({ report: z.string() }).parse(started);
      await erased(stack, started);

      const left = [...(await everything(stack))];
      const told = z
        .object({ finished: z.boolean(), datasets: z.array(z.string()), models: z.array(z.string()) })
        .parse(JSON.parse(left.find(([key]) => key.startsWith(report))?.[1] ?? ''));
      expect(told.finished).toBe(true);
      expect(told.datasets).toContain(first.state.dataset?.id);
      expect(told.models).toContain(first.state.promotion?.model);
      expect(left.filter(([key]) => key.startsWith(`${prefix}superseded.json`))).toHaveLength(1);
      const named = left
        .filter(([, text]) => text.includes(pseudonym) || text.includes(String(id)))
        .map(([key]) => key);
      expect(named.filter((key) => !/^(tombstones|erasures)\/|superseded\.json#/.test(key))).toEqual([]);
      expect(await filesAtTheTrainer()).toEqual([]);
    },
    long,
  );
});

describe('a deployment that lacks a grant', () => {
  it(
    'is refused by name',
    async () => {
      const template = JSON.parse(read(join(stack.folder, 'cdk.out', 'ReflectWithin-dev.template.json')));
      const [policy = ''] = Object.keys(template.Resources).filter((id) => /^StepsPlanDataset.*Policy/.test(id));
      const { Statement } = template.Resources[policy].Properties.PolicyDocument;
      template.Resources[policy].Properties.PolicyDocument.Statement = Statement.filter(
        (statement: unknown) => !JSON.stringify(statement).includes('s3:ListBucket'),
      );
      const cloudFormation = new CloudFormationClient({
        endpoint: stack.endpoint,
        region: emulatorCredentials.AWS_REGION,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      });
      const StackName = 'ReflectWithin-dev';
      // CloudFormation takes a template of this size from a bucket only.
      const place = { Bucket: 'cdk-hnb659fds-assets-000000000000-us-east-1', Key: 'without-a-grant.json' };
      await stack.clients.s3.send(new PutObjectCommand({ ...place, Body: JSON.stringify(template) }));
      await cloudFormation.send(
        new UpdateStackCommand({
          StackName,
          TemplateURL: `${stack.endpoint}/${place.Bucket}/${place.Key}`,
          Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
        }),
      );
      let status = '';
      while (!status.endsWith('_COMPLETE')) {
        const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
        status = Stacks?.[0]?.StackStatus ?? '';
        expect(status).not.toMatch(/FAILED|ROLLBACK/);
      }
      const refused = await run();
      expect(refused.succeeded).toBe(false);
      expect(refused.reason).toMatch(/AccessDenied.*s3:ListBucket/s);
    },
    long,
  );
});
