import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { JsonPath, Map as MapState, type StateMachine, Succeed, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { House } from './house.ts';
import { ask, HouseMachine, run } from './house-machine.ts';
import { knowsIdentity, knowsMapping } from './identity.ts';
import type { Lake } from './lake.ts';
import { NodeFunction, serviceName } from './node-function.ts';
import type { Secrets } from './secrets.ts';

export interface BackfillProps {
  readonly house: House;
  readonly messages: ITable;
  readonly lake: Lake;
  readonly secrets: Secrets;
  readonly topic: ITopic;
}

/** So many shares of the table at once: enough to be quick, few enough to leave the app its table and its functions. */
const sharesAtOnce = 10;

/** A function that reads the message table. */
function reader(
  scope: Construct,
  name: string,
  entry: string,
  { house, messages, lake, secrets }: BackfillProps,
  actions: readonly string[],
): NodeFunction {
  const reads = actions.includes('dynamodb:Scan');
  const step = new NodeFunction(scope, name, {
    house,
    entry,
    description: `Reads the message table from end to end: ${name}`,
    // 1,769 MB are one whole processor: pairing, redacting and scoring use it.
    memorySize: reads ? 1769 : 256,
    timeout: Duration.minutes(reads ? 15 : 1),
    environment: { LAKE_BUCKET: lake.bucket.bucketName, MESSAGES_TABLE: messages.tableName },
  });
  if (reads) knowsIdentity(step, house, secrets);
  else knowsMapping(step, house);
  messages.grant(step, ...actions);
  messages.encryptionKey?.grant(step, 'kms:Decrypt');
  return step;
}

function teller(scope: Construct, name: string, entry: string, { house, lake, topic }: BackfillProps): NodeFunction {
  const step = new NodeFunction(scope, name, {
    house,
    entry,
    description: `Adds up, and tells people: ${name}`,
    memorySize: 256,
    environment: { LAKE_BUCKET: lake.bucket.bucketName, TOPIC_ARN: topic.topicArn },
  });
  topic.grantPublish(step);
  return step;
}

/** Collects the conversations that were there before the stream was listened to. Start it with {}. */
export class Backfill extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: BackfillProps) {
    super(scope, id);
    const { house, lake } = props;
    const plan = reader(this, 'PlanBackfill', 'functions/backfill/plan-backfill.ts', props, ['dynamodb:DescribeTable']);
    const segment = reader(this, 'BackfillSegment', 'functions/backfill/backfill-segment.ts', props, [
      'dynamodb:Scan',
      'dynamodb:Query',
    ]);
    for (const folder of ['exchanges', 'signals', 'quarantine'] as const) lake.grantWrite(segment, folder);
    // The erased are known by the names of their tombstones.
    lake.grantList(segment);
    const finish = teller(this, 'FinishBackfill', 'functions/backfill/finish-backfill.ts', props);

    const segments = new MapState(this, 'Backfill segments', {
      comment: 'Reads the shares of the table side by side',
      itemsPath: '$.segments',
      maxConcurrency: sharesAtOnce,
      resultPath: '$.results',
    }).itemProcessor(
      ask(this, 'Backfill segment', segment, 'Pairs, redacts and scores the conversations of its share'),
    );
    const flow = ask(this, 'Plan backfill', plan, 'Shares the table out into segments')
      .next(segments)
      .next(ask(this, 'Finish backfill', finish, 'Adds up what was collected, and tells people'))
      .next(new Succeed(this, 'Backfilled', { comment: 'Running it again changes nothing' }));
    this.machine = new HouseMachine(this, 'BackfillMachine', {
      house,
      name: 'backfill',
      comment:
        'Collects what was in the message table before. Start it with {}; it may run beside the stream, and twice',
      flow,
      timeout: Duration.days(1),
    });
  }
}

/** Proves each day that no exchange of the day before is missing from the lake. */
export class Reconciliation extends Construct {
  readonly machine: StateMachine;
  /** How many exchanges the last reconciliations missed. */
  readonly missing: Metric;

  constructor(scope: Construct, id: string, props: BackfillProps) {
    super(scope, id);
    const { house, lake } = props;
    const plan = reader(this, 'PlanReconciliation', 'functions/reconcile/plan-reconciliation.ts', props, [
      'dynamodb:DescribeTable',
    ]);
    const segment = reader(this, 'ReconcileSegment', 'functions/reconcile/reconcile-segment.ts', props, [
      'dynamodb:Scan',
      'dynamodb:Query',
    ]);
    lake.grantRead(segment, 'exchanges');
    // The erased are known by the names of their tombstones.
    lake.grantList(segment);
    const finish = teller(this, 'FinishReconciliation', 'functions/reconcile/finish-reconciliation.ts', props);
    lake.grantWrite(finish, 'runs');
    const dimensionsMap = { service: serviceName(house, finish.node.id) };
    this.missing = new Metric({
      namespace: 'ReflectWithin',
      metricName: 'ExchangesMissing',
      dimensionsMap,
      statistic: 'Sum',
    });

    const shares = new MapState(this, 'Reconcile segments', {
      comment: 'Compares the shares of the table with the lake side by side',
      itemsPath: '$.shares',
      itemSelector: {
        since: JsonPath.stringAt('$.since'),
        until: JsonPath.stringAt('$.until'),
        share: JsonPath.objectAt('$$.Map.Item.Value'),
      },
      maxConcurrency: sharesAtOnce,
      resultPath: '$.results',
    }).itemProcessor(ask(this, 'Reconcile segment', segment, 'Looks for every exchange of its share in the shards'));
    const flow = ask(this, 'Plan reconciliation', plan, 'Shares the table out, and says which replies are looked for', {
      payload: TaskInput.fromObject({ ...run, request: JsonPath.entirePayload }),
    })
      .next(shares)
      .next(ask(this, 'Finish reconciliation', finish, 'Writes the proof; tells people when something is missing'))
      .next(new Succeed(this, 'Reconciled', { comment: 'The proof is in runs/<execution>/reconciliation.json' }));
    this.machine = new HouseMachine(this, 'ReconciliationMachine', {
      house,
      name: 'reconciliation',
      comment:
        'Looks for exchanges that were not collected. Runs each day; {"since":"…","until":"…"} looks at other days',
      flow,
      timeout: Duration.days(1),
    });
    new Rule(this, 'Daily', {
      description: 'Proves that nothing was lost the day before',
      schedule: Schedule.rate(Duration.days(1)),
      targets: [new SfnStateMachine(this.machine)],
    });
  }
}
