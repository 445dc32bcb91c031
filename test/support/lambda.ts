import { jest } from '@jest/globals';
import type { Context } from 'aws-lambda';

const context = (): Context => ({
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'function',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:1:function:function',
  memoryLimitInMB: '512',
  awsRequestId: 'request',
  logGroupName: 'group',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => 60_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});

/** Invokes a handler as Lambda does, and keeps what it answered or threw and all that it printed. */
export async function invoke(handler: (event: unknown, context: Context) => unknown, event: unknown) {
  const printed: string[] = [];
  // Below the console, for Powertools has one of its own.
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation((chunk) => printed.push(String(chunk)) > 0),
  );
  try {
    return { answer: await handler(event, context()), output: printed.join('\n') };
  } catch (error) {
    return { error, output: printed.join('\n') };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
