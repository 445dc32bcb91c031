import { Duration } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, FilterRule, type IEventSourceDlq, MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledgeWildcard, logicalId } from './acknowledge.ts';
import { NodeFunction } from './node-function.ts';
import { collect, permit, type TableParts } from './permissions.ts';
import type { Settings } from './settings.ts';

/** Listens to the message table's stream and writes shards of exchanges to the lake. */
export class Collection extends Construct {
  readonly collect: NodeFunction;
  /** Names the event source mapping in its metrics. */
  readonly mappingId: string;

  constructor(scope: Construct, id: string, parts: TableParts) {
    super(scope, id);
    const { house, messages, lake } = parts;
    this.collect = new NodeFunction(this, 'Collect', {
      house,
      entry: 'functions/collect/handler.ts',
      description: 'Pairs new messages to exchanges, redacts, scores and stores them as one shard per batch',
      memorySize: 1024,
    });
    permit(this.collect, parts, collect);

    const stream = new DynamoEventSource(messages, {
      // LATEST would miss what is written while the mapping is being made.
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [FilterCriteria.filter(pattern(house.settings))],
      batchSize: 1000,
      maxBatchingWindow: house.settings.collectionWindow,
      bisectBatchOnError: true,
      // The collector throws only when storage fails: patience first, but less than the 24 hours the stream keeps.
      // Nearly all of them, for the first deployment begins with what the stream still holds. The age alone ends it
      // (ADR 40): a number of attempts may be used up within the hour.
      maxRecordAge: Duration.hours(23),
      onFailure: keptIn(lake.failures),
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
    this.collect.addEventSource(stream);
    this.mappingId = stream.eventSourceMappingId;
    acknowledgeWildcard(
      this.collect,
      '*',
      'The event source mapping needs dynamodb:ListStreams, which knows no resource',
    );
  }
}

/** Which records reach the collector. Consent is not filtered on: who stands beside whom is judged over all (ADR 0012). */
const pattern = ({ filter }: Settings): Record<string, unknown> => ({
  eventName: FilterRule.or('INSERT', 'MODIFY'),
  ...(Object.keys(filter).length > 0 && {
    dynamodb: { NewImage: Object.fromEntries(Object.entries(filter).map(([name, values]) => [name, { S: values }])) },
  }),
});

/**
 * Keeps failed batches in S3: whole, where a queue would keep only where they were, for a day. Lambda names the
 * objects itself (aws/lambda/<mapping>/…). CDK's S3OnFailureDestination would let the collector read and delete them.
 */
const keptIn = (bucket: Bucket): IEventSourceDlq => ({
  bind: (_mapping, grantee) => {
    Grant.addToPrincipal({ grantee, actions: ['s3:PutObject'], resourceArns: [bucket.arnForObjects('aws/lambda/*')] });
    Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [bucket.bucketArn] });
    bucket.encryptionKey?.grant(grantee, 'kms:GenerateDataKey');
    acknowledgeWildcard(
      grantee,
      `<${logicalId(bucket)}.Arn>/aws/lambda/*`,
      'Lambda names the objects of failed batches',
    );
    return { destination: bucket.bucketArn };
  },
});
