import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, FilterRule, type IEventSourceDlq, MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledgeWildcard, logicalId } from './acknowledge.ts';
import type { House } from './house.ts';
import type { Lake } from './lake.ts';
import { NodeFunction, serviceName } from './node-function.ts';
import type { Secrets } from './secrets.ts';
import type { Settings } from './settings.ts';

export interface CollectionProps {
  readonly house: House;
  readonly messages: ITable;
  readonly lake: Lake;
  readonly secrets: Secrets;
}

/** Listens to the message table's stream and writes shards of exchanges to the lake. */
export class Collection extends Construct {
  readonly collect: NodeFunction;
  /** Names the event source mapping in its metrics. */
  readonly mappingId: string;
  readonly #house: House;

  constructor(scope: Construct, id: string, { house, messages, lake, secrets }: CollectionProps) {
    super(scope, id);
    this.#house = house;
    const { mapping, collectionWindow } = house.settings;
    this.collect = new NodeFunction(this, 'Collect', {
      house,
      entry: 'functions/collect/handler.ts',
      description: 'Pairs new messages to exchanges, redacts, scores and stores them as one shard per batch',
      memorySize: 1024,
      environment: {
        LAKE_BUCKET: lake.bucket.bucketName,
        MESSAGES_TABLE: messages.tableName,
        PSEUDONYM_SECRET_ARN: secrets.pseudonym.secretArn,
        ...(mapping ? { MESSAGE_MAPPING: mapping } : {}),
      },
    });
    messages.grant(this.collect, 'dynamodb:Query');
    messages.encryptionKey?.grant(this.collect, 'kms:Decrypt');
    // The tombstones' names tell whose messages are not to be collected any more.
    lake.grantList(this.collect);
    lake.grantWrite(this.collect, 'exchanges');
    lake.grantWrite(this.collect, 'signals');
    lake.grantWrite(this.collect, 'quarantine');
    secrets.grantRead(this.collect, secrets.pseudonym);

    const stream = new DynamoEventSource(messages, {
      // LATEST would miss what is written while the mapping is being made.
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [FilterCriteria.filter(pattern(house.settings))],
      batchSize: 1000,
      maxBatchingWindow: collectionWindow,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // The collector throws only when storage fails: patience first, but less than the 24 hours the stream keeps.
      // Nearly all of them, for the first deployment begins with what the stream still holds.
      retryAttempts: 30,
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

  /** What the collector counts itself, such as `ExchangesCollected`, in five minutes. */
  metric(metricName: string): Metric {
    const dimensionsMap = { service: serviceName(this.#house, 'Collect') };
    return new Metric({ namespace: 'ReflectWithin', metricName, dimensionsMap, statistic: 'Sum' });
  }
}

/**
 * Which records reach the collector. In the table of our own messages carry the flag `collect`, the same for a whole
 * conversation (docs/app.md). Consent is not filtered on: who stands beside whom is judged over all messages (ADR 0012).
 */
function pattern({ attachedTable, filter }: Settings): Record<string, unknown> {
  const message = attachedTable ? {} : { collect: { S: ['yes'] } };
  const flags = filter
    ? Object.fromEntries(Object.entries(filter).map(([name, values]) => [name, { S: values }]))
    : message;
  return {
    eventName: FilterRule.or('INSERT', 'MODIFY'),
    ...(Object.keys(flags).length > 0 ? { dynamodb: { NewImage: flags } } : {}),
  };
}

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
