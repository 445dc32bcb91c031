import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { checkInput, type InputSummary, messagesIn } from '../../layers/adapters/input/input.ts';
import { placeOf } from '../../layers/adapters/input/row.ts';
import { policyNames } from '../../layers/adapters/policy-files.ts';
import { S3ObjectStore } from '../../layers/adapters/s3-object-store.ts';
import { type ObjectStore, readText } from '../../layers/core/dataset/object-store.ts';
import { resolveRequest } from '../../layers/core/dataset/request.ts';
import { many } from '../../layers/core/many.ts';
import { LocalError } from '../errors.ts';
import { projectFolder } from '../folders.ts';
import type { RunRequest } from '../options.ts';
import type { Progress } from '../progress.ts';
import type { Laptop } from '../stack/laptop.ts';
import { copyObject } from './lake.ts';
import { asRecorded, failureSchema, type RunState } from './run-state.ts';
import { runStages } from './stages.ts';
import { type FinishedRun, trainingRun } from './training-run.ts';
import { type Collected, waitForShards } from './wait-for-shards.ts';
import { writeMessages } from './write-messages.ts';

export const sample = join(projectFolder, 'local', 'sample', 'conversations.jsonl');

/** What is known so far: a run that breaks off tells as much. */
export interface Findings {
  collected: Collected;
  state: RunState;
  /** Paths on this computer, by what the file is. */
  files: Record<string, string>;
}

const whole = new Intl.NumberFormat('en').format;

/**
 * Checks the run's options as its first state will: a slip of the pen is told now, not after the deployment.
 *
 * @throws InvalidRequest, UnknownPolicy
 */
export function checkRequest(request: RunRequest, now: Date): void {
  const policies = policyNames(join(projectFolder, 'layers', 'policy'));
  resolveRequest(request, {
    startedAt: now.toISOString(),
    minimumExamples: 10,
    policy: 'reflect',
    baseModel: 'gpt-4o-mini-2024-07-18',
    policies,
  });
}

/** Reads the input once through: before anything is started, the person knows whether it can be used. */
export async function checkConversations(files: readonly string[], progress: Progress): Promise<InputSummary> {
  const stage = progress.stage('Read the conversations');
  const input = await checkInput(files);
  const held = input.withoutConsent === 0 ? '' : `, ${whole(input.withoutConsent)} more without consent`;
  const gone = input.deleted === 0 ? '' : `, ${whole(input.deleted)} messages called deleted passed over`;
  stage.done(`${whole(input.messages)} messages, ${whole(input.exchanges)} exchanges${held}${gone}`);
  for (const bad of input.bad) progress.note(`  ${placeOf(bad)} ${bad.reason}: skipped`);
  if (input.skipped > input.bad.length) progress.note(`  … ${whole(input.skipped)} lines skipped in all`);
  return input;
}

/** The exchanges are counted to know that all have come: what an earlier run left would be counted too. */
async function refuseUsedTable({ clients, outputs, endpoint }: Laptop): Promise<void> {
  const { Count } = await clients.dynamodb.send(new ScanCommand({ TableName: outputs.MessagesTable, Limit: 1 }));
  if (Count === 0) return;
  throw new LocalError(
    'EmulatorInUse',
    `The emulator holds messages of an earlier run. Empty it: curl -X POST ${endpoint}/_ministack/reset`,
  );
}

/** Has the collector find the conversations, by writing them to the table as the app would. */
export async function collectConversations(
  laptop: Laptop,
  files: readonly string[],
  input: InputSummary,
  progress: Progress,
): Promise<Collected> {
  await refuseUsedTable(laptop);
  const writing = progress.stage('Write the messages to the table');
  const tell = (written: number) =>
    writing.tell(`${whole(written)} of ${whole(input.messages)}`, written / input.messages);
  await writeMessages(laptop.clients.dynamodb, laptop.outputs.MessagesTable, messagesIn(files), tell);
  writing.done(`${whole(input.messages)} messages`);

  const waiting = progress.stage('Wait for the exchanges to be collected');
  const collected = await waitForShards(lakeOf(laptop), input.exchanges, ({ shards, exchanges }) =>
    waiting.tell(
      `${whole(exchanges)} of ${whole(input.exchanges)} in ${many(shards, 'shard')}`,
      exchanges / input.exchanges,
    ),
  );
  waiting.done(`${many(collected.exchanges, 'exchange')} in ${many(collected.shards, 'shard')}`);
  return collected;
}

const lakeOf = ({ clients, outputs }: Laptop): ObjectStore => new S3ObjectStore(() => clients.s3, outputs.LakeBucket);

/** The run with its reason and its job's status as it recorded them, else as the state machine tells them. */
async function asItRecorded(lake: ObjectStore, run: FinishedRun): Promise<FinishedRun> {
  try {
    const recorded = failureSchema.parse(JSON.parse((await readText(lake, `runs/${run.id}/failure.json`)) ?? ''));
    return { ...run, state: asRecorded(run.state, recorded), reason: `${recorded.error}: ${recorded.reason}` };
  } catch {
    // The failure came before it could be recorded.
    return run;
  }
}

/** Runs the state machine once, and shows each of its states. `onState` hears what is known after each. */
export async function train(
  laptop: Laptop,
  request: RunRequest,
  progress: Progress,
  onState: (state: RunState) => void,
): Promise<FinishedRun> {
  const stages = runStages(progress);
  const run = await trainingRun(laptop.clients.sfn, laptop.outputs.StateMachineArn, request, (name, state) => {
    stages.enter(name);
    onState(state);
  });
  stages.end(run.succeeded);
  return run.succeeded ? run : asItRecorded(lakeOf(laptop), run);
}

/**
 * Copies the bucket to this computer, unpacked, so that one can look inside.
 *
 * @returns the copies that people look at first, by what they are
 */
export async function copyLake(laptop: Laptop, folder: string, progress: Progress): Promise<Record<string, string>> {
  const stage = progress.stage('Copy the files');
  const lake = lakeOf(laptop);
  const files: Record<string, string> = {};
  let copies = 0;
  for await (const { key } of lake.list('')) {
    const path = await copyObject(lake, key, join(folder, 'lake'));
    const [, name] = /^(?:datasets|runs)\/[^/]+\/([a-z-]+)\.(?:jsonl?|csv|html)$/.exec(key) ?? [];
    if (name !== undefined) files[name] = path;
    if (key.startsWith('exchanges/')) files['exchanges'] = join(folder, 'lake', 'exchanges');
    if (key.startsWith('quarantine/')) files['quarantine'] = join(folder, 'lake', 'quarantine');
    stage.tell(`${whole(++copies)} objects`);
  }
  stage.done(`${whole(copies)} objects`);
  return files;
}
