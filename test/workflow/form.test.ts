import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { mayGoWell } from '../../functions/augmentation/record-augmentation-failure.ts';
import { idOf } from '../infra/policies.ts';
import { childOf, definition, functionOf, type Machine } from './definition.ts';

// It is CommonJS without a types entry.
const validator: unknown = createRequire(import.meta.url)('asl-validator');
const result = z.object({ isValid: z.boolean(), errors: z.array(z.unknown()) });
const validate = (machine: unknown) => {
  if (typeof validator !== 'function') throw new Error('asl-validator exports no function any more');
  return result.parse(validator(machine));
};

const machine = definition();
/** The maps, and the state that each of their children has. */
const maps = {
  'Curate partitions': 'Curate partition',
  'Join partitions': 'Join partition',
  'Match near-duplicates': 'Match bucket',
  'Write examples': 'Write range',
  'Validate parts': 'Validate part',
} as const;
const children = Object.entries(maps).map(([map, child]) => [child, childOf(machine.States[map])] as const);

/** The promise to operators, who see these names in the console, and to the handlers, whose files carry them. */
const happyPath = [
  ['Resolve request', 'Task'],
  ['Plan dataset', 'Task'],
  ['Curate partitions', 'Map'],
  ['Join partitions', 'Map'],
  ['Match near-duplicates', 'Map'],
  ['Select examples', 'Task'],
  ['Write examples', 'Map'],
  ['Assemble dataset', 'Task'],
  ['Validate parts', 'Map'],
  ['Validate dataset', 'Task'],
  ['Write card', 'Task'],
  ['Enough examples?', 'Task'],
  ['Estimate cost', 'Task'],
  ['Check base model', 'Task'],
  ['Dry run?', 'Choice'],
  ['Upload dataset', 'Task'],
  ['Create fine-tune', 'Task'],
  ['Wait for fine-tune', 'Wait'],
  ['Poll fine-tune', 'Task'],
  ['Fine-tune done?', 'Choice'],
  ['Evaluate candidate', 'Task'],
  ['Gate', 'Task'],
  ['Gate passed?', 'Choice'],
  ['Promote', 'Task'],
  ['Notify', 'Task'],
  ['Done', 'Succeed'],
] as const;
const failurePath = [
  ['Request refused', 'Pass'],
  ['Record failure', 'Task'],
  ['Run failed', 'Fail'],
] as const;

const inMaps = children.flatMap(([, { States }]) => Object.entries(States));

describe('the form of the state machine', () => {
  test('is valid Amazon States Language, with no state out of reach and no way into nowhere', () => {
    expect(validate(machine)).toEqual({ isValid: true, errors: [] });
  });

  test('the check notices a way into nowhere', () => {
    const broken = structuredClone(machine);
    Object.assign(broken.States['Notify'] ?? {}, { Next: 'Nowhere' });
    expect(validate(broken).isValid).toBe(false);
  });

  test('has the states it promises, and no other', () => {
    const types = Object.entries(machine.States).map(([name, { Type }]) => [name, Type]);
    expect(types.toSorted()).toEqual([...happyPath, ...failurePath].toSorted());
    for (const [child, { States }] of children) expect(Object.keys(States)).toEqual([child]);
  });

  const steps = happyPath.slice(0, -1).map(([name], index) => [name, happyPath[index + 1]?.[0]] as const);

  test.each(steps)('%s leads to %s', (name, following) => {
    expect(successors(machine, name)).toContain(following);
  });

  test.each([...Object.entries(machine.States), ...inMaps])('%s says what it is for', (_, state) => {
    expect(state.Comment).toMatch(/^[A-Z].{20,}/);
  });

  const working = Object.entries(machine.States).filter(([, { Type }]) => Type === 'Task' || Type === 'Map');

  test.each(working)('%s is tried again, and whatever then goes wrong is caught', (name, state) => {
    expect(state.Retry?.length).toBeGreaterThan(0);
    const end =
      name === 'Record failure' ? 'Run failed' : name === 'Resolve request' ? 'Request refused' : 'Record failure';
    expect(state.Catch?.map(({ ErrorEquals, Next }) => [ErrorEquals, Next])).toEqual([[['States.ALL'], end]]);
  });

  const tasks = [...working, ...inMaps].filter(([, { Type }]) => Type === 'Task');

  test.each(tasks)('%s calls the function of its name', (name, state) => {
    expect(functionOf(state)).toBe(idOf(name));
  });

  const passing = [
    'RetryableError',
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ServiceException',
    'Lambda.SdkClientException',
    'Lambda.AWSLambdaException',
  ];
  const busy = {
    ErrorEquals: ['Lambda.TooManyRequestsException'],
    IntervalSeconds: 2,
    MaxDelaySeconds: 60,
    BackoffRate: 2,
    MaxAttempts: 180,
    JitterStrategy: 'FULL',
  };
  const ended = {
    ErrorEquals: ['Sandbox.Timedout', 'Lambda.Unknown'],
    IntervalSeconds: 30,
    BackoffRate: 2,
    MaxAttempts: 2,
  };

  test.each([...passing, 'QuotaExceeded', ...busy.ErrorEquals, ...ended.ErrorEquals])(
    '%s, as it may pass, costs no answers that were paid for',
    (name) => {
      expect(name).toMatch(mayGoWell);
    },
  );

  const ofModel = ['Poll fine-tune', 'Evaluate candidate', 'Gate', 'Promote', 'Notify'];
  const isOfModel = ([name]: (typeof tasks)[number]) => ofModel.includes(name);

  test.each(tasks.filter((task) => !isOfModel(task)))(
    '%s is tried again, and waits its turn where the account runs all it may',
    (_, { Retry }) => {
      const often = { IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 6, JitterStrategy: 'FULL' };
      expect(Retry).toEqual([{ ErrorEquals: passing, ...often }, busy, ended]);
    },
  );

  test.each(tasks.filter(isOfModel))('%s waits for more than an hour: the model is paid for', (_, { Retry }) => {
    const patient = { IntervalSeconds: 30, MaxDelaySeconds: 600, BackoffRate: 2, MaxAttempts: 12 };
    const errors = [...passing, 'QuotaExceeded'];
    expect(Retry).toEqual([{ ErrorEquals: errors, ...patient, JitterStrategy: 'NONE' }, busy, ended]);
  });

  it('knows the states that need the model', () => {
    expect(tasks.filter(isOfModel).map(([name]) => name)).toHaveLength(ofModel.length);
  });

  const window = { 'policy.$': '$.request.policy', 'since.$': '$.request.since', 'until.$': '$.request.until' };
  const cut = { 'ranges.$': '$.plan.ranges', 'buckets.$': '$.plan.buckets' };
  const partitions = { 'partitions.$': '$.plan.partitions' };
  const share = { 'validationShare.$': '$.request.validationShare' };

  test.each([
    ['Curate partitions', 'curate', '$.plan.key', 'partition', { ...window, ...cut }],
    ['Join partitions', 'join', '$.plan.rangesKey', 'range', { ...window, ...cut, ...partitions, ...share }],
    ['Match near-duplicates', 'match', '$.plan.bucketsKey', 'bucket', { ...partitions, 'ranges.$': '$.plan.ranges' }],
    [
      'Write examples',
      'write',
      '$.plan.rangesKey',
      'range',
      { ...share, 'policy.$': '$.request.policy', 'ranges.$': '$.plan.ranges' },
    ],
    ['Validate parts', 'validate', '$.dataset.partsKey', 'part', { 'prefix.$': '$.dataset.prefix' }],
  ])('%s reads its items, lets none fail and leaves the answers in S3', (name, label, key, item, given) => {
    const map = machine.States[name];
    expect(map).toMatchObject({
      Label: label,
      ItemReader: { ReaderConfig: { InputType: 'JSON' }, Parameters: { 'Key.$': key } },
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' } },
      ResultWriter: { Parameters: { 'Prefix.$': `States.Format('runs/{}/${label}', $.runId)` } },
      ResultPath: null,
    });
    expect(map?.['ItemSelector']).toEqual({ 'runId.$': '$.runId', ...given, [`${item}.$`]: '$$.Map.Item.Value' });
    expect(map).not.toHaveProperty('ToleratedFailurePercentage');
    expect(map).not.toHaveProperty('ToleratedFailureCount');
  });
});

const branches = z.looseObject({
  Next: z.string().optional(),
  Default: z.string().optional(),
  Choices: z.array(z.object({ Next: z.string() })).default([]),
});

function successors({ States }: Machine, name: string): (string | undefined)[] {
  const { Next, Default, Choices } = branches.parse(States[name]);
  return [Next, Default, ...Choices.map((choice) => choice.Next)];
}
