import { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { bundled, runtime } from './bundle.ts';
import type { House } from './house.ts';

export interface NodeFunctionProps {
  readonly house: House;
  /** The handler's file, from the root of the project. */
  readonly entry: string;
  readonly description: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** MB; 1,769 MB are one whole processor. */
  readonly memorySize?: number;
  readonly timeout?: Duration;
}

/** Under this name a function's own metrics are found; two stages in one account do not mix. */
export const serviceName = ({ settings }: House, id: string) => `${settings.stage}-${id}`;

/** The house's defaults for every function, in one place. */
export class NodeFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, { house, entry, environment, ...props }: NodeFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: house.settings.logRetention,
      removalPolicy: house.settings.removalPolicy,
    });
    // A role of our own: CDK's comes with AWS's managed policy, which may write to every log group of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    super(scope, id, {
      runtime,
      architecture: Architecture.ARM_64,
      code: bundled(entry),
      handler: 'index.handler',
      memorySize: 512,
      timeout: Duration.seconds(60),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Nothing is instrumented: the console shows each state's time, and a tracer costs each cold start (ADR 0043).
      tracing: Tracing.DISABLED,
      layers: [house.policyLayer],
      environment: {
        STAGE: house.settings.stage,
        POLICY: house.settings.policy,
        POWERTOOLS_SERVICE_NAME: serviceName(house, id),
        NODE_OPTIONS: '--enable-source-maps',
        ...environment,
      },
      ...props,
    });
  }
}
