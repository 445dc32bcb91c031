import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { NodeFunction } from './node-function.ts';
import { erase, knowIdentity, list, type Parts, permit, read, tellPeople, write } from './permissions.ts';

/** Checks the examples that people put under manual/, and takes in what is right. */
export class Manual extends Construct {
  readonly check: NodeFunction;
  /** Tells it which files came and went. */
  readonly files: Rule;

  constructor(scope: Construct, id: string, parts: Parts) {
    super(scope, id);
    const check = new NodeFunction(this, 'CheckManual', {
      house: parts.house,
      entry: 'functions/manual/check-manual.ts',
      description: 'Checks examples that people wrote, redacts and scores them',
      memorySize: 1024,
      timeout: Duration.minutes(15),
    });
    const writes = write('examples', 'manual-reports');
    this.check = permit(check, parts, [knowIdentity, list, read('manual'), writes, erase('examples'), tellPeople]);
    this.files = new Rule(this, 'Files', {
      description: 'Somebody put examples under manual/, or took them away',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created', 'Object Deleted'],
        detail: { bucket: { name: [parts.lake.bucket.bucketName] }, object: { key: [{ prefix: 'manual/' }] } },
      },
      // For what does not reach the function; one that fails Lambda calls twice more, and then the alarm has rung.
      targets: [new LambdaFunction(this.check, { retryAttempts: 20, maxEventAge: Duration.hours(12) })],
    });
  }
}
