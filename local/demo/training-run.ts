import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type HistoryEvent,
  paginateGetExecutionHistory,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { RunRequest } from '../options.ts';
import { type RunState, runStateSchema } from './run-state.ts';

export interface FinishedRun {
  readonly id: string;
  readonly succeeded: boolean;
  /** As far as the run came. */
  readonly state: RunState;
  /** Why it failed, in words; empty when it did not. */
  readonly reason: string;
}

/** States that do something; Choice, Pass, Succeed and Fail take no time. */
const shown = /^(Task|Map|Parallel|Wait)StateEntered$/;

/** How often the run is asked how far it is, in milliseconds. */
const askEvery = 150;

function stateIn(json: string | undefined): RunState | undefined {
  if (json === undefined) return undefined;
  try {
    return runStateSchema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}

async function* eventsAfter(client: SFNClient, executionArn: string, last: number): AsyncGenerator<HistoryEvent> {
  for await (const page of paginateGetExecutionHistory({ client }, { executionArn, includeExecutionData: true })) {
    for (const event of page.events ?? []) if ((event.id ?? 0) > last) yield event;
  }
}

/** The state machine's error and cause; a Lambda's cause is JSON that holds the message for people. */
function reasonOf(error = '', cause = ''): string {
  try {
    const told: unknown = JSON.parse(cause);
    if (typeof told === 'object' && told !== null && 'errorMessage' in told) {
      const name = 'errorType' in told ? String(told.errorType) : error;
      return `${name}: ${String(told.errorMessage)}`;
    }
  } catch {
    // Not JSON: the cause is the words themselves.
  }
  return [error, cause].filter((part) => part !== '').join(': ');
}

/**
 * Starts a training run and follows it to its end.
 *
 * @param onState hears the name of each state as it is entered, and what the run knows by then
 */
export async function trainingRun(
  sfn: SFNClient,
  stateMachineArn: string,
  request: RunRequest,
  onState: (name: string, known: RunState) => void,
): Promise<FinishedRun> {
  const id = `laptop-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  const { executionArn = '' } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, name: id, input: JSON.stringify(request) }),
  );
  let last = 0;
  let state: RunState = {};
  while (true) {
    // Asked before the history, so that the history of an ended run is whole.
    const { status, output, error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    for await (const event of eventsAfter(sfn, executionArn, last)) {
      last = event.id ?? last;
      const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited } = event;
      state = { ...state, ...stateIn(exited?.output) };
      if (entered?.name !== undefined && shown.test(event.type ?? '')) onState(entered.name, state);
    }
    if (status !== 'RUNNING') {
      const succeeded = status === 'SUCCEEDED';
      state = { ...state, ...stateIn(output) };
      return { id, succeeded, state, reason: succeeded ? '' : reasonOf(error, cause) || `the run ended as ${status}` };
    }
    await sleep(askEvery);
  }
}
