import fc from 'fast-check';
import { lineage, retirementWarning, shutdownOf } from '../../../layers/core/training/base-model.ts';
import { quotable } from '../../../layers/core/training/errors.ts';
import { failedRun, whereItEnded } from '../../../layers/core/training/failed-run.ts';
import { failureReason } from '../../../layers/core/training/failure-reason.ts';
import { phaseOf, pollSeconds } from '../../../layers/core/training/job-status.ts';
import { lossInResult } from '../../../layers/core/training/loss.ts';

describe('statuses', () => {
  it.each(['validating_files', 'queued', 'running', 'paused', 'pondering', ''])('%j goes on', (status) => {
    expect(phaseOf(status)).toBe('going');
  });
  it.each(['succeeded', 'failed', 'cancelled'])('%s is an end', (status) => {
    expect(phaseOf(status)).toBe(status);
  });
});

it('waits longer from poll to poll, and polls for days within the 25,000 events of an execution', () => {
  const waits = Array.from({ length: 2_700 }, (_, polls) => pollSeconds(polls));
  expect(waits.slice(0, 4)).toEqual([20, 25, 31, 39]);
  expect(waits.every((wait, index) => wait >= (waits[index - 1] ?? 0) && wait <= 300)).toBe(true);
  expect(waits.reduce((sum, wait) => sum + wait) / 86_400).toBeGreaterThan(9);
});

describe('the loss', () => {
  it.each([
    ['OpenAI’s columns', 'step,train_loss,train_accuracy\n1,2.5,0.1\n2,1.25,0.2', 1.25],
    ['other columns', 'epoch,training_loss,eval\r\n1,0.75,\r\n', 0.75],
    ['a last row without one', 'step,train_loss,valid_loss\n1,2.5,\n2,,1.5\n', 2.5],
    ['base64', Buffer.from('step,train_loss\n1,0.5\n').toString('base64'), 0.5],
    ['no such column', 'step,accuracy\n1,0.5\n', null],
    ['nothing', '', null],
  ])('is read from %s', (_, text, loss) => {
    expect(lossInResult(text)).toBe(loss);
  });
});

describe('why a job failed', () => {
  it.each([
    'invalid_n_examples',
    'invalid_training_file',
    'invalid_file_format',
    'invalid_validation_file',
    'exceeded_quota',
    'rate_limit_exceeded',
    'training_not_available',
    'model_not_available',
    'server_error',
    'unsafe_file',
  ])('%s is explained, with what to do next', (code) => {
    const reason = failureReason('ftjob-1', { code, message: 'It says so.' }, []);
    expect(reason).toContain(`It says so. (${code}).`);
    expect(reason).not.toContain('new to this program');
    expect(reason).toMatch(/Nothing was promoted\.$/);
  });

  it('takes no want of examples for a want of money', () => {
    const error = { code: 'brand_new', message: 'The dataset has insufficient assistant messages.' };
    expect(failureReason('ftjob-1', error, [])).not.toContain('credit');
  });

  it('never quotes at length', () => {
    const text = 'I feel so lost since my brother left and cannot sleep';
    expect(quotable(`Example 3 cannot be parsed: "${text}" is wrong`)).toBe('Example 3 cannot be parsed: "…" is wrong');
    fc.assert(fc.property(fc.string({ maxLength: 2000 }), (said) => quotable(said).length <= 300));
  });
});

describe('a base model', () => {
  it('ends with the first of itself and its base', () => {
    expect(lineage('ft:gpt-4o-mini-2024-07-18:org:suffix:id')).toEqual([
      'ft:gpt-4o-mini-2024-07-18:org:suffix:id',
      'gpt-4o-mini-2024-07-18',
    ]);
    const models = [
      { id: 'a', shutdownDate: '2027-02-01' },
      { id: 'b', shutdownDate: null },
      { id: 'c', shutdownDate: '2027-01-14' },
    ];
    expect(shutdownOf(models)?.id).toBe('c');
    expect(shutdownOf([])).toBeUndefined();
  });

  it('is warned of half a year ahead', () => {
    expect(retirementWarning('m', '2027-01-14', '2026-11-24')).toContain('in 51 days');
    expect(retirementWarning('m', '2027-11-24', '2026-11-24')).toBeUndefined();
    expect(retirementWarning('m', null, '2026-11-24')).toBeUndefined();
  });
});

const selecting = { request: { policy: 'strategy' }, plan: {} };
const checked = { ...selecting, selection: {}, dataset: { tokens: 1 }, cost: {}, baseModel: {} };
const tested = { ...checked, files: {}, job: { status: 'succeeded' }, evaluation: {} };

describe('the error that ended a run', () => {
  const cause = (errorType: string, errorMessage: string) => JSON.stringify({ errorType, errorMessage, trace: [] });

  it.each([
    [
      'as Lambda tells it',
      'TooFewExamples',
      cause('TooFewExamples', 'TooFewExamples: 3 of 10.'),
      'TooFewExamples',
      '3 of 10.',
    ],
    [
      'as the emulator does',
      'Runtime.HandlerError',
      cause('Runtime.HandlerError', 'NoShards: None.'),
      'NoShards',
      'None.',
    ],
    ['from the cause alone', 'States.TaskFailed', cause('CostTooHigh', 'Too much.'), 'CostTooHigh', 'Too much.'],
    [
      'without JSON',
      'States.ItemReaderFailed',
      'no',
      'States.ItemReaderFailed',
      'The items of a map could not be read',
    ],
    [
      'a timeout',
      'Sandbox.Timedout',
      cause('Sandbox.Timedout', 'Task timed out'),
      'Sandbox.Timedout',
      'A function took longer',
    ],
    [
      'a fault',
      'SyntaxError',
      cause('SyntaxError', 'Unexpected token, "I feel sad"'),
      'SyntaxError',
      'fault of the program',
    ],
    ['nothing at all', '', '', '', 'The function failed'],
  ])('%s', (_, name, words, error, reason) => {
    const read = failedRun({ Error: name, Cause: words });
    expect(read.error).toBe(error);
    expect(read.reason).toContain(reason);
    expect(read.reason).not.toContain('I feel sad');
  });

  it.each([
    [{ request: { Comment: 'x' } }, 'Resolve request'],
    [{ request: { policy: 'strategy' } }, 'Plan dataset'],
    [{ ...selecting }, 'Curate partitions, Join partitions, Match near-duplicates or Select examples'],
    [{ ...selecting, selection: {} }, 'Write examples or Assemble dataset'],
    [{ ...selecting, selection: {}, dataset: {} }, 'Validate parts or Validate dataset'],
    [{ ...selecting, selection: {}, dataset: { tokens: 1 } }, 'Write card, Enough examples? or Estimate cost'],
    [{ ...checked, request: { policy: 'strategy', dryRun: true } }, 'Notify'],
    [checked, 'Upload dataset'],
    [{ ...checked, files: {} }, 'Create fine-tune'],
    [{ ...checked, files: {}, job: { status: 'running' } }, 'Poll fine-tune'],
    [{ ...checked, files: {}, job: { status: 'succeeded' } }, 'Evaluate candidate'],
    [{ ...tested, gate: { verdict: 'fail' } }, 'Notify'],
    [{ ...tested, gate: { verdict: 'pass' } }, 'Promote'],
    [{ ...tested, gate: { verdict: 'pass' }, promotion: {} }, 'Notify'],
  ])('stood at the state after the last part that is there', (state, at) => {
    expect(whereItEnded(state)).toBe(at);
  });
});
