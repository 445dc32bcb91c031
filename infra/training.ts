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
import type { LambdaInvokeProps } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { ask, failurePath, HouseMachine, run } from './house-machine.ts';
import { type LakeMapProps, lakeMap } from './lake-map.ts';
import { patientRetry } from './retry.ts';
import { stateFunction } from './state-function.ts';
import { type StepName, steps, type TrainingParts } from './training-steps.ts';

/** From shards of exchanges to a promoted model. Read `flow` from top to bottom: it is the console's picture. */
export class Training extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, parts: TrainingParts) {
    super(scope, id);
    const { house, lake } = parts;
    const functions = new Construct(scope, 'Steps');
    const made = (name: StepName) =>
      stateFunction(functions, name, { folder: 'training', of: 'a training run' }, parts, steps[name]);
    const invoke = (name: StepName, comment: string, options: Partial<LambdaInvokeProps> = {}) =>
      ask(this, name, made(name), comment, options);
    const { failed, refused } = failurePath(this, {
      recorder: made('Record failure'),
      record: ['Record failure', 'Writes down what happened and what to do, and tells people'],
      failed: ['Run failed', 'The reason in words; runs/<run>/failure.json has the rest'],
      refused: 'Request refused',
    });
    const caught = { resultPath: '$.failure' };
    const step = (name: StepName, comment: string) => invoke(name, comment).addCatch(failed, caught);
    /** For what comes when the training is paid for: a trainer or a lake that is down for some minutes must not cost the model. */
    const stepOfModel = (name: StepName, comment: string) =>
      ask(this, name, made(name), comment, {}, patientRetry).addCatch(failed, caught);

    const done = new Succeed(this, 'Done', { comment: 'The report of the run says what came of it' });
    const notify = stepOfModel('Notify', 'Writes the report of the run and tells people').next(done);
    const wait = new Wait(this, 'Wait for fine-tune', {
      comment: 'Longer from poll to poll, so that days of training fit into one execution',
      time: WaitTime.secondsPath('$.job.pollSeconds'),
    });
    const map = (props: Omit<LakeMapProps, 'lake' | 'atOnce'>) =>
      lakeMap(this, { lake, atOnce: house.settings.mapChildren, ...props }).addCatch(failed, caught);

    const window = { policy: '$.request.policy', since: '$.request.since', until: '$.request.until' };
    const cut = { ranges: '$.plan.ranges', buckets: '$.plan.buckets' };
    const curate = map({
      name: 'Curate partitions',
      comment: 'Reads the plan from S3 and curates its partitions side by side',
      label: 'curate',
      itemsKey: '$.plan.key',
      given: { ...window, ...cut },
      item: 'partition',
      child: invoke('Curate partition', 'Judges the exchanges of its shards and sorts them by their ids'),
    });
    const join = map({
      name: 'Join partitions',
      comment: 'Each child joins one range of ids out of all partitions',
      label: 'join',
      itemsKey: '$.plan.rangesKey',
      given: { ...window, validationShare: '$.request.validationShare', partitions: '$.plan.partitions', ...cut },
      item: 'range',
      child: invoke('Join partition', 'Takes each exchange once, with what was said of it later, and decides on it'),
    });
    const match = map({
      name: 'Match near-duplicates',
      comment: 'Each child compares the texts of one bucket of MinHash bands',
      label: 'match',
      itemsKey: '$.plan.bucketsKey',
      given: { partitions: '$.plan.partitions', ranges: '$.plan.ranges' },
      item: 'bucket',
      child: invoke('Match bucket', 'Verifies which texts that share a band are nearly the same'),
    });

    const write = map({
      name: 'Write examples',
      comment: 'Each child writes its range of every file of the dataset',
      label: 'write',
      itemsKey: '$.plan.rangesKey',
      given: { policy: window.policy, validationShare: '$.request.validationShare', ranges: cut.ranges },
      item: 'range',
      child: invoke('Write range', 'Writes what was selected among the ids of one range, in their order'),
    });
    const validate = map({
      name: 'Validate parts',
      comment: 'Each child checks a part of every file that will be uploaded',
      label: 'validate',
      itemsKey: '$.dataset.partsKey',
      given: { prefix: '$.dataset.prefix' },
      item: 'part',
      child: invoke('Validate part', 'Reads every line as the trainer will, and counts its tokens'),
    });

    const evaluate = stepOfModel(
      'Evaluate candidate',
      'Candidate and champion answer the hold-out prompts; one scorer for both',
    )
      .next(stepOfModel('Gate', 'Compares with the thresholds of the policy and with the champion'))
      .next(
        new Choice(this, 'Gate passed?', { comment: 'A candidate that is not better stays a candidate' })
          .when(
            Condition.stringEquals('$.gate.verdict', 'pass'),
            stepOfModel('Promote', 'Makes the candidate the champion, unless the request says never').next(notify),
          )
          .otherwise(notify),
      );

    const train = step('Upload dataset', 'Streams the files from S3 to the trainer')
      .next(step('Create fine-tune', 'Exactly one job for this run, however often it is tried'))
      .next(wait)
      .next(stepOfModel('Poll fine-tune', 'Asks how far the job is, keeps its events in S3'))
      .next(
        new Choice(this, 'Fine-tune done?', { comment: 'A job that failed or was cancelled has ended the run in Poll' })
          .when(Condition.stringEquals('$.job.status', 'succeeded'), evaluate)
          .otherwise(wait),
      );

    const resolve = invoke('Resolve request', 'Gives every option a value and refuses what it does not know', {
      payload: TaskInput.fromObject({ ...run, request: JsonPath.entirePayload }),
    }).addCatch(refused);

    const flow = resolve
      .next(step('Plan dataset', 'Lists the shards and deals the work out into partitions, ranges and buckets'))
      .next(curate)
      .next(join)
      .next(match)
      .next(step('Select examples', 'Each text once, nothing that was held out, within the quotas of the policy'))
      .next(write)
      .next(step('Assemble dataset', 'Makes one file of what the ranges have written, by copies inside S3'))
      .next(validate)
      .next(step('Validate dataset', 'Sums the tokens up; no line may say the same as one in another part'))
      .next(step('Write card', 'Describes the dataset for people, and what changed since the one before'))
      .next(step('Enough examples?', 'Too few good examples teach nothing'))
      .next(step('Estimate cost', 'Ends the run before a cent is spent beyond the maximum'))
      .next(step('Check base model', 'It must exist and must not be about to be shut down'))
      .next(
        new Choice(this, 'Dry run?', { comment: 'A dry run ends here: everything checked, nothing uploaded' })
          .when(Condition.booleanEquals('$.request.dryRun', true), notify)
          .otherwise(train),
      );

    this.stateMachine = new HouseMachine(this, 'StateMachine', {
      house,
      name: 'training',
      comment: 'Turns collected exchanges into a better model. Start it with {}; options: see docs/training.md',
      flow,
      // Fine-tuning jobs end, or are ended, within a day or two; polling could go on for nine.
      timeout: Duration.days(7),
      maps: ['curate', 'join', 'match', 'write', 'validate'],
    });
    lake.grantMapRun(this.stateMachine);
  }
}
