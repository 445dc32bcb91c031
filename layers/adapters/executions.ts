import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { calling } from './failed-call.ts';

/** Executions of one state machine. */
export interface Executions {
  /** @returns the execution's ARN. @throws RetryableError */
  start(input: unknown): Promise<string>;
}

export const createExecutions = (sfn: () => SFNClient, stateMachineArn: string): Executions => ({
  start: (input) =>
    calling('start the state machine', async () => {
      const started = await sfn().send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }));
      return started.executionArn ?? '';
    }),
});
