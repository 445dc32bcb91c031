import { reportOf } from '../../local/demo/report.ts';
import { asRecorded } from '../../local/demo/run-state.ts';
import { summaryOf } from '../../local/demo/summary.ts';

const scores = { relevance: 0.5, empathy: 0.4, question: 1, overall: 0.6, unsafe: 0 };
const state = {
  dataset: {
    id: '00112233aabbccdd',
    prefix: 'datasets/00112233aabbccdd/',
    train: 1200,
    validation: 20,
    holdout: 30,
    seen: 1500,
    kept: 1250,
    rejected: { too_short: 5, no_question: 245 },
    tokens: 99_000,
  },
  cost: { usd: 0.891 },
  job: { id: 'ftjob-1', status: 'succeeded', loss: 1.2345 },
  evaluation: { prompts: 30, candidate: scores, champion: null },
  gate: { verdict: 'pass' as const, reasons: ['Better than nothing.'] },
  promotion: { model: 'ft:x' },
};
const collected = { shards: 3, exchanges: 1500 };
const files = { train: '/p/.local/a/train.jsonl', holdout: '/p/.local/a/holdout.jsonl' };

describe('the summary', () => {
  it('has exactly the parts that are promised', () => {
    expect(summaryOf({ collected, state, files, seconds: 61.26 })).toEqual({
      exchanges: { seen: 1500, kept: 1250, rejected: { too_short: 5, no_question: 245 } },
      shards: 3,
      dataset: {
        ...{ id: '00112233aabbccdd', train: 1200, validation: 20, holdout: 30, tokens: 99_000, costUsd: 0.891 },
        files,
      },
      job: { id: 'ftjob-1', status: 'succeeded', loss: 1.2345 },
      evaluation: { candidate: scores, champion: null },
      gate: { verdict: 'pass', reasons: ['Better than nothing.'] },
      promoted: 'ft:x',
      seconds: 61.3,
    });
  });

  it('has the status that a failed job ended with, not that of the last poll', () => {
    const polled = { ...state, job: { id: 'ftjob-1', status: 'running', loss: null } };
    const jobs = [
      { id: 'ftjob-0', status: 'cancelled' },
      { id: 'ftjob-1', status: 'failed' },
    ];
    const failed = asRecorded(polled, { error: 'FineTuneFailed', reason: 'So.', jobs });
    expect(summaryOf({ collected, state: failed, files, seconds: 1 }).job).toEqual({
      id: 'ftjob-1',
      status: 'failed',
      loss: null,
    });
    expect(asRecorded(polled, { error: 'RetryableError', reason: 'Down.', jobs: [] })).toEqual(polled);
    expect(asRecorded({}, { error: 'NoShards', reason: 'None.', jobs })).toEqual({});
  });

  it('tells what is known of a run that broke off', () => {
    expect(summaryOf({ collected, state: {}, files: {}, seconds: 1 })).toEqual({
      ...{ exchanges: { seen: 1500, kept: 0, rejected: {} }, shards: 3 },
      ...{ dataset: null, job: null, evaluation: null, gate: null, promoted: null, seconds: 1 },
    });
  });
});

describe('the report', () => {
  it('tells people what the summary tells programs, the commonest reason first', () => {
    const report = reportOf(summaryOf({ collected, state, files, seconds: 61.26 }), '/p').join('\n');
    expect(report).toMatch(/1,500 seen in 3 shards, 1,250 kept\n +why not, .*\n +245 no_question\n +5 too_short/);
    expect(report).toContain('1,200 to train on');
    expect(report).toContain('$0.8910');
    expect(report).toContain('ftjob-1 succeeded, loss 1.23');
    expect(report).toMatch(/Gate +pass\n +- Better than nothing\./);
    expect(report).toMatch(/Promoted +ft:x/);
    expect(report).toMatch(/\.local\/a\/\n +train\.jsonl {2}holdout\.jsonl/);
  });
});
