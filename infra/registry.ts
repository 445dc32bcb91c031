import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { House } from './house.ts';
import { NodeFunction } from './node-function.ts';

/** Which model is in use, and every one that ever was. */
export class Registry extends Construct {
  readonly table: Table;
  /** Holds the champion's model id, for apps that read it there. */
  readonly parameter: StringParameter;
  readonly whichModel: NodeFunction;

  constructor(scope: Construct, id: string, house: House) {
    super(scope, id);
    const { settings, key } = house;
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'name', type: AttributeType.STRING },
      sortKey: { name: 'version', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: settings.keepsData },
      deletionProtection: settings.keepsData,
      removalPolicy: settings.removalPolicy,
      ...(key ? { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key } : {}),
    });
    if (!settings.keepsData) {
      acknowledge(this.table, 'DDB3', 'This stage keeps nothing: the history of models goes with the stack');
    }
    // Promotions write the value. CloudFormation would write it back to this one if anything said here changed: so it is
    // no setting, and never changes.
    this.parameter = new StringParameter(this, 'Model', {
      parameterName: `/reflectwithin/${settings.stage}/model`,
      description: 'The model in use. Written by promotions only.',
      stringValue: 'gpt-4o-mini-2024-07-18',
    });
    this.whichModel = new NodeFunction(this, 'WhichModel', {
      house,
      entry: 'functions/registry/which-model.ts',
      description: 'Tells the app which model answers a user',
      memorySize: 256,
    });
    this.whichModel.addEnvironment('BASE_MODEL', settings.baseModel);
    this.openTo(this.whichModel);
  }

  /** Lets a function look through the history, and no more. */
  openHistoryTo(reader: NodeFunction): void {
    reader.addEnvironment('REGISTRY_TABLE', this.table.tableName);
    this.table.grant(reader, 'dynamodb:Query');
    this.table.encryptionKey?.grant(reader, 'kms:Decrypt');
  }

  /**
   * Lets a function read which model is current. One that promotes may also look through the history, add to it,
   * and write the model's name where the app reads it; it can delete nothing.
   */
  openTo(reader: NodeFunction, { promote = false } = {}): void {
    reader.addEnvironment('REGISTRY_TABLE', this.table.tableName);
    this.table.grant(reader, 'dynamodb:GetItem', ...(promote ? ['dynamodb:Query', 'dynamodb:PutItem'] : []));
    this.table.encryptionKey?.grant(reader, 'kms:Decrypt', ...(promote ? ['kms:GenerateDataKey'] : []));
    if (!promote) return;
    reader.addEnvironment('MODEL_PARAMETER', this.parameter.parameterName);
    Grant.addToPrincipal({
      grantee: reader,
      actions: ['ssm:PutParameter'],
      resourceArns: [this.parameter.parameterArn],
    });
  }
}
