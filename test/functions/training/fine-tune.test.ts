import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import type * as z from 'zod';
import { checkBaseModel } from '../../../functions/training/check-base-model.ts';
import { createFineTune } from '../../../functions/training/create-fine-tune.ts';
import { evaluateCandidate } from '../../../functions/training/evaluate-candidate.ts';
import { tuning } from '../../../functions/training/fine-tune-state.ts';
import { gate } from '../../../functions/training/gate.ts';
import { output as notified, notify } from '../../../functions/training/notify.ts';
import { pollFineTune } from '../../../functions/training/poll-fine-tune.ts';
import { promote } from '../../../functions/training/promote.ts';
import { uploadDataset } from '../../../functions/training/upload-dataset.ts';
import { loadJudge } from '../../../layers/adapters/judge-files.ts';
import { loadPolicy } from '../../../layers/adapters/policy-files.ts';
import type { ObjectStore } from '../../../layers/core/dataset/object-store.ts';
import { type Clock, fineTuneClaimKey, lease, take } from '../../../layers/core/training/claim.ts';
import type { Trainer } from '../../../layers/core/training/trainer.ts';
import { policyFolder } from '../../../layers/kit/layer-folder.ts';
import { fastClock } from '../../support/clock.ts';
import { filesAt, Inbox, MemoryRegistry, runWithDataset } from '../../support/fine-tune-run.ts';
import { lines, openStandIn } from '../../support/stand-in.ts';

const today = '2026-11-24';
const judge = loadJudge(policyFolder(), 'strategy');
const policy = loadPolicy(policyFolder(), 'strategy');

/** Waits and polls as the state machine does, only faster. */
async function followed(state: z.infer<typeof tuning>, trainer: Trainer, store: ObjectStore) {
  let now = state;
  do {
    await sleep(5);
    now = await pollFineTune(now, trainer, store);
  } while (now.job.status !== 'succeeded');
  return now;
}

async function created(
  changes: Parameters<typeof runWithDataset>[0] = {},
  options: Parameters<typeof openStandIn>[0] = {},
  train = lines(40),
) {
  const { standIn, client, trainer } = await openStandIn(options);
  const { store, state } = await runWithDataset(changes, train);
  const checked = await checkBaseModel(state, trainer, today);
  const uploaded = await uploadDataset(checked, store, trainer);
  return {
    standIn,
    client,
    trainer,
    store,
    uploaded,
    create: () => createFineTune(uploaded, store, trainer, fastClock()),
  };
}

describe('a fine-tune', () => {
  it('goes from the base model to the champion, and leaves its papers in the lake', async () => {
    const { standIn, trainer, store, create } = await created();
    expect(await filesAt(standIn)).toEqual([
      'run-1-0123456789abcdef-validation.jsonl',
      'run-1-0123456789abcdef-train.jsonl',
    ]);
    const finished = await followed(await create(), trainer, store);
    expect(finished.job).toMatchObject({ status: 'succeeded', missed: 0 });
    expect(finished.job.fineTunedModel).toMatch(/^ft:gpt-4o-mini-2024-07-18:stand-in:reflect:/);
    expect(finished.job.loss).toBeGreaterThan(0);
    expect(store.text('runs/run-1/result.csv')).toContain('train_loss');
    expect(store.lines('runs/run-1/events.jsonl')[0]).toContain('Created fine-tuning job');
    expect(store.lines('runs/run-1/checkpoints.jsonl')).toHaveLength(3);
    expect(await filesAt(standIn)).toEqual([]);

    const registry = new MemoryRegistry();
    const evaluated = await evaluateCandidate(finished, { store, trainer, registry, judge });
    expect(evaluated.evaluation).toMatchObject({
      prompts: 10,
      championModel: 'gpt-4o-mini-2024-07-18',
      championVersion: 0,
    });
    expect(evaluated.evaluation.candidate.overall).toBeGreaterThan(evaluated.evaluation.champion?.overall ?? 1);
    const judged = gate(evaluated, policy);
    expect(judged.gate.verdict).toBe('pass');
    const promoted = await promote(judged, store, registry, registry, '2026-11-24T09:00:00Z');
    expect(promoted.promotion).toEqual({ model: finished.job.fineTunedModel, version: 1 });
    const inbox = new Inbox();
    const ended = await notify(promoted, store, inbox, today);
    expect(notified.parse(ended).report).toEqual({ key: 'runs/run-1/report.json', outcome: 'promoted' });
    expect(inbox.mails[0]?.message).toContain('is the champion now (version 1).');
    expect(inbox.mails[0]?.message).toContain('is switched off on 2027-01-14, in 51 days');
    expect(JSON.stringify(ended)).not.toContain('What matters most');
  });

  it('names in its report the uploaded files that the trainer did not delete', async () => {
    const { standIn, trainer, store, create } = await created();
    standIn.script.addFault({ route: 'DELETE /v1/files/*', status: 403, code: 'forbidden', times: 1 });
    const { job, ...rest } = await followed(await create(), trainer, store);
    expect(job.filesLeft).toHaveLength(1);
    const inbox = new Inbox();
    await notify({ ...rest, job }, store, inbox, today);
    expect(inbox.mails[0]?.message).toContain(`The trainer did not delete ${job.filesLeft[0]}, which hold`);
  });

  it('reads the state of a run that an older version left waiting', async () => {
    const { create } = await created();
    const { job, ...rest } = await create();
    const { filesLeft: _, ...older } = job;
    expect(tuning.parse({ ...rest, job: older }).job.filesLeft).toEqual([]);
  });

  it('fails the gate when it was taught replies that belong to other messages, however kind they are', async () => {
    const { trainer, store, create } = await created({}, {}, lines(40, { astray: true }));
    const finished = await followed(await create(), trainer, store);
    const evaluated = await evaluateCandidate(finished, { store, trainer, registry: new MemoryRegistry(), judge });
    const judged = gate(evaluated, policy);
    expect(judged.gate.verdict).toBe('fail');
    expect(judged.gate.reasons).toContainEqual(expect.stringMatching(/^Failed: Relevance to their own prompts/));
  });

  it('is tested against the champion, and against the base model when the champion is gone', async () => {
    const { client, trainer, store, create } = await created();
    const finished = await followed(await create(), trainer, store);
    const registry = new MemoryRegistry();
    const first = {
      model: finished.job.fineTunedModel ?? '',
      runId: 'run-0',
      datasetId: 'd',
      baseModel: 'b',
      promotedAt: 't',
    };
    await registry.promote(first, 0);
    const { evaluation } = await evaluateCandidate(finished, { store, trainer, registry, judge });
    expect(evaluation.champion).toEqual(evaluation.candidate);
    expect(evaluation).toMatchObject({ championModel: first.model, championVersion: 1 });
    await registry.promote({ ...first, model: 'ft:gone:x:y:z' }, 1);
    const second = await evaluateCandidate(finished, { store, trainer, registry, judge });
    expect(second.evaluation).toMatchObject({ championModel: 'gpt-4o-mini-2024-07-18', championVersion: 2 });
    await client.models.delete(finished.job.fineTunedModel ?? '');
    await expect(evaluateCandidate(finished, { store, trainer, registry, judge })).rejects.toMatchObject({
      name: 'RetryableError',
    });
  });

  it('counts a prompt that the service refuses as an empty answer, and says so', async () => {
    const { standIn, trainer, store, create } = await created();
    const finished = await followed(await create(), trainer, store);
    const refusal = { route: 'POST /v1/chat/completions', status: 400, code: 'content_filter' };
    standIn.script.addFault({ ...refusal, times: 1 });
    const tools = { store, trainer, registry: new MemoryRegistry(), judge };
    const evaluated = await evaluateCandidate(finished, tools);
    expect(evaluated.evaluation).toMatchObject({ candidate: { refused: 1 }, champion: { refused: 0 } });
    const paper = JSON.parse(store.text('runs/run-1/evaluation.json'));
    const empty = (name: string) => paper[name].answers.filter((one: { answer: string }) => one.answer === '').length;
    expect([empty('candidate'), empty('champion')]).toEqual([1, 0]);
    const said = expect.stringMatching(
      /^Refused by the service.* 1 of \d+ prompts to the candidate, 0 to the base model/,
    );
    expect(gate(evaluated, policy).gate.reasons).toContainEqual(said);
    const quoting = "Invalid prompt: 'I don't want to go on'. The content \"so alone tonight\" was filtered";
    standIn.script.addFault({ ...refusal, times: 0, message: quoting });
    const refused = await evaluateCandidate(finished, tools).catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'TrainerRefused', message: expect.stringContaining('content_filter') });
    expect(inspect(refused)).not.toMatch(/go on|alone/);
  });

  it('uploads each file once, however often the state is tried', async () => {
    const { standIn, store, trainer, uploaded } = await created();
    expect(await uploadDataset(uploaded, store, trainer)).toEqual(uploaded);
    expect(await filesAt(standIn)).toHaveLength(2);
  });

  it('does without validation where nobody is left to validate with', async () => {
    const { standIn, trainer } = await openStandIn();
    const { store, state } = await runWithDataset();
    const alone = { ...state, dataset: { ...state.dataset, validation: 0 } };
    const uploaded = await uploadDataset(await checkBaseModel(alone, trainer, today), store, trainer);
    expect(uploaded.files.validation).toBeNull();
    expect(await filesAt(standIn)).toEqual(['run-1-0123456789abcdef-train.jsonl']);
  });

  it('grows from an earlier fine-tune', async () => {
    const { trainer, store, create, standIn } = await created();
    const baseModel = (await followed(await create(), trainer, store)).job.fineTunedModel ?? '';
    const { state } = await runWithDataset({ baseModel });
    const again = await uploadDataset(
      await checkBaseModel({ ...state, runId: 'run-2' }, trainer, today),
      store,
      trainer,
    );
    expect(again.baseModel).toEqual({ id: baseModel, shutdownDate: '2027-01-14' });
    const job = await followed(await createFineTune(again, store, trainer, fastClock()), trainer, store);
    expect(job.job.fineTunedModel).not.toBe(baseModel);
    expect(standIn.requests.filter((line) => line === 'POST /v1/fine_tuning/jobs 200')).toHaveLength(2);
  });
});

describe('the base model', () => {
  it.each([
    ['is unknown', 'gpt-9', {}, 'BaseModelUnknown', 'Check "baseModel"'],
    ['was switched off', 'gpt-3.5-turbo-0613', {}, 'BaseModelRetired', 'switched off on 2024-09-13'],
    ['is switched off today', 'gpt-4o-2024-08-06', { 'gpt-4o-2024-08-06': today }, 'BaseModelRetired', today],
  ])('that %s stops the run before anything is uploaded', async (_, baseModel, shutdownDates, name, words) => {
    const { standIn, trainer } = await openStandIn({ shutdownDates });
    const { state } = await runWithDataset({ baseModel });
    const check = checkBaseModel(state, trainer, today);
    await expect(check).rejects.toMatchObject({ name, message: expect.stringContaining(words) });
    expect(await filesAt(standIn)).toEqual([]);
  });
});

describe('exactly one job', () => {
  const jobsOf = async (trainer: Trainer) => (await trainer.findJobs('run-1', '0123456789abcdef')).length;

  it.each([
    ['is dropped after the job was created', { drop: true, after: true }],
    ['breaks off after the job was created', { cut: true, after: true }],
    ['is a 500 after the job was created', { status: 500, after: true }],
    ['is a 429 before it was', { status: 429 }],
    ['is a 503 before it was', { status: 503 }],
  ])('when the answer %s', async (_, fault) => {
    const { standIn, trainer, create } = await created();
    standIn.script.addFault({ route: 'POST /v1/fine_tuning/jobs', ...fault });
    const job = await create().catch(create);
    expect(await jobsOf(trainer)).toBe(1);
    expect((await create()).job.id).toBe(job.job.id);
    expect(await jobsOf(trainer)).toBe(1);
  });

  it('for each of two runs of the same name, in stages that share a key', async () => {
    const { standIn, trainer, uploaded, store, create } = await created();
    const here = await create();
    const id = 'fedcba9876543210';
    const other = { ...uploaded, dataset: { ...uploaded.dataset, id } };
    const { files } = await uploadDataset(other, store, trainer);
    expect(files.training).not.toBe(uploaded.files.training);
    const there = await createFineTune({ ...other, files }, store, trainer, fastClock());
    expect(there.job.id).not.toBe(here.job.id);
    expect((await create()).job.id).toBe(here.job.id);
    expect(await filesAt(standIn)).toHaveLength(4);
  });

  it('when the answer comes too late and the list lags behind', async () => {
    const { standIn, trainer, create } = await created();
    standIn.script.addFault({ route: 'POST /v1/fine_tuning/jobs', drop: true, after: true });
    const { findJobs } = trainer;
    let looks = 0;
    trainer.findJobs = async (...run) => (looks++ < 3 ? [] : findJobs.call(trainer, ...run));
    expect((await create()).job.status).toBe('validating_files');
    expect((await findJobs.call(trainer, 'run-1', '0123456789abcdef')).length).toBe(1);
  });

  /** A clock a hundred times as fast as the time. */
  const quickClock = (): Clock => {
    const now = () => Date.parse(today) + performance.now() * 100;
    return { now, wait: (milliseconds) => sleep(milliseconds / 100) };
  };

  it('for two attempts that overlap', async () => {
    const { trainer, store, uploaded } = await created();
    const { createJob } = trainer;
    trainer.createJob = async (request) => {
      await sleep(100);
      return createJob.call(trainer, request);
    };
    const clock = quickClock();
    const both = [1, 2].map(() => createFineTune(uploaded, store, trainer, clock));
    const [one, other] = await Promise.all(both);
    expect(other?.job.id).toBe(one?.job.id);
    expect(await jobsOf(trainer)).toBe(1);
  });

  it('after an attempt that came to nothing, once it has had its time', async () => {
    const { trainer, store, uploaded } = await created();
    const clock = fastClock();
    const claim = { store, key: fineTuneClaimKey('run-1'), clock };
    expect(await take(claim)).toBe(true);
    const began = clock.now();
    await createFineTune(uploaded, store, trainer, clock);
    expect(clock.now() - began).toBeGreaterThanOrEqual(lease);
    expect(await jobsOf(trainer)).toBe(1);
  });

  it('goes on, the older one, when it shows only after another was created', async () => {
    const { trainer, uploaded, create } = await created({}, { stepMilliseconds: 5_000 });
    const { runId, request, dataset, files } = uploaded;
    const asked = { ...request, runId, datasetId: dataset.id, validationFile: null, trainingFile: files.training };
    const older = await trainer.createJob(asked);
    await sleep(1_100);
    const { findJobs, createJob } = trainer;
    let isHidden = true;
    trainer.findJobs = async (...run) => (isHidden ? [] : findJobs.call(trainer, ...run));
    trainer.createJob = async (again) => {
      isHidden = false;
      return createJob.call(trainer, again);
    };
    expect((await create()).job.id).toBe(older.id);
    const statuses = (await trainer.findJobs(runId, dataset.id)).map(({ status }) => status);
    expect(statuses).toEqual([expect.not.stringContaining('cancelled'), 'cancelled']);
  });

  it('when it cannot be known: nothing is created again before it was looked for', async () => {
    const { standIn, create, trainer } = await created();
    standIn.script.addFault({ route: 'POST /v1/fine_tuning/jobs', status: 500, after: true });
    standIn.script.addFault({ route: 'GET /v1/fine_tuning/jobs', status: 500 });
    await expect(create()).rejects.toMatchObject({ name: 'RetryableError' });
    standIn.script.clear();
    await create();
    expect(await jobsOf(trainer)).toBe(1);
  });
});
