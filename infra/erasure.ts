import { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import {
  Choice,
  Condition,
  JsonPath,
  type StateMachine,
  Succeed,
  TaskInput,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { House } from './house.ts';
import { ask, HouseMachine } from './house-machine.ts';
import { knowsIdentity } from './identity.ts';
import type { Folder, Lake } from './lake.ts';
import { lakeMap } from './lake-map.ts';
import { NodeFunction } from './node-function.ts';
import type { Secrets } from './secrets.ts';

export interface ErasureProps {
  readonly house: House;
  readonly lake: Lake;
  readonly secrets: Secrets;
  readonly topic: ITopic;
}

/** Folders with lines of users, which an erasure rewrites. */
const lines = ['exchanges', 'examples', 'signals'] as const satisfies readonly Folder[];

/** Takes a user out of everything: invoke EraseUser with the user's id, the state machine does the rest. */
export class Erasure extends Construct {
  readonly eraseUser: NodeFunction;
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: ErasureProps) {
    super(scope, id);
    const { house, lake } = props;
    const given = { pseudonym: '$.pseudonym', erasure: '$.erasure', round: '$.round' };
    const papers = JsonPath.format('erasures/{}/map', JsonPath.stringAt('$.pseudonym'));
    const plan = ask(this, 'Plan erasure', this.#plan(props), 'Lists all shards and datasets of the lake', {
      payload: TaskInput.fromObject({ erasure: JsonPath.executionName, asked: JsonPath.entirePayload }),
    });
    const map = { lake, given, papers };

    const shards = lakeMap(this, {
      ...map,
      name: 'Erase from shards',
      comment: 'Rewrites the shards that have lines of the user, after noting what these lines were about',
      label: 'shards',
      itemsKey: '$.plan.key',
      item: 'partition',
      child: ask(this, 'Erase from shard', this.#shards(props), 'Searches the shards of its partition'),
    });
    const datasets = lakeMap(this, {
      ...map,
      name: 'Erase from datasets',
      comment: 'Empties the datasets that have an example of the user, and marks them',
      label: 'datasets',
      itemsKey: '$.datasets.key',
      item: 'dataset',
      child: ask(
        this,
        'Erase from dataset',
        this.#dataset(props),
        'Searches one dataset for the exchanges that were found',
      ),
    });
    const finish = ask(
      this,
      'Finish erasure',
      this.#finish(props),
      'Deletes uploads, work files and old versions; writes the report',
    );
    const wait = new Wait(this, 'Wait for what is under way', {
      comment: 'Functions that had begun before the tombstone was set have ended after this time',
      time: WaitTime.duration(Duration.minutes(15)),
    }).next(plan);

    const ending = finish.next(
      new Choice(this, 'Anything found?', { comment: 'Done only when a search of everything has found nothing' })
        .when(
          Condition.booleanEquals('$.finished', true),
          new Succeed(this, 'Erased', { comment: 'The report names the models that learned from the user' }),
        )
        .otherwise(wait),
    );
    const flow = plan
      .next(shards)
      .next(
        new Choice(this, 'Any datasets?', { comment: 'A map over nothing is nothing to rely on' })
          .when(Condition.numberGreaterThan('$.datasets.count', 0), datasets.next(ending))
          .otherwise(ending),
      );
    this.machine = new HouseMachine(this, 'ErasureMachine', {
      house,
      name: 'erasure',
      comment: 'Takes a user out of everything. Do not start it here: invoke EraseUser, see docs/erasure.md',
      flow,
      timeout: Duration.days(2),
      maps: ['shards', 'datasets'],
    });
    lake.grantMapRun(this.machine, 'erasures');
    this.eraseUser = this.#start(props);
  }

  #function(name: string, file: string, { house, lake }: ErasureProps, description: string, memorySize = 512) {
    return new NodeFunction(this, name, {
      house,
      entry: `functions/erasure/${file}.ts`,
      description,
      memorySize,
      timeout: Duration.minutes(15),
      environment: { LAKE_BUCKET: lake.bucket.bucketName },
    });
  }

  #start(props: ErasureProps): NodeFunction {
    const { house, lake, secrets } = props;
    const start = this.#function('EraseUser', 'erase-user', props, 'Starts the erasure of a user: {"userId":"…"}');
    knowsIdentity(start, house, secrets);
    this.#setTombstone(start, lake);
    lake.grantWrite(start, 'erasures');
    this.machine.grantStartExecution(start);
    start.addEnvironment('ERASURE_MACHINE_ARN', this.machine.stateMachineArn);
    return start;
  }

  #setTombstone(step: NodeFunction, lake: Lake): void {
    lake.grantList(step);
    lake.grantRead(step, 'tombstones');
    lake.grantWrite(step, 'tombstones');
  }

  #plan(props: ErasureProps): NodeFunction {
    const plan = this.#function('PlanErasure', 'plan-erasure', props, 'The state "Plan erasure" of an erasure');
    this.#setTombstone(plan, props.lake);
    props.lake.grantWrite(plan, 'erasures');
    props.lake.grantErase(plan, 'erasures');
    return plan;
  }

  #shards(props: ErasureProps): NodeFunction {
    const { house, lake, secrets } = props;
    const step = this.#function('EraseFromShards', 'erase-from-shards', props, 'Rewrites shards without a user', 1769);
    // Pointers of the quarantine name people as the app does: only the key of the pseudonyms tells who they are.
    knowsIdentity(step, house, secrets);
    lake.grantList(step);
    for (const folder of [...lines, 'quarantine', 'erasures'] as const) {
      lake.grantRead(step, folder);
      lake.grantWrite(step, folder);
    }
    return step;
  }

  #dataset(props: ErasureProps): NodeFunction {
    const step = this.#function('EraseFromDataset', 'erase-from-dataset', props, 'Empties a dataset of a user', 1769);
    const { lake } = props;
    lake.grantList(step);
    for (const folder of ['erasures', 'datasets'] as const) {
      lake.grantRead(step, folder);
      lake.grantWrite(step, folder);
    }
    lake.grantErase(step, 'datasets');
    return step;
  }

  #finish(props: ErasureProps): NodeFunction {
    const { house, lake, secrets, topic } = props;
    const step = this.#function('FinishErasure', 'finish-erasure', props, 'Ends a round of an erasure', 1024);
    knowsIdentity(step, house, secrets);
    lake.grantList(step);
    for (const folder of ['erasures', 'runs'] as const) lake.grantWrite(step, folder);
    for (const folder of ['erasures', 'runs', 'datasets'] as const) lake.grantRead(step, folder);
    for (const folder of [
      ...lines,
      'erasures',
      'quarantine',
      'runs',
      'datasets',
      'work',
      'query-results',
      'consent',
    ] as const) {
      lake.grantErase(step, folder);
    }
    lake.grantEraseFailures(step);
    secrets.grantRead(step, secrets.openai);
    topic.grantPublish(step);
    step.addEnvironment('FAILURES_BUCKET', lake.failures.bucketName);
    step.addEnvironment('OPENAI_SECRET_ARN', secrets.openai.secretArn);
    step.addEnvironment('OPENAI_BASE_URL', house.settings.openaiBaseUrl);
    step.addEnvironment('TOPIC_ARN', topic.topicArn);
    return step;
  }
}
