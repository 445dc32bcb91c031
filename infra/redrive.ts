import { Duration } from 'aws-cdk-lib';
import { Choice, Condition, type StateMachine, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ask, HouseMachine } from './house-machine.ts';
import { collect, type TableParts, takeFailures, tellPeople } from './permissions.ts';
import { data, type Step, stateFunction } from './state-function.ts';

/** Collects the batches that could not be collected, once the cause is gone. Start it with {}. */
export class Redrive extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, parts: TableParts) {
    super(scope, id);
    const made = (name: string, step: Step<TableParts>) =>
      stateFunction(this, name, { folder: 'redrive', of: 'a redrive' }, parts, step);
    const batches = made('Redrive batches', { may: [...collect, takeFailures], size: data });
    const small = { memorySize: 256, timeout: Duration.minutes(1) };
    const finish = made('Finish redrive', { may: [tellPeople], size: small });
    const redrive = ask(this, 'Redrive batches', batches, 'Hands the failed batches to the collector, as time allows');
    const flow = redrive.next(
      new Choice(this, 'Any left?', { comment: 'A function has 15 minutes: another one goes on' })
        .when(Condition.isPresent('$.after'), redrive)
        .otherwise(
          ask(this, 'Finish redrive', finish, 'Tells people what was taken in, and what could not be').next(
            new Succeed(this, 'Redriven', { comment: 'What could not be taken in was named in a mail' }),
          ),
        ),
    );
    this.machine = new HouseMachine(this, 'RedriveMachine', {
      house: parts.house,
      name: 'redrive',
      comment: 'Collects the batches of the failures bucket. Start it with {} when the cause is gone; it may run twice',
      flow,
      timeout: Duration.days(1),
    });
  }
}
