import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { checkBaseModel } from '../../../functions/training/check-base-model.ts';
import { createFineTune } from '../../../functions/training/create-fine-tune.ts';
import { pollFineTune } from '../../../functions/training/poll-fine-tune.ts';
import { recordFailure } from '../../../functions/training/record-failure.ts';
import { uploadDataset } from '../../../functions/training/upload-dataset.ts';
import { OpenAiTrainer } from '../../../layers/adapters/openai-trainer.ts';
import { readSecret } from '../../../layers/adapters/secret.ts';
import { tombstoneKey } from '../../../layers/core/signals/people.ts';
import { freshness } from '../../../layers/core/training/claim.ts';
import { missesAllowed } from '../../../layers/core/training/job-status.ts';
import type { Trainer } from '../../../layers/core/training/trainer.ts';
import { awsDouble } from '../../support/aws-double.ts';
import { fastClock } from '../../support/clock.ts';
import { filesAt, Inbox, MemoryRegistry, runWithDataset } from '../../support/fine-tune-run.ts';
import { openStandIn } from '../../support/stand-in.ts';

const today = '2026-11-24';

async function uploadedRun(options: Parameters<typeof openStandIn>[0] = {}) {
  const open = await openStandIn(options);
  const { store, state } = await runWithDataset();
  const uploaded = await uploadDataset(await checkBaseModel(state, open.trainer, today), store, open.trainer);
  return { ...open, store, uploaded };
}

/** The job's end, polled for as the state machine polls. */
async function ended({
  uploaded,
  trainer,
  store,
}: Pick<Awaited<ReturnType<typeof uploadedRun>>, 'uploaded' | 'trainer' | 'store'>) {
  let state = await createFineTune(uploaded, store, trainer, fastClock());
  const statuses = [state.job.status];
  while (state.job.status !== 'succeeded') {
    await new Promise((resolve) => setTimeout(resolve, 2));
    state = await pollFineTune(state, trainer, store);
    statuses.push(state.job.status);
  }
  return { state, statuses };
}

describe('the trainer refuses', () => {
  it.each([
    ['a wrong key', { status: 401 }, 'WrongKey', /refuses the API key.*secret/],
    ['an organisation that may not train', { status: 403 }, 'TrainingNotAvailable', /2027-01-06.*"openaiBaseUrl"/],
    ['one whose quota is used up', { status: 429, code: 'insufficient_quota' }, 'QuotaExceeded', /Add credit/],
    ['a parameter', { status: 400, message: 'Invalid suffix' }, 'TrainerRefused', /HTTP 400.*Invalid suffix/],
    ['because it is busy', { status: 429 }, 'RetryableError', /HTTP 429.*later/],
    ['because it is broken', { status: 500 }, 'RetryableError', /HTTP 500.*later/],
    ['by silence', { drop: true }, 'RetryableError', /did not answer.*later/],
    ['by breaking off', { cut: true }, 'RetryableError', /cannot be read, or broke it off.*later/],
    ['by another answer', { says: { error: 'busy' } }, 'RetryableError', /cannot be read.*later/],
    ['by being slow', { delayMs: 4000 }, 'RetryableError', /did not answer.*later/],
  ])('%s', async (_, fault, name, words) => {
    const run = await uploadedRun();
    run.standIn.script.addFault({ route: 'POST /v1/fine_tuning/jobs', times: 0, ...fault });
    const create = createFineTune(run.uploaded, run.store, run.trainer, fastClock());
    await expect(create).rejects.toMatchObject({ name, message: expect.stringMatching(words) });
    // What cannot be retried leaves no copy of the dataset behind; what can be, finds its files again.
    expect(await filesAt(run.standIn)).toHaveLength(name === 'RetryableError' ? 2 : 0);
    expect(await run.trainer.findJobs('run-1', '0123456789abcdef')).toEqual([]);
  });

  it('at once when nobody is there', async () => {
    const trainer = new OpenAiTrainer({ baseUrl: 'http://127.0.0.1:9/v1', key: async () => 'key', retries: 0 });
    const { state } = await runWithDataset();
    await expect(checkBaseModel(state, trainer, today)).rejects.toMatchObject({
      name: 'RetryableError',
      message: expect.stringContaining('The service at 127.0.0.1:9 did not answer'),
    });
  });

  it('a key that is missing, until it is set; a key that is wrong, until it is mended', async () => {
    const { standIn } = await openStandIn();
    const secrets = ['', 'wrong', 'wrong', 'right-key'];
    const aws = await awsDouble(() => ({ status: 200, body: JSON.stringify({ SecretString: secrets.shift() }) }));
    const client = new SecretsManagerClient(aws.settings);
    const request = { id: 'arn:secret', what: 'the OpenAI API', example: '<your key>' };
    const key = () => readSecret(client, request);
    const trainer = new OpenAiTrainer({ baseUrl: standIn.url, key, retries: 0 });
    await expect(trainer.model('gpt-9')).rejects.toMatchObject({
      name: 'MissingSecret',
      message: expect.stringContaining('put-secret-value --secret-id arn:secret'),
    });
    await expect(trainer.model('gpt-9')).rejects.toMatchObject({ name: 'WrongKey' });
    expect(await trainer.model('gpt-9')).toBeUndefined();
    await aws.close();
  });
});

describe('a job', () => {
  it.each([
    ['failed', { code: 'exceeded_quota', message: 'Over.' }, 'FineTuneFailed', /quota or budget.*Add credit/],
    ['failed', { code: 'invalid_training_file', message: 'Bad line 3.' }, 'FineTuneFailed', /Bad line 3.*validate/],
    ['failed', { code: 'brand_new', message: 'Hm.' }, 'FineTuneFailed', /new to this program.*Hm\./],
    ['moderation_blocked', undefined, 'FineTuneFailed', /safety checks of the trainer \(self-harm\/instructions\)/],
    ['no_model', undefined, 'FineTuneFailed', /without naming a model/],
    ['cancelled', undefined, 'FineTuneCancelled', /was cancelled/],
  ] as const)('that %s (%j) ends the run in words', async (outcome, error, name, words) => {
    const run = await uploadedRun();
    run.standIn.script.addOutcome({ outcome, ...(error && { error }) });
    await expect(ended(run)).rejects.toMatchObject({ name, message: expect.stringMatching(words) });
    expect(run.store.lines('runs/run-1/events.jsonl').length).toBeGreaterThan(2);
    expect(await filesAt(run.standIn)).toEqual([]);
  });

  it.each(['checkpoints', 'events'])('that failed says why, though its %s cannot be had', async (list) => {
    const run = await uploadedRun();
    run.standIn.script.addOutcome({ outcome: 'failed', error: { code: 'exceeded_quota', message: 'Over.' } });
    run.standIn.script.addFault({ route: `GET /v1/fine_tuning/jobs/*/${list}`, times: 0, status: 503 });
    await expect(ended(run)).rejects.toMatchObject({
      name: 'FineTuneFailed',
      message: expect.stringMatching(/quota or budget/),
    });
  });

  it('that has a model is asked for its checkpoints again', async () => {
    const run = await uploadedRun();
    run.standIn.script.addFault({ route: 'GET /v1/fine_tuning/jobs/*/checkpoints', times: 0, status: 503 });
    await expect(ended(run)).rejects.toMatchObject({ name: 'RetryableError' });
  });

  it.each(['paused', 'unknown'] as const)('that is %s for a while is waited for', async (outcome) => {
    // Slow enough to be seen between two polls, on a busy machine too.
    const run = await uploadedRun({ stepMilliseconds: 250 });
    run.standIn.script.addOutcome({ outcome });
    const { statuses } = await ended(run);
    expect(statuses).toContain(outcome === 'paused' ? 'paused' : 'pondering');
  });

  it('is followed without a list of events, which not every trainer has', async () => {
    const run = await uploadedRun();
    run.standIn.script.addFault({ route: 'GET /v1/fine_tuning/jobs/*/events', times: 0, status: 404 });
    const { state } = await ended(run);
    expect(state.job.fineTunedModel).toMatch(/^ft:/);
    expect(await run.store.open(state.job.eventsKey)).toBeUndefined();
  });

  const event = { object: 'fine_tuning.job.event', created_at: 1, level: 'info', message: 'Done.', type: 'message' };
  const checkpoint = { id: 'c', step_number: 3, fine_tuned_model_checkpoint: null, metrics: { train_loss: 1 } };
  it.each([
    ["events without what OpenAI's hold", 'events', { data: [event], has_more: false }],
    ['null for no events', 'events', { data: null }],
    ['something else in place of events', 'events', { error: 'none' }],
    ['checkpoints that are no models', 'checkpoints', { data: [checkpoint] }],
    ['something else in place of checkpoints', 'checkpoints', [1]],
  ])('is followed to its model by a trainer that has %s', async (_, list, says) => {
    const run = await uploadedRun();
    run.standIn.script.addFault({ route: `GET /v1/fine_tuning/jobs/*/${list}`, times: 0, says });
    expect((await ended(run)).state.job.fineTunedModel).toMatch(/^ft:/);
    expect(await filesAt(run.standIn)).toEqual([]);
  });

  it('is followed although its events cannot be told for a while', async () => {
    const run = await uploadedRun();
    run.standIn.script.addOutcome({ outcome: 'stuck' });
    const state = await createFineTune(run.uploaded, run.store, run.trainer, fastClock());
    run.standIn.script.addFault({ route: 'GET /v1/fine_tuning/jobs/*/events', times: 1, status: 503 });
    expect((await pollFineTune(state, run.trainer, run.store)).job).toMatchObject({ polls: 1, missed: 0 });
  });

  it.each([
    ['an outage of the trainer', { status: 503 }, 'RetryableError'],
    ['a quota that is used up', { status: 429, code: 'insufficient_quota' }, 'QuotaExceeded'],
  ])('outlives %s, but not for ever', async (_, fault, name) => {
    const run = await uploadedRun();
    let state = await createFineTune(run.uploaded, run.store, run.trainer, fastClock());
    run.standIn.script.addFault({ route: 'GET /v1/fine_tuning/jobs/*', times: 0, ...fault });
    for (let missed = 1; missed < missesAllowed; missed++) {
      state = await pollFineTune(state, run.trainer, run.store);
      expect(state.job).toMatchObject({ missed, polls: missed });
    }
    await expect(pollFineTune(state, run.trainer, run.store)).rejects.toMatchObject({ name });
    run.standIn.script.clear();
    expect((await pollFineTune(state, run.trainer, run.store)).job.missed).toBe(0);
  });
});

describe('a user who is erased while a run is at work', () => {
  const words = /erased after.*: 1\..*Start the run again/;

  it('goes nowhere: before the upload nothing is sent', async () => {
    const { standIn, trainer } = await openStandIn();
    const { store, state } = await runWithDataset();
    const checked = await checkBaseModel(state, trainer, today);
    await store.put(tombstoneKey('a'.repeat(32)), '{}');
    const upload = uploadDataset(checked, store, trainer);
    await expect(upload).rejects.toMatchObject({ name: 'ErasedMeanwhile', message: expect.stringMatching(words) });
    expect(await filesAt(standIn)).toEqual([]);
  });

  it('after the upload no job is started, and the uploaded files are deleted', async () => {
    const { uploaded, store, trainer, standIn } = await uploadedRun();
    await store.put(tombstoneKey('a'.repeat(32)), '{}');
    const error = await createFineTune(uploaded, store, trainer, fastClock()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'ErasedMeanwhile', message: expect.stringMatching(words) });
    expect(await trainer.findJobs('run-1', '0123456789abcdef')).toEqual([]);
    const failure = { Error: 'ErasedMeanwhile', Cause: JSON.stringify({ errorMessage: Object(error).message }) };
    const asked = { runId: 'run-1', startedAt: uploaded.startedAt, failure, state: uploaded };
    const notifier = new Inbox();
    await recordFailure(asked, { store, notifier, trainer: () => trainer, registry: () => new MemoryRegistry() });
    expect(await filesAt(standIn)).toEqual([]);
    expect(notifier.mails[0]?.message).toContain('failed at "Create fine-tune"');
  });

  it('is looked for in time: where that takes too long, no job is started under a claim that is stale', async () => {
    const { uploaded, store, trainer } = await uploadedRun();
    const clock = fastClock();
    const slow = {
      open: store.open.bind(store),
      create: store.create.bind(store),
      replace: store.replace.bind(store),
      async *list(prefix: string) {
        await clock.wait(freshness + 1);
        yield* store.list(prefix);
      },
    };
    await expect(createFineTune(uploaded, slow, trainer, clock)).rejects.toMatchObject({ name: 'RetryableError' });
    expect(await trainer.findJobs('run-1', '0123456789abcdef')).toEqual([]);
  });

  it('is no reason to end a run that knew of the tombstone', async () => {
    const { trainer } = await openStandIn();
    const { store, state } = await runWithDataset();
    await store.put(tombstoneKey('a'.repeat(32)), '{}');
    const knowing = { ...state, plan: { ...state.plan, erased: 1 } };
    const uploaded = await uploadDataset(await checkBaseModel(knowing, trainer, today), store, trainer);
    expect((await createFineTune(uploaded, store, trainer, fastClock())).job.id).toMatch(/^ftjob/);
  });

  it('and whose model is there already: people are told not to use it', async () => {
    const { uploaded, store, trainer } = await uploadedRun();
    const { state } = await ended({ uploaded, store, trainer });
    const failure = { Error: 'ErasedMeanwhile', Cause: '{}' };
    const asked = { runId: 'run-1', startedAt: uploaded.startedAt, failure, state };
    const notifier = new Inbox();
    await recordFailure(asked, { store, notifier, trainer: () => trainer, registry: () => new MemoryRegistry() });
    expect(notifier.mails[0]?.message).toMatch(/may have learned from a user who is erased.*delete it at the trainer/);
    expect(notifier.mails[0]?.message).not.toContain('use it by this id');
  });
});

describe('Record failure', () => {
  const failure = {
    Error: 'RetryableError',
    Cause: JSON.stringify({ errorType: 'RetryableError', errorMessage: 'Down.' }),
  };

  it('deletes files that no job uses, and tells people what happened', async () => {
    const { uploaded, store, trainer, standIn } = await uploadedRun();
    const notifier = new Inbox();
    const asked = { runId: 'run-1', startedAt: uploaded.startedAt, failure, state: { ...uploaded, failure } };
    const recorded = await recordFailure(asked, {
      store,
      notifier,
      trainer: () => trainer,
      registry: () => new MemoryRegistry(),
    });
    expect(recorded).toEqual({ error: 'RetryableError', reason: 'Down.', key: 'runs/run-1/failure.json' });
    expect(JSON.parse(store.text(recorded.key))).toMatchObject({ at: 'Create fine-tune', error: 'RetryableError' });
    expect(await filesAt(standIn)).toEqual([]);
    expect(notifier.mails[0]).toMatchObject({
      subject: 'ReflectWithin training failed: RetryableError',
      message: expect.stringContaining('No uploaded file of this run is left'),
    });
  });

  it('deletes what an upload that failed half-way has left', async () => {
    const { standIn, trainer } = await openStandIn();
    const { store, state } = await runWithDataset();
    const checked = await checkBaseModel(state, trainer, today);
    let sent = 0;
    const uploads: Pick<Trainer, 'host' | 'findFile' | 'upload'> = {
      host: trainer.host,
      findFile: (name, bytes) => trainer.findFile(name, bytes),
      upload: (file) => {
        const refusal = { status: 403, code: 'training_not_available' };
        if (sent++ === 1) standIn.script.addFault({ route: 'POST /v1/files', ...refusal });
        return trainer.upload(file);
      },
    };
    const refused = await uploadDataset(checked, store, uploads).catch((error: unknown) => String(error));
    expect(refused).toMatch(/^TrainingNotAvailable: /);
    expect(refused).not.toContain('deleted');
    expect(await filesAt(standIn)).toHaveLength(1);
    const notifier = new Inbox();
    const asked = { runId: 'run-1', startedAt: state.startedAt, failure, state: checked };
    await recordFailure(asked, { store, notifier, trainer: () => trainer, registry: () => new MemoryRegistry() });
    expect(await filesAt(standIn)).toEqual([]);
    expect(notifier.mails[0]?.message).toMatch(/"Upload dataset"[\s\S]*No uploaded file of this run is left/);
  });

  it.each(['failed', 'cancelled'] as const)('keeps that the job %s, which the state cannot know', async (outcome) => {
    const { uploaded, store, trainer, standIn } = await uploadedRun();
    standIn.script.addOutcome({ outcome });
    const state = await createFineTune(uploaded, store, trainer, fastClock());
    await expect(ended({ uploaded, store, trainer })).rejects.toMatchObject({
      name: expect.stringMatching(/^FineTune/),
    });
    const asked = { runId: 'run-1', startedAt: uploaded.startedAt, failure, state };
    const tools = { store, notifier: new Inbox(), trainer: () => trainer, registry: () => new MemoryRegistry() };
    const { key } = await recordFailure(asked, tools);
    expect(JSON.parse(store.text(key)).jobs).toEqual([{ id: state.job.id, status: outcome }]);
  });

  it.each(['failed', 'cancelled'] as const)(
    'keeps the checkpoints of a job that %s: they are models, and an erasure names them',
    async (outcome) => {
      const { uploaded, store, trainer, standIn } = await uploadedRun();
      standIn.script.addOutcome({ outcome });
      trainer.checkpoints = async () => [{ step: 8, model: 'ft:step-8', trainLoss: 1, validationLoss: null }];
      await expect(ended({ uploaded, store, trainer })).rejects.toMatchObject({
        name: expect.stringMatching(/^FineTune/),
      });
      const kept = store.lines('runs/run-1/checkpoints.jsonl').map((line) => JSON.parse(line));
      expect(kept).toMatchObject([{ step: 8, model: 'ft:step-8' }]);
    },
  );

  it('leaves a job that goes on alone, and says that it costs', async () => {
    const { uploaded, store, trainer, standIn } = await uploadedRun();
    standIn.script.addOutcome({ outcome: 'stuck' });
    const { job } = await createFineTune(uploaded, store, trainer, fastClock());
    const notifier = new Inbox();
    const asked = { runId: 'run-1', startedAt: uploaded.startedAt, failure, state: uploaded };
    await recordFailure(asked, { store, notifier, trainer: () => trainer, registry: () => new MemoryRegistry() });
    expect(await filesAt(standIn)).toHaveLength(2);
    expect(notifier.mails[0]?.message).toContain(`${job.id} goes on at the trainer and is paid for`);
  });

  it('tells people also when the trainer is down', async () => {
    const { uploaded, store, trainer, standIn } = await uploadedRun();
    standIn.script.addFault({ route: 'GET *', times: 0, status: 500 });
    const notifier = new Inbox();
    const asked = { runId: 'run-1', startedAt: uploaded.startedAt, failure, state: uploaded };
    await recordFailure(asked, { store, notifier, trainer: () => trainer, registry: () => new MemoryRegistry() });
    expect(notifier.mails[0]?.message).toContain('The trainer could not be asked about this run');
  });

  describe('tells what became of a model that was trained', () => {
    const pass = { gate: { verdict: 'pass' } };
    const promoted = { runId: 'run-1', datasetId: 'd', baseModel: 'b', promotedAt: '2026-11-24' };

    it.each([
      ['before the gate', {}, false, 'was not tested to the end and not promoted. It is at the trainer'],
      ['after the gate refused it', { gate: { verdict: 'fail' } }, false, 'did not pass the gate and was not promoted'],
      ['before its promotion', pass, false, 'passed the gate, but was not promoted'],
      ['in the middle of its promotion', pass, true, 'was promoted in the registry (version 1), but the parameter'],
      ['after its promotion', { ...pass, promotion: { model: 'ft:it', version: 1 } }, true, 'stays promoted'],
      ['when it was never to be', { ...pass, promotion: { model: null, version: null } }, false, 'request says never'],
    ])('%s', async (_, parts, made, words) => {
      const { uploaded, store, trainer } = await uploadedRun();
      const { state } = await ended({ uploaded, store, trainer });
      const registry = new MemoryRegistry();
      if (made) await registry.promote({ ...promoted, model: state.job.fineTunedModel ?? '' }, 0);
      const notifier = new Inbox();
      const asked = { runId: 'run-1', startedAt: uploaded.startedAt, failure, state: { ...state, ...parts } };
      await recordFailure(asked, { store, notifier, trainer: () => trainer, registry: () => registry });
      const message = notifier.mails[0]?.message;
      expect(message).toContain(`The model ${state.job.fineTunedModel} `);
      expect(message).toContain(words);
      if (made) expect(message).not.toContain('not promoted');
      expect(message).not.toMatch(/redrive/i);
    });

    it('and that it is not known, when the registry does not answer', async () => {
      const { uploaded, store, trainer } = await uploadedRun();
      const { state } = await ended({ uploaded, store, trainer });
      const notifier = new Inbox();
      const registry = () => ({ promotedBy: () => Promise.reject(new Error('down')) });
      const asked = { runId: 'run-1', startedAt: uploaded.startedAt, failure, state: { ...state, ...pass } };
      await recordFailure(asked, { store, notifier, trainer: () => trainer, registry });
      expect(notifier.mails[0]?.message).toContain('could not be found out: ask the function WhichModel');
    });
  });
});
