import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Dashboard, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Capabilities } from './capabilities.ts';
import { mapping, notStarted, period, sum, widgets } from './dashboard.ts';
import type { NodeFunction } from './node-function.ts';

interface Watch {
  readonly metric: IMetric;
  /** Who is hurt, and where to look. */
  readonly description: string;
  /** The alarm rings when the metric is above this. */
  readonly above?: number;
  /** So many periods in a row. */
  readonly periods?: number;
}

/** Rings when somebody is hurt, and says who. */
export class Monitoring extends Construct {
  readonly dashboard: Dashboard;
  readonly #topic: ITopic;

  constructor(scope: Construct, id: string, props: Capabilities) {
    super(scope, id);
    this.#topic = props.topic;
    this.#watchCollection(props);
    this.#watchTraining(props.stateMachine);
    this.#watchWhichModel(props.registry.whichModel);
    this.#watchPeople(props);
    this.#watchCompleteness(props);
    this.#watchAugmentation(props);
    this.dashboard = new Dashboard(this, 'Dashboard', { widgets: widgets(props) });
  }

  #watchCollection({ house, collection }: Capabilities): void {
    const { collect, mappingId } = collection;
    const window = house.settings.collectionWindow.toMilliseconds();
    this.#alarm('CollectErrors', {
      metric: collect.metricErrors(sum),
      description: 'The collector fails and tries again: new messages wait. See its log.',
      periods: 2,
    });
    this.#alarm('CollectThrottles', {
      metric: collect.metricThrottles(sum),
      description: 'The collector is not let run: new messages wait. The account runs too many functions at once.',
      periods: 2,
    });
    this.#alarm('CollectLate', {
      metric: collect.metric('IteratorAge', { period: Duration.minutes(1), statistic: 'Maximum' }),
      description:
        'New messages wait longer than twice the batching window. After 23 hours they go to the failures bucket.',
      above: Math.max(2 * window, Duration.minutes(2).toMilliseconds()),
      periods: 5,
    });
    this.#alarm('CollectSlow', {
      metric: collect.metricDuration({ period, statistic: 'p99' }),
      description: 'The collector uses more than 80 % of its time: soon batches will fail. Give it more memory.',
      above: 0.8 * (collect.timeout?.toMilliseconds() ?? 0),
      periods: 3,
    });
    this.#alarm('BatchesFailed', {
      metric: mapping(mappingId, 'OnFailureDestinationDeliveredEventCount'),
      description:
        'Messages could not be collected; withdrawals of consent may be among them. Mend the cause, then start the redrive: they are kept for 90 days.',
    });
    this.#alarm('ItemsQuarantined', {
      metric: collect.counted('ItemsQuarantined'),
      description:
        'The app wrote items that the collector cannot read. quarantine/ in the lake says where they are and why.',
    });
    this.#alarm('MessagesLost', {
      metric: collect.metric('DestinationDeliveryFailures', sum),
      description:
        'Messages could not be collected, nor kept in the failures bucket. They are in the table only: start the backfill, and read in docs/backfill.md what it cannot know.',
    });
  }

  #watchTraining(stateMachine: StateMachine): void {
    this.#alarm('RunsAborted', {
      metric: stateMachine.metricAborted(sum),
      description: 'A training run was stopped by hand. Look for its job at OpenAI: it may still cost money.',
    });
    this.#alarm('RunsFailed', {
      metric: stateMachine.metricFailed(sum),
      description: 'A training run failed. runs/<run>/failure.json in the lake says why, and what to do.',
    });
    this.#alarm('RunsTimedOut', {
      metric: stateMachine.metricTimedOut(sum),
      description: 'A training run was ended after 7 days. Look for its job at OpenAI: it may still cost money.',
    });
  }

  #watchWhichModel(whichModel: NodeFunction): void {
    this.#alarm('WhichModelErrors', {
      metric: whichModel.metricErrors(sum),
      description: 'The app does not learn which model to use: its users may get no answer. See the log of WhichModel.',
    });
    this.#alarm('WhichModelThrottles', {
      metric: whichModel.metricThrottles(sum),
      description: 'The app is refused when it asks which model to use: its users may get no answer.',
    });
  }

  #watchPeople({ erasure: { machine, eraseUser }, feedback, manual }: Capabilities): void {
    this.#alarm('ErasuresAborted', {
      metric: machine.metricAborted(sum),
      description: 'An erasure was stopped by hand: the user may still be in the lake. Start the erasure again.',
    });
    this.#alarm('ErasuresFailed', {
      metric: machine.metricFailed(sum),
      description:
        'The erasure of a user failed: what services have may still be there, and the lake may not be searched to the end. Redrive the execution. erasures/<user>/report.json says which models have learned, if it got as far.',
    });
    this.#alarm('ErasuresTimedOut', {
      metric: machine.metricTimedOut(sum),
      description: 'A user who asked to be erased may still be in the lake. Start the erasure again.',
    });
    this.#alarm('EraseUserErrors', {
      metric: eraseUser.metricErrors(sum),
      description: 'The erasure of a user could not be started. Whoever asked for it was refused: see the log.',
    });
    this.#alarm('ConsentErrors', {
      metric: feedback.consent.metricErrors(sum),
      description:
        'What a user said of consent could not be noted: it does not hold yet. See the log, and say it again.',
    });
    this.#alarm('ManualErrors', {
      metric: manual.check.metricErrors(sum),
      description:
        'Examples that somebody put under manual/ were not taken in, or those of a deleted file not taken away. See the log of CheckManual, then put the file there again; one that shall be gone, delete again after that.',
    });
    this.#alarm('ManualNotStarted', {
      metric: notStarted(manual.files),
      description:
        'EventBridge could not tell CheckManual of a file under manual/: its examples were not taken in, or those of a deleted file not taken away. Put the file there again; one that shall be gone, delete again after that.',
    });
  }

  #watchCompleteness({ backfill, redrive, reconciliation }: Capabilities): void {
    this.#alarm('BackfillFailed', {
      metric: backfill.machine.metricFailed(sum),
      description:
        'A backfill failed: conversations from before are not all collected, nor withdrawals of consent all noted. Look at its execution, then start it again; with more segments where time ran out. TooManyToWithdraw and ConsentContradicted ask you to decide: docs/backfill.md.',
    });
    this.#alarm('BackfillTimedOut', {
      metric: backfill.machine.metricTimedOut(sum),
      description: 'A backfill was ended before it was done. Start it again, with more segments: nothing comes twice.',
    });
    this.#alarm('RedriveFailed', {
      metric: redrive.machine.metricFailed(sum),
      description: 'Batches that could not be collected are still in the failures bucket. Start the redrive again.',
    });
    this.#alarm('RedriveTimedOut', {
      metric: redrive.machine.metricTimedOut(sum),
      description: 'A redrive was ended after a day, before it was done. Start it again: nothing comes twice.',
    });
    this.#alarm('ReconciliationFailed', {
      metric: reconciliation.machine.metricFailed(sum),
      description: 'Nobody knows whether exchanges of the days before are missing. Start the reconciliation again.',
    });
    this.#alarm('ReconciliationTimedOut', {
      metric: reconciliation.machine.metricTimedOut(sum),
      description: 'A reconciliation took longer than a day: nobody knows whether exchanges are missing. See its map.',
    });
    if (reconciliation.schedule) {
      this.#alarm('ReconciliationNotStarted', {
        metric: notStarted(reconciliation.schedule),
        description:
          'EventBridge could not start the reconciliation: nobody knows whether exchanges of the days before are missing. Start it by hand, with {"days":…} for all that nobody looked at; if the next one is not started either, deploy again.',
      });
    }
    this.#alarm('ExchangesMissing', {
      metric: reconciliation.missing,
      description:
        'Exchanges that should have been collected are not in the lake. Start the redrive, then the backfill: they collect them.',
    });
  }

  #watchAugmentation({ augmentation: { machine } }: Capabilities): void {
    this.#alarm('AugmentationsFailed', {
      metric: machine.metricFailed(sum),
      description: 'Variants of examples were asked for and not made. runs/<run>/failure.json in the lake says why.',
    });
    this.#alarm('AugmentationsAborted', {
      metric: machine.metricAborted(sum),
      description:
        'An augmentation was stopped by hand. Look for its batch and its files at OpenAI: delete them there.',
    });
    this.#alarm('AugmentationsTimedOut', {
      metric: machine.metricTimedOut(sum),
      description:
        'An augmentation was ended after 3 days. Look for its batch and its files at OpenAI: delete them there.',
    });
  }

  #alarm(id: string, { metric, description, above = 0, periods = 1 }: Watch): void {
    const alarm = new Alarm(this, id, {
      metric,
      alarmDescription: description,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: periods,
      // No traffic, no metric: silence is not a fault.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
  }
}
