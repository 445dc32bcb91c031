import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { House } from './house.ts';
import { knowsIdentity } from './identity.ts';
import type { Lake } from './lake.ts';
import { NodeFunction } from './node-function.ts';
import type { Secrets } from './secrets.ts';

export interface ManualProps {
  readonly house: House;
  readonly lake: Lake;
  readonly secrets: Secrets;
  readonly topic: ITopic;
}

/** Checks the examples that people put under manual/, and takes in what is right. */
export class Manual extends Construct {
  readonly check: NodeFunction;

  constructor(scope: Construct, id: string, { house, lake, secrets, topic }: ManualProps) {
    super(scope, id);
    this.check = new NodeFunction(this, 'CheckManual', {
      house,
      entry: 'functions/manual/check-manual.ts',
      description: 'Checks examples that people wrote, redacts and scores them',
      memorySize: 1024,
      timeout: Duration.minutes(15),
      environment: { LAKE_BUCKET: lake.bucket.bucketName, TOPIC_ARN: topic.topicArn },
    });
    knowsIdentity(this.check, house, secrets);
    lake.grantList(this.check);
    lake.grantRead(this.check, 'manual');
    lake.grantWrite(this.check, 'examples');
    lake.grantErase(this.check, 'examples');
    lake.grantWrite(this.check, 'manual-reports');
    topic.grantPublish(this.check);
    new Rule(this, 'Files', {
      description: 'Somebody put examples under manual/, or took them away',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created', 'Object Deleted'],
        detail: { bucket: { name: [lake.bucket.bucketName] }, object: { key: [{ prefix: 'manual/' }] } },
      },
      targets: [new LambdaFunction(this.check, { retryAttempts: 20, maxEventAge: Duration.hours(12) })],
    });
  }
}
