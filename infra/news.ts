import { Aws } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Settings } from './settings.ts';

/** What people are told: alarms, and how runs ended. Ids, counts and reasons; never what somebody said. */
export class News extends Topic {
  constructor(scope: Construct, id: string, { stage, emulator, alarmEmail }: Settings) {
    // The emulator speaks HTTP only.
    super(scope, id, { displayName: `ReflectWithin ${stage}`, enforceSSL: !emulator });
    // A policy of our own, which enforceSSL makes, replaces SNS's default one, by which alarms may publish.
    this.grantPublish(
      new ServicePrincipal('cloudwatch.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    if (alarmEmail) this.addSubscription(new EmailSubscription(alarmEmail));
  }
}
