import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { templateOf } from './template.ts';

const alarm = 'AWS::CloudWatch::Alarm';

describe('monitoring', () => {
  const template = templateOf('prod');
  const alarms = Object.values(template.findResources(alarm)).map(({ Properties }) => Properties);

  test.each([
    ['Errors', 'CollectionCollect'],
    ['Throttles', 'CollectionCollect'],
    ['IteratorAge', 'CollectionCollect'],
    ['Duration', 'CollectionCollect'],
    ['DestinationDeliveryFailures', 'CollectionCollect'],
    ['Errors', 'RegistryWhichModel'],
    ['Errors', 'FeedbackConsent'],
    ['Throttles', 'RegistryWhichModel'],
  ])('an alarm rings on %s of %s', (metric, name) => {
    template.hasResourceProperties(alarm, {
      MetricName: metric,
      Namespace: 'AWS/Lambda',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: Match.stringLikeRegexp(`^${name}`) } }],
    });
  });

  test('an alarm rings when a batch lands in the failures bucket', () => {
    template.hasResourceProperties(alarm, {
      MetricName: 'OnFailureDestinationDeliveredEventCount',
      Dimensions: [{ Name: 'EventSourceMappingUUID', Value: { Ref: Match.stringLikeRegexp('DynamoDBEventSource') } }],
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
    });
  });

  test('an alarm rings when the app writes what cannot be read', () => {
    template.hasResourceProperties(alarm, {
      Namespace: 'ReflectWithin',
      MetricName: 'ItemsQuarantined',
      Dimensions: [{ Name: 'service', Value: 'prod-Collect' }],
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ POWERTOOLS_SERVICE_NAME: 'prod-Collect' }) },
    });
  });

  test('there are as many alarms as the README has in its bill', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    expect(readme).toContain(`${alarms.length} alarms $${(alarms.length * 0.1).toFixed(2)}`);
  });

  test('the collector counts as many things as the README has in its bill', () => {
    const handler = readFileSync(new URL('../../functions/collect/handler.ts', import.meta.url), 'utf8');
    const counted = /count\(\{([^}]*)\}/.exec(handler)?.[1]?.match(/\w+(?=:)/g) ?? [];
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    expect(readme).toContain(`${counted.length} metrics $${(counted.length * 0.3).toFixed(2)}`);
  });

  test.each(['ExecutionsFailed', 'ExecutionsTimedOut'])('an alarm rings on %s of training', (metric) => {
    template.hasResourceProperties(alarm, { MetricName: metric, Namespace: 'AWS/States', Threshold: 0 });
  });

  test.each([
    ['dev', 5],
    ['prod', 60],
  ] as const)('in %s messages are late after twice the batching window at the earliest', (stage, window) => {
    const late = Object.values(templateOf(stage).findResources(alarm, { Properties: { MetricName: 'IteratorAge' } }));
    expect(late).toHaveLength(1);
    expect(late[0]?.['Properties'].Threshold).toBeGreaterThanOrEqual(2 * window * 1000);
  });

  test('an alarm rings when exchanges are missing, and when somebody was not erased', () => {
    template.hasResourceProperties(alarm, {
      MetricName: 'ExchangesMissing',
      Namespace: 'ReflectWithin',
      Dimensions: [{ Name: 'service', Value: 'prod-FinishReconciliation' }],
      Threshold: 0,
    });
    template.hasResourceProperties(alarm, {
      MetricName: 'ExecutionsFailed',
      Dimensions: [{ Name: 'StateMachineArn', Value: { Ref: Match.stringLikeRegexp('^ErasureErasureMachine') } }],
    });
  });

  test.each([
    ['ExecutionsAborted', 'ErasureErasureMachine'],
    ['ExecutionsTimedOut', 'ErasureErasureMachine'],
    ['ExecutionsTimedOut', 'BackfillBackfillMachine'],
    ['ExecutionsFailed', 'RedriveRedriveMachine'],
    ['ExecutionsTimedOut', 'RedriveRedriveMachine'],
    ['ExecutionsTimedOut', 'ReconciliationReconciliationMachine'],
  ])('an alarm rings on %s of %s', (MetricName, name) => {
    const Dimensions = [{ Name: 'StateMachineArn', Value: { Ref: Match.stringLikeRegexp(`^${name}`) } }];
    template.hasResourceProperties(alarm, { MetricName, Namespace: 'AWS/States', Dimensions });
  });

  // Whatever a rule starts, whoever adds it.
  test.each(['dev', 'prod', 'reconciled monthly', 'never reconciled'] as const)(
    '%s: an alarm rings for each rule of which EventBridge could not start what it should',
    (name) => {
      const rules = Object.keys(templateOf(name).findResources('AWS::Events::Rule'));
      const watched = templateOf(name).findResources(alarm, {
        Properties: { Namespace: 'AWS/Events', MetricName: 'FailedInvocations', Statistic: 'Sum', Threshold: 0 },
      });
      const names = Object.values(watched).map(({ Properties }) => Properties.Dimensions);
      expect(rules.length).toBe(name === 'never reconciled' ? 1 : 2);
      expect(names).toEqual(expect.arrayContaining(rules.map((Ref) => [{ Name: 'RuleName', Value: { Ref } }])));
      expect(names).toHaveLength(rules.length);
    },
  );

  test('every alarm tells people, says who is hurt and takes silence for peace', () => {
    expect(alarms).toHaveLength(30);
    for (const { AlarmActions, AlarmDescription, TreatMissingData } of alarms) {
      expect(AlarmActions).toEqual([{ Ref: expect.stringMatching(/^News/) }]);
      expect(AlarmDescription).toMatch(/^.{40,}\.$/);
      expect(TreatMissingData).toBe('notBreaching');
    }
  });

  test('alarms may publish, which the default policy would allow had it not been replaced', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ]),
      },
    });
  });

  test('the operator gets mail', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'operator@example.org' });
    templateOf('dev').resourceCountIs('AWS::SNS::Subscription', 0);
  });

  test('a dashboard shows collection, runs and questions', () => {
    template.hasResourceProperties('AWS::CloudWatch::Dashboard', {
      DashboardBody: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('Collection: from')])] },
    });
  });

  test('the training log has every event and no data', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
      TracingConfiguration: { Enabled: true },
    });
  });
});
