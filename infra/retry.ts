import { Duration } from 'aws-cdk-lib';
import { JitterType, type RetryProps } from 'aws-cdk-lib/aws-stepfunctions';

/** What may go well the next time: our own RetryableError, and Lambda having trouble. Everything else ends the run. */
export const retry: RetryProps = {
  errors: [
    'RetryableError',
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ServiceException',
    'Lambda.SdkClientException',
    'Lambda.AWSLambdaException',
  ],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxAttempts: 6,
  jitterStrategy: JitterType.FULL,
};

/**
 * More than the account may run at once: no failure, but a queue, in which a child of a map waits for others that take
 * 15 minutes each. An hour and a half, half a minute apart on average. CDK's own list of errors has not got it.
 */
export const retryOfBusy: RetryProps = {
  errors: ['Lambda.TooManyRequestsException'],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxDelay: Duration.minutes(1),
  maxAttempts: 180,
  jitterStrategy: JitterType.FULL,
};

/**
 * A function that Lambda ended: it waited for something silent, mostly, or had a bad host. What is really too large for
 * its time or memory ends so each time, so two more attempts are all.
 */
export const retryOfEnded: RetryProps = {
  errors: ['Sandbox.Timedout', 'Lambda.Unknown'],
  interval: Duration.seconds(30),
  backoffRate: 2,
  maxAttempts: 2,
};

/**
 * For what was paid for and would be lost: 85 minutes, as the polls before it have patience. One execution waits, also
 * for credit that somebody adds meanwhile.
 */
export const patientRetry: RetryProps = {
  ...retry,
  errors: [...(retry.errors ?? []), 'QuotaExceeded'],
  interval: Duration.seconds(30),
  maxDelay: Duration.minutes(10),
  maxAttempts: 12,
  jitterStrategy: JitterType.NONE,
};
