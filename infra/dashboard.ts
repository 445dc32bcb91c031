import { Duration } from 'aws-cdk-lib';
import { GraphWidget, type IMetric, type IWidget, Metric, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Rule } from 'aws-cdk-lib/aws-events';
import type { Capabilities } from './capabilities.ts';

/** What alarms and graphs count by. */
export const period = Duration.minutes(5);
export const sum = { period, statistic: 'Sum' };

/** A metric of the mapping that hands the stream's records to the collector. */
export const mapping = (id: string, metricName: string) =>
  new Metric({ namespace: 'AWS/Lambda', metricName, dimensionsMap: { EventSourceMappingUUID: id }, ...sum });

/**
 * How often EventBridge gave up on what a rule should have started; silent while it tries again, and where all is well.
 * Absence would ring after each first deployment, and cannot be told of a month (ADR 107).
 */
export const notStarted = ({ ruleName }: Rule): IMetric =>
  new Metric({
    namespace: 'AWS/Events',
    metricName: 'FailedInvocations',
    dimensionsMap: { RuleName: ruleName },
    ...sum,
  });

/** What the dashboard shows, row by row. */
export function widgets({ collection, stateMachine, registry: { whichModel } }: Capabilities): IWidget[][] {
  const { collect, mappingId } = collection;
  const graph = (title: string, ...left: IMetric[]) => new GraphWidget({ title, left, width: 8 });
  const text = (markdown: string) => new TextWidget({ markdown, width: 24, height: 1 });
  return [
    [text('## Collection: from the message table to shards in S3')],
    [
      graph('Messages', mapping(mappingId, 'PolledEventCount'), mapping(mappingId, 'FilteredOutEventCount')),
      graph('Age of what waits', collect.metric('IteratorAge', { period, statistic: 'Maximum' })),
      graph('Failed', collect.metricErrors(sum), mapping(mappingId, 'OnFailureDestinationDeliveredEventCount')),
    ],
    [
      graph(
        'Exchanges',
        ...['ExchangesCollected', 'ExchangesAccepted', 'ExchangesRejected'].map((name) => collect.counted(name)),
      ),
      graph('Left out', ...['ExchangesWithoutConsent', 'ItemsQuarantined'].map((name) => collect.counted(name))),
    ],
    [text('## Training runs')],
    [
      graph('Runs', stateMachine.metricStarted(sum), stateMachine.metricSucceeded(sum), stateMachine.metricFailed(sum)),
      graph('Duration', stateMachine.metricTime({ period, statistic: 'Maximum' })),
    ],
    [text('## Which model?')],
    [
      graph('Questions', whichModel.metricInvocations(sum), whichModel.metricErrors(sum)),
      graph('Time to answer', whichModel.metricDuration({ period, statistic: 'p99' })),
    ],
  ];
}
