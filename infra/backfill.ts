import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import {
  Choice,
  Condition,
  JsonPath,
  Map as MapState,
  type StateMachine,
  Succeed,
  TaskInput,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ask, HouseMachine, run } from './house-machine.ts';
import {
  knowIdentity,
  knowMapping,
  list,
  read,
  type TableParts,
  tellPeople,
  withMessages,
  write,
} from './permissions.ts';
import { data, type Step, stateFunction } from './state-function.ts';

const small = { memorySize: 256, timeout: Duration.minutes(1) };
const plan = { may: [knowMapping, withMessages('dynamodb:DescribeTable')], size: small };
// The erased are known by the names of their tombstones.
const readAll = [knowIdentity, withMessages('dynamodb:Scan', 'dynamodb:Query'), list];

/** Collects the conversations that were there before the stream was listened to. Start it with {}. */
export class Backfill extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, parts: TableParts) {
    super(scope, id);
    const made = (name: string, step: Step<TableParts>) =>
      stateFunction(this, name, { folder: 'backfill', of: 'a backfill' }, parts, step);
    const writes = write('exchanges', 'signals', 'quarantine');
    // A lake of years has a million shards to list.
    const planning = made('Plan backfill', { may: [...plan.may, list, write('work')], size: data });
    const segment = made('Backfill segment', { may: [...readAll, writes, write('work')], size: data });
    const looks = [list, read('work', 'exchanges', 'signals')];
    const counting = made('Count withdrawals', { may: [...looks, tellPeople], size: data });
    const withdraw = made('Withdraw consent', { may: [...looks, write('signals')], size: data });
    const finish = made('Finish backfill', { may: [tellPeople], size: small });

    const segments = new MapState(this, 'Backfill segments', {
      comment: 'Reads the shares of the table side by side',
      itemsPath: '$.segments',
      itemSelector: { runId: JsonPath.stringAt('$.runId'), share: JsonPath.objectAt('$$.Map.Item.Value') },
      maxConcurrency: parts.house.settings.sharesAtOnce,
      resultPath: '$.results',
    }).itemProcessor(
      ask(this, 'Backfill segment', segment, 'Pairs, redacts and scores the conversations of its share'),
    );
    const withdrawing = ask(
      this,
      'Withdraw consent',
      withdraw,
      'Withdraws what was collected and may not train any more, by what the table says',
    );
    const count = ask(
      this,
      'Count withdrawals',
      counting,
      'Counts what was collected and may not train any more; stops where that is most of what there is, unless told to go on',
    );
    const another = { comment: 'A function has 15 minutes: another one goes on' };
    const flow = ask(
      this,
      'Plan backfill',
      planning,
      'Notes which shards there are, and shares the table out into segments',
      {
        payload: TaskInput.fromObject({ ...run, request: JsonPath.entirePayload }),
      },
    )
      .next(segments)
      .next(count)
      .next(
        new Choice(this, 'All counted?', another)
          .when(Condition.isPresent('$.toWithdraw.after'), count)
          .otherwise(withdrawing),
      );
    withdrawing.next(
      new Choice(this, 'All looked at?', another)
        .when(Condition.isPresent('$.consent.after'), withdrawing)
        .otherwise(
          ask(this, 'Finish backfill', finish, 'Adds up what was collected, and tells people').next(
            new Succeed(this, 'Backfilled', { comment: 'Running it again changes nothing' }),
          ),
        ),
    );
    this.machine = new HouseMachine(this, 'BackfillMachine', {
      house: parts.house,
      name: 'backfill',
      comment:
        'Collects what was in the message table before. Start it with {}; it may run beside the stream, and twice. ' +
        '{"withdraw":"all"} withdraws what lacks consent even where that is most of what there is',
      flow,
      timeout: Duration.days(1),
    });
  }
}

const daysOf = { daily: 1, weekly: 7, monthly: 30 } as const;

/** Proves, as often as the settings say, that no exchange of the days before is missing from the lake. */
export class Reconciliation extends Construct {
  readonly machine: StateMachine;
  /** How many exchanges the last reconciliations missed. */
  readonly missing: Metric;
  /** What starts it; undefined where only people do. */
  readonly schedule: Rule | undefined;

  constructor(scope: Construct, id: string, parts: TableParts) {
    super(scope, id);
    const made = (name: string, step: Step<TableParts>) =>
      stateFunction(this, name, { folder: 'reconcile', of: 'a reconciliation' }, parts, step);
    const segment = made('Reconcile segment', { may: [...readAll, read('exchanges')], size: data });
    const finish = made('Finish reconciliation', { may: [tellPeople, write('runs')], size: small });
    this.missing = finish.counted('ExchangesMissing');

    const shares = new MapState(this, 'Reconcile segments', {
      comment: 'Compares the shares of the table with the lake side by side',
      itemsPath: '$.shares',
      itemSelector: {
        since: JsonPath.stringAt('$.since'),
        until: JsonPath.stringAt('$.until'),
        share: JsonPath.objectAt('$$.Map.Item.Value'),
      },
      maxConcurrency: parts.house.settings.sharesAtOnce,
      resultPath: '$.results',
    }).itemProcessor(ask(this, 'Reconcile segment', segment, 'Looks for every exchange of its share in the shards'));
    const flow = ask(
      this,
      'Plan reconciliation',
      made('Plan reconciliation', plan),
      'Shares the table out, and says which replies are looked for',
      {
        payload: TaskInput.fromObject({ ...run, request: JsonPath.entirePayload }),
      },
    )
      .next(shares)
      .next(ask(this, 'Finish reconciliation', finish, 'Writes the proof; tells people when something is missing'))
      .next(new Succeed(this, 'Reconciled', { comment: 'The proof is in runs/<execution>/reconciliation.json' }));
    this.machine = new HouseMachine(this, 'ReconciliationMachine', {
      house: parts.house,
      name: 'reconciliation',
      comment:
        'Looks for exchanges that were not collected. {} looks at the day before, {"days":7} at more, {"since":"…","until":"…"} at others',
      flow,
      timeout: Duration.days(1),
    });
    const { reconcile } = parts.house.settings;
    this.schedule = reconcile === 'off' ? undefined : this.#start(daysOf[reconcile]);
  }

  /** Starts it each time so many days are over, for these days. */
  #start(days: number): Rule {
    return new Rule(this, 'Schedule', {
      description: 'Proves that nothing was lost',
      schedule: Schedule.rate(Duration.days(days)),
      // As from the console. Without it the machine is handed the schedule's own event, which it refuses.
      targets: [new SfnStateMachine(this.machine, { input: RuleTargetInput.fromObject({ days }) })],
    });
  }
}
