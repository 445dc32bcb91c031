import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { idOf } from '../infra/policies.ts';
import { templateOf } from '../infra/template.ts';
import { childOf, definition, functionOf, type Machine } from './definition.ts';

// It is CommonJS without a types entry.
const validator: unknown = createRequire(import.meta.url)('asl-validator');
const result = z.object({ isValid: z.boolean(), errors: z.array(z.unknown()) });
const validate = (machine: unknown) => {
  if (typeof validator !== 'function') throw new Error('asl-validator exports no function any more');
  return result.parse(validator(machine));
};

/** The promise to operators, who see these names in the console. */
const promised = {
  Erasure: [
    'Plan erasure',
    'Erase from shards',
    'Any datasets?',
    'Erase from datasets',
    'Finish erasure',
    'Anything found?',
    'Erased',
    'Wait for what is under way',
    'Wait for batches that fail',
  ],
  Backfill: [
    'Plan backfill',
    'Backfill segments',
    'Count withdrawals',
    'All counted?',
    'Withdraw consent',
    'All looked at?',
    'Finish backfill',
    'Backfilled',
  ],
  Redrive: ['Redrive batches', 'Any left?', 'Finish redrive', 'Redriven'],
  Augmentation: [
    'Plan augmentation',
    'Anything to ask?',
    'Nothing asked',
    'Upload requests',
    'Create batch',
    'Wait for batch',
    'Poll batch',
    'Batch done?',
    'Take in variants',
    'Delete batch files',
    'Augmented',
    'Augmentation refused',
    'Record augmentation failure',
    'Augmentation failed',
  ],
  Reconciliation: ['Plan reconciliation', 'Reconcile segments', 'Finish reconciliation', 'Reconciled'],
};

describe.each(Object.entries(promised))('the state machine of %s', (name, states) => {
  const machine = definition(name);
  const maps = Object.values(machine.States).filter(({ Type }) => Type === 'Map');
  const all = [...Object.entries(machine.States), ...maps.flatMap((map) => Object.entries(childOf(map).States))];

  test('is valid and has the states it promises', () => {
    expect(validate(machine)).toEqual({ isValid: true, errors: [] });
    expect(Object.keys(machine.States).sort()).toEqual(states.toSorted());
  });

  test.each(all)(
    '%s says what it is for, calls the function of its name, and waits for Lambda when it is busy',
    (name, state) => {
      expect(state.Comment).toMatch(/^[A-Z].{20,}/);
      if (state.Type !== 'Task') return;
      expect(functionOf(state)).toBe(idOf(name));
      expect(state.Retry).toEqual([
        expect.objectContaining({ ErrorEquals: expect.arrayContaining(['RetryableError']) }),
        expect.objectContaining({ ErrorEquals: ['Lambda.TooManyRequestsException'], MaxAttempts: 180 }),
        expect.objectContaining({ ErrorEquals: expect.arrayContaining(['Sandbox.Timedout']) }),
      ]);
    },
  );
});

test('an erasure goes round until a round has found nothing', () => {
  const { States } = definition('Erasure');
  expect(States['Anything found?']).toMatchObject({
    Choices: [
      {
        And: [
          { Variable: '$.finished', BooleanEquals: true },
          { Variable: '$.settled', BooleanEquals: true },
        ],
        Next: 'Erased',
      },
      { Variable: '$.finished', BooleanEquals: true, Next: 'Wait for batches that fail' },
    ],
    Default: 'Wait for what is under way',
  });
  expect(States['Wait for what is under way']).toMatchObject({ Seconds: 900, Next: 'Plan erasure' });
  expect(States['Wait for batches that fail']).toMatchObject({ Seconds: 86_400, Next: 'Plan erasure' });
  // A trainer that is out for an hour must not end it.
  expect(States['Finish erasure']?.Retry?.[0]).toMatchObject({ IntervalSeconds: 30, MaxAttempts: 12 });
  expect(States['Plan erasure']).toMatchObject({ Parameters: { 'erasure.$': '$$.Execution.Name', 'asked.$': '$' } });
  expect(States['Erase from shards']).toMatchObject({
    ItemReader: { Parameters: { 'Key.$': '$.plan.key' } },
    ItemSelector: {
      'pseudonym.$': '$.pseudonym',
      'erasure.$': '$.erasure',
      'round.$': '$.round',
      'partition.$': '$$.Map.Item.Value',
    },
    ResultPath: null,
  });
});

test('a backfill counts until it has looked at everything, and withdraws only then', () => {
  const { States } = definition('Backfill');
  expect(States['Backfill segments']).toMatchObject({ Next: 'Count withdrawals' });
  expect(States['All counted?']).toMatchObject({
    Choices: [{ Variable: '$.toWithdraw.after', IsPresent: true, Next: 'Count withdrawals' }],
    Default: 'Withdraw consent',
  });
  expect(States['All looked at?']).toMatchObject({
    Choices: [{ Variable: '$.consent.after', IsPresent: true, Next: 'Withdraw consent' }],
    Default: 'Finish backfill',
  });
});

test('a redrive goes round until it has looked at everything, and then tells people', () => {
  const { States } = definition('Redrive');
  expect(States['Any left?']).toMatchObject({
    Choices: [{ Variable: '$.after', IsPresent: true, Next: 'Redrive batches' }],
    Default: 'Finish redrive',
  });
  expect(States['Finish redrive']).toMatchObject({ Next: 'Redriven' });
});

test('an augmentation asks only where there is something to ask, and whatever fails is recorded', () => {
  const { States } = definition('Augmentation');
  expect(States['Anything to ask?']).toMatchObject({
    Choices: [{ Next: 'Upload requests' }],
    Default: 'Nothing asked',
  });
  expect(States['Batch done?']).toMatchObject({ Choices: [{ Next: 'Take in variants' }], Default: 'Wait for batch' });
  const tasks = Object.entries(States).filter(([, { Type }]) => Type === 'Task');
  for (const [name, { Catch }] of tasks) {
    const next = { 'Plan augmentation': 'Augmentation refused', 'Record augmentation failure': 'Augmentation failed' }[
      name
    ];
    expect(Catch).toEqual([
      expect.objectContaining({ ErrorEquals: ['States.ALL'], Next: next ?? 'Record augmentation failure' }),
    ]);
  }
});

describe('what runs at once', () => {
  const maps = ({ States }: Machine) => Object.values(States).filter(({ Type }) => Type === 'Map');
  const anyTime = ['Erasure', 'Backfill', 'Reconciliation'];

  test('is few of the thousand functions that an account may run, and fewer for what may run at any time', () => {
    for (const { MaxConcurrency } of maps(definition('Training'))) expect(MaxConcurrency).toBe(40);
    for (const { MaxConcurrency } of anyTime.flatMap((name) => maps(definition(name)))) expect(MaxConcurrency).toBe(10);
  });

  test.each(['Training', ...anyTime])('of %s leaves a new account, which may run ten, some for the app', (name) => {
    const found = maps(definition(name, 'in a new account'));
    expect(found.length).toBeGreaterThan(0);
    for (const { MaxConcurrency } of found) expect(MaxConcurrency).toBe(4);
  });
});

// An account that may run ten functions refuses to reserve any, and the deployment would fail.
test('no function reserves any for itself', () => {
  const functions = Object.values(templateOf('prod').findResources('AWS::Lambda::Function'));
  const reserved = functions.filter(({ Properties }) => Properties.ReservedConcurrentExecutions !== undefined);
  expect(reserved).toEqual([]);
});
