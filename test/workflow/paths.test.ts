import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { definition } from './definition.ts';
import { type Answer, childNames, childrenFailed, failure, run } from './run.ts';

const answers = {
  'Resolve request': (state) => ({ ...state, request: { ...options, ...Object(state['request']) } }),
  'Plan dataset': (state) => ({
    ...state,
    plan: { key: 'runs/run-1/plan.json', partitions: 2, ranges: 1, buckets: 1 },
    partitions: [{ index: 0 }, { index: 1 }],
    ranges: [{ index: 0 }],
    parts: [{ index: 0 }],
    buckets: [{ index: 0 }],
  }),
  'Assemble dataset': (state) => ({
    ...state,
    dataset: { prefix: 'datasets/0123456789abcdef/', partsKey: 'runs/run-1/parts.json' },
  }),
  'Curate partition': ({ partition }) => ({ ...Object(partition), kept: 5 }),
  'Create fine-tune': (state) => ({ ...state, job: { id: 'job-1', status: 'queued', pollSeconds: 60 } }),
  'Poll fine-tune': (state, calls) => ({
    ...state,
    job: { id: 'job-1', status: ['queued', 'running', 'paused'][calls] ?? 'succeeded', pollSeconds: 60 },
  }),
  Gate: (state) => ({ ...state, gate: { verdict: 'pass', reasons: [] } }),
  'Record failure': ({ runId, failure }) => ({ ...told(failure), key: `runs/${runId}/failure.json` }),
} satisfies Record<string, Answer>;
const told = (failure: unknown) => {
  const { Error: error, Cause: cause } = z.object({ Error: z.string(), Cause: z.string() }).parse(failure);
  return { error, reason: `In words: ${cause}` };
};
const options = {
  policy: 'strategy',
  since: '1970-01-01T00:00:00Z',
  until: '2026-11-24T00:00:00Z',
  validationShare: 0.1,
  dryRun: false,
};

const fails =
  (name: string, message: string): Answer =>
  () => {
    throw failure(name, message);
  };

const untilTraining = [
  'Resolve request',
  'Plan dataset',
  'Curate partition',
  'Curate partition',
  'Join partition',
  'Match bucket',
  'Select examples',
  'Write range',
  'Assemble dataset',
  'Validate part',
  'Validate dataset',
  'Write card',
  'Enough examples?',
  'Estimate cost',
  'Check base model',
];
const training = [
  'Upload dataset',
  'Create fine-tune',
  ...Array(4).fill('Poll fine-tune'),
  'Evaluate candidate',
  'Gate',
];

describe('the paths of a run', () => {
  test.each([
    ['{}', {}],
    ["the console's placeholder", { Comment: 'Insert your JSON here' }],
  ])('started with %s, it ends with a promoted model', async (_, input) => {
    const { status, asked, given } = await run(answers, input);
    expect(status).toBe('succeeded');
    expect(asked).toEqual([...untilTraining, ...training, 'Promote', 'Notify']);
    expect(given['Resolve request']).toEqual({
      request: input,
      runId: 'run-1',
      startedAt: expect.stringMatching(/^20/),
    });
    expect(given['Notify']).toMatchObject({ runId: 'run-1', job: { status: 'succeeded' }, gate: { verdict: 'pass' } });
  });

  test('a child of the map gets its partition and what it needs to judge it, and the state keeps no answers', async () => {
    const { given } = await run(answers);
    expect(given['Curate partition']).toEqual({
      runId: 'run-1',
      policy: 'strategy',
      since: options.since,
      until: options.until,
      ranges: 1,
      buckets: 1,
      partition: { index: 1 },
    });
    expect(given['Assemble dataset']).toEqual(expect.not.objectContaining({ kept: expect.anything() }));
  });

  test('a dry run checks everything, uploads nothing and tells', async () => {
    const { status, asked } = await run(answers, { dryRun: true });
    expect(status).toBe('succeeded');
    expect(asked).toEqual([...untilTraining, 'Notify']);
  });

  test('a candidate that fails the gate is not promoted, and people are told', async () => {
    const { status, asked } = await run({ ...answers, Gate: (state) => ({ ...state, gate: { verdict: 'fail' } }) });
    expect(status).toBe('succeeded');
    expect(asked.slice(-2)).toEqual(['Gate', 'Notify']);
    expect(asked).not.toContain('Promote');
  });

  const states = Object.entries(definition().States);
  const tasks = [...states.filter(([, { Type }]) => Type === 'Task').map(([name]) => name), ...childNames];
  const working = tasks.filter((name) => name !== 'Record failure');

  test.each(working)('when %s fails for good, nothing follows but the record of why', async (name) => {
    const { status, error, cause, asked, given } = await run({
      ...answers,
      [name]: fails('TooBad', `${name} says what to do`),
    });
    expect(status).toBe('failed');
    expect(asked.filter((each) => each === name).length).toBeLessThanOrEqual(name === 'Curate partition' ? 2 : 1);
    expect(asked.at(-1)).toBe('Record failure');
    expect(asked.at(-2)).toBe(name);
    expect(given['Record failure']).toMatchObject({ runId: 'run-1', startedAt: expect.stringMatching(/^20/) });
    const thrown = childNames.includes(name)
      ? { Error: childrenFailed.name, Cause: childrenFailed.cause }
      : { Error: 'TooBad', Cause: `${name} says what to do` };
    expect([error, cause]).toEqual([thrown.Error, `In words: ${thrown.Cause}`]);
    expect(given['Record failure']?.['failure']).toEqual(thrown);
  });

  test.each([
    ['"a text"', 'a text'],
    ['a list', [1, 2]],
  ])('an input that is %s ends in the failure path too', async (_, input) => {
    const { given } = await run(
      {
        ...answers,
        'Resolve request': fails('InvalidRequest', 'The input must be an object'),
      },
      input,
    );
    expect(given['Record failure']).toMatchObject({
      runId: 'run-1',
      state: { input },
      failure: { Error: 'InvalidRequest' },
    });
  });

  test.each(working)('when %s fails twice and then works, the run goes on', async (name) => {
    const works: Answer = new Map<string, Answer>(Object.entries(answers)).get(name) ?? ((state) => state);
    const { status, asked } = await run({
      ...answers,
      [name]: (state, calls) => {
        if (calls === 0) throw failure('RetryableError', 'S3 is slow');
        if (calls === 1) throw failure('Lambda.TooManyRequestsException', 'Rate exceeded');
        return works(state, calls - 2);
      },
    });
    expect(status).toBe('succeeded');
    const usual = [...untilTraining, ...training, 'Promote', 'Notify'];
    expect(asked).toHaveLength(usual.length + 2);
    expect(asked.filter((each, index) => each !== asked[index - 1])).toEqual(
      usual.filter((each, index) => each !== usual[index - 1]),
    );
  });

  test.each(['Curate partition', 'Upload dataset'])(
    '%s waits its turn where the account runs all it may',
    async (name) => {
      const works: Answer = new Map<string, Answer>(Object.entries(answers)).get(name) ?? ((state) => state);
      const { status } = await run({
        ...answers,
        [name]: (state, calls) => {
          if (calls < 100) throw failure('Lambda.TooManyRequestsException', 'Rate exceeded');
          return works(state, calls - 100);
        },
      });
      expect(status).toBe('succeeded');
    },
  );

  test('patience ends: after seven refusals the run fails', async () => {
    const { status, error, asked } = await run({
      ...answers,
      'Upload dataset': fails('RetryableError', 'OpenAI is down'),
    });
    expect([status, error]).toEqual(['failed', 'RetryableError']);
    expect(asked.filter((each) => each === 'Upload dataset')).toHaveLength(7);
  });

  test('when even the record of the failure fails, the run still ends with its own reason', async () => {
    const { status, error } = await run({
      ...answers,
      Gate: fails('TooBad', 'gate'),
      'Record failure': fails('WorseStill', 'record'),
    });
    expect([status, error]).toEqual(['failed', 'TooBad']);
  });
});
