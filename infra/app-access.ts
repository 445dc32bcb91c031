import { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Erasure } from './erasure.ts';
import type { Feedback } from './feedback.ts';
import type { TableParts } from './permissions.ts';
import type { Registry } from './registry.ts';

interface AppAccessProps extends TableParts {
  readonly registry: Registry;
  readonly feedback: Feedback;
  readonly erasure: Erasure;
}

/** What the app does with the stack, as one policy: attach it to the app's role. Of its own table it has the rights already. */
export class AppAccess extends Construct {
  readonly policy: ManagedPolicy;

  constructor(scope: Construct, id: string, { house, messages, registry, feedback, erasure }: AppAccessProps) {
    super(scope, id);
    const policy = new ManagedPolicy(this, 'Policy', {
      description: 'May write messages, ask which model to use, note consent, and have a user erased',
    });
    const allow = (actions: string[], resources: string[], conditions = {}) =>
      policy.addStatements(new PolicyStatement({ actions, resources, conditions }));
    const called = [registry.whichModel, feedback.consent, erasure.eraseUser];
    allow(
      ['lambda:InvokeFunction'],
      called.map(({ functionArn }) => functionArn),
    );
    allow(['ssm:GetParameter'], [registry.parameter.parameterArn]);
    if (!house.settings.attachedTable) {
      const items = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'GetItem', 'BatchGetItem', 'Query'];
      allow(
        items.map((action) => `dynamodb:${action}`),
        [messages.tableArn],
      );
      if (messages.encryptionKey) {
        // A table with a key of its own refuses whoever may not use the key; through the table alone, for the lake has it too.
        const through = { StringEquals: { 'kms:ViaService': `dynamodb.${Stack.of(this).region}.amazonaws.com` } };
        const uses = ['Decrypt', 'Encrypt', 'GenerateDataKey', 'DescribeKey'].map((action) => `kms:${action}`);
        allow(uses, [messages.encryptionKey.keyArn], through);
      }
    }
    this.policy = policy;
  }
}
