import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { bundled, runtime } from './bundle.ts';
import type { House } from './house.ts';

interface NodeFunctionProps {
  readonly house: House;
  /** The handler's file, from the root of the project. */
  readonly entry: string;
  readonly description: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** MB; 1,769 MB are one whole processor. */
  readonly memorySize?: number;
  readonly timeout?: Duration;
}

/** The house's defaults for every function, in one place. */
export class NodeFunction extends LambdaFunction {
  /** Under this name its own metrics are found; two stages in one account do not mix. */
  readonly #service: string;

  constructor(scope: Construct, id: string, { house, entry, environment, ...props }: NodeFunctionProps) {
    const service = `${house.settings.stage}-${id}`;
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
        POLICY: house.settings.policy,
        POWERTOOLS_SERVICE_NAME: service,
        NODE_OPTIONS: '--enable-source-maps',
        ...environment,
      },
      ...props,
    });
    this.#service = service;
  }

  /** How many of a thing it has counted itself, such as `ExchangesCollected`. */
  counted(metricName: string): Metric {
    const dimensionsMap = { service: this.#service };
    return new Metric({ namespace: 'ReflectWithin', metricName, dimensionsMap, statistic: 'Sum' });
  }
}
