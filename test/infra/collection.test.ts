import { describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { attached, type Deployment, deployments } from './deployments.ts';
import { permissions, plain } from './policies.ts';
import { templateOf } from './template.ts';

const mapping = 'AWS::Lambda::EventSourceMapping';

const filters = z.object({
  Properties: z.object({ FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }) }),
});
const patterns = (name: Deployment) =>
  Object.values(templateOf(name).findResources(mapping)).flatMap((each) =>
    filters.parse(each).Properties.FilterCriteria.Filters.map(({ Pattern }) => JSON.parse(Pattern)),
  );

describe('collection', () => {
  const template = templateOf('dev');

  test('takes large batches, tries patiently and loses none', () => {
    template.hasResourceProperties(mapping, {
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 1000,
      BisectBatchOnFunctionError: true,
      // As often as the age allows.
      MaximumRetryAttempts: Match.absent(),
      MetricsConfig: { Metrics: ['EventCount'] },
      DestinationConfig: {
        OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('^LakeFailures'), 'Arn'] } },
      },
    });
  });

  test('gives up before the stream forgets, and not before half a day', () => {
    const [found] = Object.values(template.findResources(mapping));
    const age = found?.['Properties'].MaximumRecordAgeInSeconds;
    expect(age).toBeGreaterThanOrEqual(12 * 3600);
    expect(age).toBeLessThan(24 * 3600);
  });

  test.each([
    ['dev', 5],
    ['prod', 60],
  ] as const)('in %s a batch waits for %i seconds', (stage, seconds) => {
    templateOf(stage).hasResourceProperties(mapping, { MaximumBatchingWindowInSeconds: seconds });
  });

  test('deletions, and items that are no messages, cost no invocation', () => {
    expect(patterns('dev')).toEqual([
      { eventName: ['INSERT', 'MODIFY'], dynamodb: { NewImage: { collect: { S: ['yes'] } } } },
    ]);
    expect(patterns('attached')).toEqual([{ eventName: ['INSERT', 'MODIFY'] }]);
    expect(patterns('attached, with a filter')).toEqual([
      { eventName: ['INSERT', 'MODIFY'], dynamodb: { NewImage: { kind: { S: ['message', 'reply'] } } } },
    ]);
  });

  test('whoever reads the table knows which items these are, too', () => {
    const told = (name: Deployment) =>
      Object.entries(templateOf(name).findResources('AWS::Lambda::Function'))
        .filter(([, { Properties }]) => Properties.Environment?.Variables.MESSAGES_TABLE)
        .map(([id, { Properties }]) => [plain(id), JSON.parse(Properties.Environment.Variables.MESSAGE_MAPPING)]);
    const readers = ['Collect', 'RedriveBatches', 'BackfillSegment', 'PlanBackfill', 'ReconcileSegment'];
    const all = [...readers, 'PlanReconciliation'].sort();
    expect(told('dev').sort()).toEqual(all.map((name) => [name, { filter: { collect: ['yes'] } }]));
    expect(told('attached, by conversation').sort()).toEqual(
      all.map((name) => [name, { shape: 'conversation', filter: { kind: ['chat'] } }]),
    );
  });

  test('makes a table whose stream tells the item before and after', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: [
        { AttributeName: 'conversationId', KeyType: 'HASH' },
        { AttributeName: 'sortKey', KeyType: 'RANGE' },
      ],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      BillingMode: 'PAY_PER_REQUEST',
    });
  });

  describe("attached to the app's own table", () => {
    const mine = templateOf('attached, with other names');

    test('makes none, listens to its stream and knows its attributes', () => {
      // The registry's table is the one that is left.
      mine.resourceCountIs('AWS::DynamoDB::Table', 1);
      mine.hasResourceProperties(mapping, { EventSourceArn: attached.streamArn });
      mine.hasResourceProperties('AWS::Lambda::Function', {
        Environment: {
          Variables: Match.objectLike({
            MESSAGES_TABLE: 'app-messages',
            MESSAGE_MAPPING: '{"attributes":{"text":"body"}}',
          }),
        },
      });
      mine.hasOutput('MessagesTable', { Value: 'app-messages' });
    });

    test('may read it and its stream, and not write to it', () => {
      const collect = permissions(mine)['CollectRole'] ?? [];
      expect(collect.filter((each) => each.startsWith('dynamodb:'))).toEqual([
        `dynamodb:DescribeStream ${attached.streamArn}`,
        `dynamodb:GetRecords ${attached.streamArn}`,
        `dynamodb:GetShardIterator ${attached.streamArn}`,
        'dynamodb:ListStreams *',
        `dynamodb:Query ${attached.tableArn}`,
      ]);
    });

    test('may decrypt with the key of the table when it has one', () => {
      expect(permissions(templateOf('attached, with a key'))['CollectRole']).toContain(
        `kms:Decrypt ${deployments['attached, with a key'].tableKeyArn}`,
      );
    });
  });
});
