import { Duration } from 'aws-cdk-lib';
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
import { ask, HouseMachine } from './house-machine.ts';
import type { Folder } from './lake.ts';
import { lakeMap } from './lake-map.ts';
import { NodeFunction } from './node-function.ts';
import {
  callOpenAi,
  erase,
  eraseFailures,
  knowIdentity,
  list,
  type Parts,
  permit,
  read,
  tellPeople,
  write,
} from './permissions.ts';
import { patientRetry } from './retry.ts';
import { data, network, type Step, stateFunction } from './state-function.ts';

/** Folders with lines of users, which an erasure rewrites. */
const lines = ['exchanges', 'examples', 'signals'] as const satisfies readonly Folder[];

const setTombstone = [list, read('tombstones'), write('tombstones')];

/** Every function of an erasure, and what it may touch. */
const steps = {
  'Plan erasure': { may: [...setTombstone, write('erasures'), erase('erasures')], size: network },
  // Pointers of the quarantine name people as the app does: only the key of the pseudonyms tells who they are.
  'Erase from partition': {
    may: [knowIdentity, list, read(...lines, 'quarantine', 'erasures'), write(...lines, 'quarantine', 'erasures')],
    size: data,
  },
  'Erase from dataset': {
    may: [list, read('erasures', 'datasets'), write('erasures', 'datasets'), erase('datasets')],
    size: data,
  },
  'Finish erasure': {
    may: [
      knowIdentity,
      list,
      read('erasures', 'runs', 'datasets', 'work'),
      write('erasures', 'runs', 'work'),
      erase(...lines, 'erasures', 'quarantine', 'runs', 'datasets', 'work', 'query-results', 'consent'),
      eraseFailures,
      callOpenAi,
      tellPeople,
    ],
    size: { memorySize: 1024, timeout: Duration.minutes(15) },
  },
} as const satisfies Record<string, Step>;

/** Takes a user out of everything: invoke EraseUser with the user's id, the state machine does the rest. */
export class Erasure extends Construct {
  readonly eraseUser: NodeFunction;
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, parts: Parts) {
    super(scope, id);
    const { house, lake } = parts;
    const made = (name: keyof typeof steps) =>
      stateFunction(this, name, { folder: 'erasure', of: 'an erasure' }, parts, steps[name]);
    const given = { pseudonym: '$.pseudonym', erasure: '$.erasure', round: '$.round' };
    const papers = JsonPath.format('erasures/{}/map', JsonPath.stringAt('$.pseudonym'));
    const plan = ask(this, 'Plan erasure', made('Plan erasure'), 'Lists all shards and datasets of the lake', {
      payload: TaskInput.fromObject({ erasure: JsonPath.executionName, asked: JsonPath.entirePayload }),
    });
    const map = { lake, given, papers, atOnce: house.settings.sharesAtOnce };

    const shards = lakeMap(this, {
      ...map,
      name: 'Erase from shards',
      comment: 'Rewrites the shards that have lines of the user, after noting what these lines were about',
      label: 'shards',
      itemsKey: '$.plan.key',
      item: 'partition',
      child: ask(this, 'Erase from partition', made('Erase from partition'), 'Searches the shards of its partition'),
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
        made('Erase from dataset'),
        'Searches one dataset for the exchanges that were found',
      ),
    });
    const finish = ask(
      this,
      'Finish erasure',
      made('Finish erasure'),
      'Deletes work files and old versions, then uploads; writes the report',
      {},
      patientRetry,
    );
    const wait = new Wait(this, 'Wait for what is under way', {
      comment: 'Functions that had begun before the tombstone was set have ended after this time',
      time: WaitTime.duration(Duration.minutes(15)),
    }).next(plan);

    const aDay = new Wait(this, 'Wait for batches that fail', {
      comment: 'Nothing was found, but a batch of messages from before the tombstone may be tried, and fail, for a day',
      time: WaitTime.duration(Duration.days(1)),
    }).next(plan);

    const isFinished = Condition.booleanEquals('$.finished', true);
    const ending = finish.next(
      new Choice(this, 'Anything found?', { comment: 'Done only when a search of everything has found nothing' })
        .when(
          Condition.and(isFinished, Condition.booleanEquals('$.settled', true)),
          new Succeed(this, 'Erased', { comment: 'The report names the models that learned from the user' }),
        )
        .when(isFinished, aDay)
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
      timeout: Duration.days(3),
      maps: ['shards', 'datasets'],
    });
    lake.grantMapRun(this.machine, 'erasures');

    const start = new NodeFunction(this, 'EraseUser', {
      house,
      entry: 'functions/erasure/erase-user.ts',
      description: 'Starts the erasure of a user: {"userId":"…"}',
      ...network,
      environment: { ERASURE_MACHINE_ARN: this.machine.stateMachineArn },
    });
    this.machine.grantStartExecution(start);
    this.eraseUser = permit(start, parts, [knowIdentity, ...setTombstone, write('erasures')]);
  }
}
