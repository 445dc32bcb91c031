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
import { ask, failurePath, HouseMachine, run } from './house-machine.ts';
import { callOpenAi, knowIdentity, list, type Parts, read, rewritePaper, tellPeople, write } from './permissions.ts';
import { patientRetry, retry } from './retry.ts';
import { data, network, type Step, stateFunction } from './state-function.ts';

/** May rewrite `sent.json` of a run, by what it says already: an erasure notes in it what it has deleted. */
const noteWhatIsSent = [list, rewritePaper('sent.json')];

/** Every function of an augmentation by its state's name, and what it may touch. */
const steps = {
  'Plan augmentation': {
    may: [list, read('datasets', 'runs', 'examples', 'augmentations', 'consent', 'signals'), write('work')],
    size: data,
  },
  'Upload requests': { may: [callOpenAi, read('work'), ...noteWhatIsSent], size: network },
  'Create batch': { may: [callOpenAi, list, rewritePaper('batch-claim.json')], size: network },
  'Poll batch': { may: [callOpenAi, list], size: network },
  'Take in variants': {
    may: [callOpenAi, tellPeople, knowIdentity, list, read('work', 'consent'), write('examples', 'augmentations')],
    size: data,
  },
  'Delete batch files': { may: [callOpenAi, ...noteWhatIsSent], size: network },
  'Record augmentation failure': {
    may: [callOpenAi, tellPeople, ...noteWhatIsSent, rewritePaper('failure.json')],
    size: network,
  },
} as const satisfies Record<string, Step>;

/** Variants of good examples by a chat model, where the policy wants them. Read `flow` from top to bottom. */
export class Augmentation extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, parts: Parts) {
    super(scope, id);
    const made = (name: keyof typeof steps) =>
      stateFunction(this, name, { folder: 'augmentation', of: 'an augmentation' }, parts, steps[name]);
    const { failed, refused } = failurePath(this, {
      recorder: made('Record augmentation failure'),
      record: [
        'Record augmentation failure',
        'Writes down what happened; deletes what lies at the service, but answers that can still be taken in',
      ],
      failed: ['Augmentation failed', 'The reason in words; runs/<run>/failure.json has it too'],
      refused: 'Augmentation refused',
    });
    const step = (name: keyof typeof steps, comment: string, again = retry) =>
      ask(this, name, made(name), comment, {}, again).addCatch(failed, { resultPath: '$.failure' });

    const plan = ask(
      this,
      'Plan augmentation',
      made('Plan augmentation'),
      'Chooses what to vary, within budget and share',
      {
        payload: TaskInput.fromObject({ ...run, request: JsonPath.entirePayload }),
      },
    ).addCatch(refused);
    const wait = new Wait(this, 'Wait for batch', {
      comment: 'Longer from poll to poll; a batch is answered within a day',
      time: WaitTime.secondsPath('$.batch.pollSeconds'),
    });
    const takeIn = step('Take in variants', 'Redacts and judges each answer; writes the good ones', patientRetry)
      .next(step('Delete batch files', 'Leaves no text with the service', patientRetry))
      .next(new Succeed(this, 'Augmented', { comment: 'They join the next training run, by its policy' }));
    const answered = new Choice(this, 'Batch done?', {
      comment: 'Answered, out of time, or stopped: what there is counts',
    })
      .when(Condition.booleanEquals('$.batch.ended', true), takeIn)
      .otherwise(wait);
    const send = step('Upload requests', 'Streams the requests from the lake to the service')
      .next(step('Create batch', 'Exactly one batch for this run, however often it is tried'))
      .next(wait)
      .next(step('Poll batch', 'Asks how far the batch is; stops what nobody can take in', patientRetry))
      .next(answered);
    const flow = plan.next(
      new Choice(this, 'Anything to ask?', { comment: 'What was made before is not made again; a dry run ends here' })
        .when(
          Condition.and(Condition.numberGreaterThan('$.plan.requests', 0), Condition.booleanEquals('$.dryRun', false)),
          send,
        )
        .otherwise(new Succeed(this, 'Nothing asked', { comment: 'The plan says why, and what it would cost' })),
    );
    this.machine = new HouseMachine(this, 'AugmentationMachine', {
      house: parts.house,
      name: 'augmentation',
      comment:
        'Makes variants of good examples, where the policy wants them. Start it with {}: see docs/augmentation.md',
      flow,
      // A batch has a day, and polling it half an hour more to miss.
      timeout: Duration.days(3),
    });
  }
}
