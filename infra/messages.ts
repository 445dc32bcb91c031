import {
  AttributeType,
  BillingMode,
  type ITable,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { House } from './house.ts';

/** The table the app writes its messages to: one of our own, or the app's own, attached. Its stream feeds the collector. */
export class Messages extends Construct {
  readonly table: ITable;

  constructor(scope: Construct, id: string, house: House) {
    super(scope, id);
    const { attachedTable } = house.settings;
    this.table = attachedTable
      ? Table.fromTableAttributes(this, 'Attached', {
          tableArn: attachedTable.tableArn,
          tableStreamArn: attachedTable.streamArn,
          ...(attachedTable.keyArn ? { encryptionKey: Key.fromKeyArn(this, 'AttachedKey', attachedTable.keyArn) } : {}),
        })
      : this.#create(house);
  }

  #create({ settings, key }: House): Table {
    const table = new Table(this, 'Table', {
      partitionKey: { name: 'conversationId', type: AttributeType.STRING },
      // Text that sorts as the messages were written, such as their time and id.
      sortKey: { name: 'sortKey', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      // Both images: a conversation kept as one growing item shows its new messages only by comparison.
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: settings.keepsData },
      deletionProtection: settings.keepsData,
      removalPolicy: settings.removalPolicy,
      ...(key ? { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key } : {}),
    });
    if (!settings.keepsData) {
      acknowledge(
        table,
        'DDB3',
        'This stage keeps nothing: the table goes with the stack, there is nothing to recover',
      );
    }
    return table;
  }
}
