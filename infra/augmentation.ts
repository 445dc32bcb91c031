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
import { ask, failurePath, HouseMachine, run } from './house-machine.ts';
import { knowsIdentity } from './identity.ts';
import type { Lake } from './lake.ts';
import { NodeFunction } from './node-function.ts';
import { callOpenAi, tellPeople } from './permissions.ts';
import { patientRetry, retry } from './retry.ts';
import type { Secrets } from './secrets.ts';

export interface AugmentationProps {
  readonly house: House;
  readonly lake: Lake;
  readonly secrets: Secrets;
  readonly topic: ITopic;
}

/** Variants of good examples by a chat model, where the policy wants them. Read `flow` from top to bottom. */
export class Augmentation extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: AugmentationProps) {
    super(scope, id);
    const { failed, refused } = failurePath(this, {
      recorder: this.#recorder(props),
      record: [
        'Record augmentation failure',
        'Writes down what happened; deletes what lies at the service, but answers that can still be taken in',
      ],
      failed: ['Augmentation failed', 'The reason in words; runs/<run>/failure.json has it too'],
      refused: 'Augmentation refused',
    });
    const step = (name: string, made: NodeFunction, comment: string, again = retry) =>
      ask(this, name, made, comment, {}, again).addCatch(failed, { resultPath: '$.failure' });

    const plan = ask(this, 'Plan augmentation', this.#plan(props), 'Chooses what to vary, within budget and share', {
      payload: TaskInput.fromObject({ ...run, request: JsonPath.entirePayload }),
    }).addCatch(refused);
    const wait = new Wait(this, 'Wait for batch', {
      comment: 'Longer from poll to poll; a batch is answered within a day',
      time: WaitTime.secondsPath('$.batch.pollSeconds'),
    });
    const takeIn = step(
      'Take in variants',
      this.#takeIn(props),
      'Redacts and judges each answer; writes the good ones',
      patientRetry,
    )
      .next(step('Delete batch files', this.#deleteFiles(props), 'Leaves no text with the service'))
      .next(new Succeed(this, 'Augmented', { comment: 'They join the next training run, by its policy' }));
    const answered = new Choice(this, 'Batch done?', {
      comment: 'Answered, out of time, or stopped: what there is counts',
    })
      .when(Condition.booleanEquals('$.batch.ended', true), takeIn)
      .otherwise(wait);
    const send = step('Upload requests', this.#upload(props), 'Streams the requests from the lake to the service')
      .next(step('Create batch', this.#create(props), 'Exactly one batch for this run, however often it is tried'))
      .next(wait)
      .next(step('Poll batch', this.#poll(props), 'Asks how far the batch is; stops it after an erasure'))
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
      house: props.house,
      name: 'augmentation',
      comment:
        'Makes variants of good examples, where the policy wants them. Start it with {}: see docs/augmentation.md',
      flow,
      // A batch has a day, and polling it half an hour more to miss.
      timeout: Duration.days(3),
    });
  }

  #recorder(props: AugmentationProps): NodeFunction {
    const step = this.#function(props, 'RecordAugmentationFailure', 'record-augmentation-failure', [
      callOpenAi,
      tellPeople,
    ]);
    notesWhatIsSent(step, props.lake);
    props.lake.grantReadPaper(step, 'failure.json');
    return step;
  }

  #function(
    props: AugmentationProps,
    name: string,
    file: string,
    may: readonly Permission[],
    memorySize = 512,
  ): NodeFunction {
    const step = new NodeFunction(this, name, {
      house: props.house,
      entry: `functions/augmentation/${file}.ts`,
      description: `A state of the augmentation: ${name}`,
      memorySize,
      timeout: Duration.minutes(15),
      environment: { LAKE_BUCKET: props.lake.bucket.bucketName },
    });
    for (const permit of may) permit(step, props);
    return step;
  }

  #plan(props: AugmentationProps): NodeFunction {
    // 1,769 MB are one whole processor: it screens each example and counts tokens.
    const step = this.#function(props, 'PlanAugmentation', 'plan-augmentation', [], 1769);
    const { lake } = props;
    lake.grantList(step);
    for (const folder of ['datasets', 'runs', 'examples', 'augmentations', 'consent', 'signals'] as const) {
      lake.grantRead(step, folder);
    }
    lake.grantWrite(step, 'work');
    return step;
  }

  #upload(props: AugmentationProps): NodeFunction {
    const step = this.#function(props, 'UploadRequests', 'upload-requests', [callOpenAi]);
    props.lake.grantRead(step, 'work');
    notesWhatIsSent(step, props.lake);
    return step;
  }

  #create(props: AugmentationProps): NodeFunction {
    return this.#function(props, 'CreateBatch', 'create-batch', [callOpenAi]);
  }

  #poll(props: AugmentationProps): NodeFunction {
    const step = this.#function(props, 'PollBatch', 'poll-batch', [callOpenAi]);
    props.lake.grantList(step);
    return step;
  }

  #takeIn(props: AugmentationProps): NodeFunction {
    const { house, lake, secrets } = props;
    const step = this.#function(props, 'TakeInVariants', 'take-in-variants', [callOpenAi, tellPeople], 1769);
    knowsIdentity(step, house, secrets);
    lake.grantList(step);
    for (const folder of ['work', 'consent'] as const) lake.grantRead(step, folder);
    for (const folder of ['examples', 'augmentations'] as const) lake.grantWrite(step, folder);
    return step;
  }

  #deleteFiles(props: AugmentationProps): NodeFunction {
    const step = this.#function(props, 'DeleteBatchFiles', 'delete-batch-files', [callOpenAi]);
    notesWhatIsSent(step, props.lake);
    return step;
  }
}

/** May rewrite `sent.json` of a run, by what it says already: an erasure notes in it what it has deleted. */
function notesWhatIsSent(step: NodeFunction, lake: Lake): void {
  lake.grantList(step);
  lake.grantReadPaper(step, 'sent.json');
  lake.grantWrite(step, 'runs');
}

/** Something a function may do: the grant, and the environment to do it with. */
type Permission = (step: NodeFunction, props: AugmentationProps) => void;
