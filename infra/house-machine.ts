import { Aws, type Duration, Fn } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  type Chain,
  DefinitionBody,
  Fail,
  type IChainable,
  JsonPath,
  LogLevel,
  Pass,
  type RetryProps,
  StateMachine,
  TaskInput,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, type LambdaInvokeProps } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { acknowledgeWildcard, logicalId } from './acknowledge.ts';
import type { House } from './house.ts';
import type { NodeFunction } from './node-function.ts';
import { retry, retryOfBusy, retryOfEnded } from './retry.ts';

interface HouseMachineProps {
  readonly house: House;
  /** Stands in the names of logs, such as `reflectwithin-dev-erasure`. */
  readonly name: string;
  readonly comment: string;
  readonly flow: IChainable;
  readonly timeout: Duration;
  /** Labels of the distributed maps in the flow. */
  readonly maps?: readonly string[];
}

/** The house's defaults for state machines: all of it logged but the data. */
export class HouseMachine extends StateMachine {
  constructor(scope: Construct, id: string, { house, name, comment, flow, timeout, maps = [] }: HouseMachineProps) {
    const { settings } = house;
    super(scope, id, {
      definitionBody: DefinitionBody.fromChainable(flow),
      comment,
      timeout,
      tracingEnabled: true,
      logs: {
        level: LogLevel.ALL,
        // The execution's history keeps the data for 90 days; logs are read by more people.
        includeExecutionData: false,
        destination: new LogGroup(scope, `${id}Logs`, {
          // The prefix spares the account's one resource policy for log delivery, which has a size limit.
          // The stack's own id, for a log that was kept from an earlier stack has the same stage.
          logGroupName: `/aws/vendedlogs/states/reflectwithin-${settings.stage}-${name}-${Fn.select(2, Fn.split('/', Aws.STACK_ID))}`,
          retention: settings.logRetention,
          removalPolicy: settings.removalPolicy,
        }),
      },
      removalPolicy: settings.removalPolicy,
    });
    acknowledgeWildcard(this, '*', 'Log delivery and X-Ray know no resources to restrict these actions to');
    if (maps.length === 0) return;
    // As CDK writes a state machine's name into the permissions of its maps.
    const own = JSON.stringify({ 'Fn::Select': [6, { 'Fn::Split': [':', { Ref: logicalId(this) }] }] });
    const executions = `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${own}`;
    for (const each of [':*', ...maps.map((label) => `/${label}:*`)]) {
      acknowledgeWildcard(scope, `${executions}${each}`, 'The executions of this state machine and of its maps');
    }
  }
}

/** A state that asks a function, tried again as every state of the house is, or as is said. */
export function ask(
  scope: Construct,
  name: string,
  lambdaFunction: NodeFunction,
  comment: string,
  options: Partial<LambdaInvokeProps> = {},
  again: RetryProps = retry,
): LambdaInvoke {
  acknowledgeWildcard(
    scope,
    `<${logicalId(lambdaFunction)}.Arn>:*`,
    'The versions of one function: CDK grants them too',
  );
  const state = new LambdaInvoke(scope, name, {
    lambdaFunction,
    comment,
    payloadResponseOnly: true,
    retryOnServiceExceptions: false,
    ...options,
  });
  state.addRetry(again);
  state.addRetry(retryOfBusy);
  state.addRetry(retryOfEnded);
  return state;
}

/** What the execution itself knows of the run. */
export const run = { runId: JsonPath.executionName, startedAt: JsonPath.executionStartTime };

interface FailurePathProps {
  readonly recorder: NodeFunction;
  /** The name of each state, and what people should know of it. */
  readonly record: readonly [name: string, comment: string];
  readonly failed: readonly [name: string, comment: string];
  readonly refused: string;
}

/** Whatever goes wrong in a flow ends here: recorded, told to people, and shown as failed in the console. */
interface FailurePath {
  /** For what a state throws, under `$.failure`. */
  readonly failed: Chain;
  /** For a refused request: it has left no state yet, and may be of any form; this makes one of it. */
  readonly refused: Chain;
}

export function failurePath(scope: Construct, { recorder, record, failed, refused }: FailurePathProps): FailurePath {
  const end = new Fail(scope, failed[0], {
    comment: failed[1],
    errorPath: '$.failure.Error',
    causePath: '$.failure.Cause',
  });
  const path = ask(scope, record[0], recorder, record[1], {
    payload: TaskInput.fromObject({
      ...run,
      failure: JsonPath.objectAt('$.failure'),
      state: JsonPath.entirePayload,
    }),
    resultSelector: { Error: JsonPath.stringAt('$.error'), Cause: JsonPath.stringAt('$.reason') },
    resultPath: '$.failure',
  })
    // Should even that fail, the run ends with the reason as it was thrown.
    .addCatch(end, { resultPath: JsonPath.DISCARD })
    .next(end);
  const ofRequest = new Pass(scope, refused, {
    comment: 'The request as it came, and why it was refused',
    parameters: { input: JsonPath.objectAt('$$.Execution.Input'), failure: JsonPath.entirePayload },
  });
  return { failed: path, refused: ofRequest.next(path) };
}
