import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import type { Deployed } from './deployed.ts';

/** What a function answers. @throws Error with what went wrong in it */
export async function invoke(stack: Deployed, FunctionName: string, payload: unknown): Promise<unknown> {
  const Payload = Buffer.from(JSON.stringify(payload));
  const { Payload: answer, FunctionError } = await stack.clients.lambda.send(
    new InvokeCommand({ FunctionName, Payload }),
  );
  const text = Buffer.from(answer ?? []).toString();
  if (FunctionError) throw new Error(text);
  return JSON.parse(text);
}

/** How an execution has ended, as soon as it has. */
export async function ended(stack: Deployed, executionArn: string | undefined) {
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
const erasure = z.object({ execution: z.string(), report: z.string() });
const erasureReport = z.object({ finished: z.boolean() });

/**
 * Waits until an erasure has found nothing any more, as people are told. Its execution goes on for a day then.
 *
 * @param started what the function that starts it has answered
 */
export async function erased(stack: Deployed, started: unknown): Promise<void> {
  const { execution, report: Key } = erasure.parse(started);
  const { s3, sfn } = stack.clients;
  for (;;) {
    const { status, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn: execution }));
    const paper = await s3
      .send(new GetObjectCommand({ Bucket: stack.outputs.LakeBucket, Key }))
      .then(({ Body }) => Body?.transformToString())
      .catch((error: unknown) => {
        if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
        throw error;
      });
    if (paper !== undefined && erasureReport.parse(JSON.parse(paper)).finished) return;
    if (status !== 'RUNNING') throw new Error(`The erasure has ended too early: ${status}, ${cause}`);
    await sleep(200);
  }
}

/** Starts a state machine, and waits for its end. */
export async function run(stack: Deployed, stateMachineArn: string, input: unknown = {}) {
  const started = await stack.clients.sfn.send(
    new StartExecutionCommand({ stateMachineArn, name: randomUUID(), input: JSON.stringify(input) }),
  );
  return ended(stack, started.executionArn);
}

/** What a look has found, as soon as it has. */
export async function until<Value>(look: () => Promise<Value | undefined | false>): Promise<Value> {
  for (let tries = 0; tries < 300; tries++) {
    const found = await look();
    if (found) return found;
    await sleep(200);
  }
  throw new Error('It did not happen within a minute');
}
