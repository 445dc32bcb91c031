import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type * as z from 'zod';
import { createBatch } from '../../../functions/augmentation/create-batch.ts';
import { deleteBatchFiles } from '../../../functions/augmentation/delete-batch-files.ts';
import { planVariants } from '../../../functions/augmentation/plan-augmentation.ts';
import { pollBatch } from '../../../functions/augmentation/poll-batch.ts';
import { recordAugmentationFailure } from '../../../functions/augmentation/record-augmentation-failure.ts';
import { waiting } from '../../../functions/augmentation/state.ts';
import { takeIn } from '../../../functions/augmentation/take-in-variants.ts';
import { uploadRequests } from '../../../functions/augmentation/upload-requests.ts';
import { OpenAiBatches } from '../../../layers/adapters/openai-batches.ts';
import { loadRedact } from '../../../layers/adapters/privacy-files.ts';
import { requestsNameOf } from '../../../layers/core/augmentation/batches.ts';
import { askedKey, failureKey, sentKey } from '../../../layers/core/augmentation/parent.ts';
import { forgetKeptAnswers } from '../../../layers/core/erasure/kept-answers.ts';
import { tombstoneKey } from '../../../layers/core/signals/people.ts';
import {
  askedOf,
  countTokens,
  datasetFor,
  judgeWith,
  policyFolder,
  prices,
  prompts,
  pseudonyms,
} from '../../support/augmentation.ts';
import { fastClock } from '../../support/clock.ts';
import { MemoryErasableStore } from '../../support/erasable-store.ts';
import { erase } from '../../support/erasure.ts';
import { exchange, hex, shard, shardKey } from '../../support/exchanges.ts';
import { Inbox } from '../../support/fine-tune-run.ts';
import { openStandIn } from '../../support/stand-in.ts';

// The machine may be busy with other things.
jest.setTimeout(60_000);

type Waiting = z.infer<typeof waiting>;

const redact = loadRedact(policyFolder);
const judge = judgeWith({ perParent: 2 });
const walks = [
  'the hill',
  'the river',
  'the park',
  'the stairs',
  'the old road',
  'the beach',
  'the woods',
  'the track',
];

/** A lake with a dataset in it, and a stand-in to ask. */
async function world() {
  const store = new MemoryErasableStore();
  const own = walks.map((walk, i) =>
    exchange(walk, {
      pseudonym: hex(`user of ${i}`),
      user: `Since Monday ${walk} feels endless, and ${hex(walk)} keeps me from going out again in the evening.`,
      assistant: `It sounds as if ${walk} takes a lot. What would make ${hex(walk)} lighter for you tonight?`,
    }),
  );
  await store.put(shardKey('all'), shard(own));
  await datasetFor(store, judge, 0);
  const { standIn, client } = await openStandIn();
  const service = new OpenAiBatches({ baseUrl: standIn.url, key: async () => 'right-key', retries: 0 });
  const inbox = new Inbox();
  const files = async () => (await client.files.list()).data.map(({ filename }) => filename);

  const plan = (request: unknown = {}, runId = 'aug-1') =>
    planVariants(
      { runId, startedAt: '2026-06-01T00:00:00Z', request },
      { store, policy: 'strategy', judgeOf: () => judge, prompts, prices, countTokens },
    );
  const begin = async () =>
    createBatch(await uploadRequests(await plan(), service, store), service, { store, clock: fastClock() });
  const followed = async (state: Waiting) => {
    let now = state;
    while (!now.batch.ended) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      now = await pollBatch(now, service, store);
    }
    return now;
  };
  const take = (state: Waiting) =>
    takeIn(state, {
      store,
      batches: service,
      notifier: inbox,
      prices,
      pseudonyms,
      judge,
      redact,
    });
  return { store, standIn, client, service, inbox, files, plan, begin, followed, take, own };
}

describe('an augmentation, state by state, against the stand-in', () => {
  it('makes variants which train in the next dataset, and leaves nothing at the service', async () => {
    const { store, inbox, service, files, begin, followed, take } = await world();
    const done = await deleteBatchFiles(await take(await followed(await begin())), service, store);
    expect(done.report).toMatchObject({ asked: askedOf(store).length, failed: {} });
    expect(done.report.made).toBeGreaterThan(0);
    expect(await files()).toEqual([]);
    // Nor has an erasure anything to ask it.
    expect(await forgetKeptAnswers(store, pseudonyms.user('ann'), () => service)).toEqual([]);
    expect(inbox.mails[0]?.message).toMatch(/variants were taken in.*augmentations\/aug-1\.json/s);
    const { prefix } = await datasetFor(store, judge, 0);
    const examples = store.lines(`${prefix}examples.jsonl`).map((line) => JSON.parse(line));
    expect(examples.filter(({ source }) => source === 'augmentation').length).toBeGreaterThan(0);
  });

  it('carries keys and counts in its state and its papers, never text', async () => {
    const { store, inbox, begin, followed, take } = await world();
    const state = await take(await followed(await begin()));
    const papers = [
      JSON.stringify(state),
      store.text('augmentations/aug-1.json'),
      ...inbox.mails.map(({ message }) => message),
    ];
    for (const paper of papers) expect(paper).not.toMatch(/endless|evening|lighter/);
  });

  it('asks for nothing the second time', async () => {
    const { begin, followed, take, plan } = await world();
    const { plan: first } = await take(await followed(await begin()));
    const { plan: second } = await plan({}, 'aug-2');
    expect(second).toMatchObject({ requests: 0, estimatedUsd: 0, skipped: { known: first.requests } });
  });

  it('starts one batch although the answer to its creation was lost, and although it is tried again', async () => {
    const { standIn, service, client, store, plan } = await world();
    const uploaded = await uploadRequests(await plan(), service, store);
    expect((await uploadRequests(uploaded, service, store)).file).toBe(uploaded.file);
    standIn.script.addFault({ route: 'POST /v1/batches', status: 500, after: true });
    const { batch } = await createBatch(uploaded, service, { store, clock: fastClock() });
    expect((await createBatch(uploaded, service, { store, clock: fastClock() })).batch.id).toBe(batch.id);
    expect((await client.batches.list()).data).toHaveLength(1);
  });

  it('may be tried again when the answers break off on their way', async () => {
    const { standIn, begin, followed, take } = await world();
    const state = await followed(await begin());
    standIn.script.addFault({ route: 'GET /v1/files/*/content', cut: true });
    await expect(take(state)).rejects.toMatchObject({ name: 'RetryableError' });
    expect((await take(state)).report.made).toBeGreaterThan(0);
  });

  it('takes what was answered of a batch that ran out of time; the next run asks for the rest', async () => {
    const { standIn, begin, followed, take, plan } = await world();
    standIn.script.addBatchOutcome({ outcome: 'expired' });
    const { report } = await take(await followed(await begin()));
    expect(report.failed).toEqual({ batch_expired: Math.floor(report.asked / 2) });
    expect((await plan({}, 'aug-2')).plan.requests).toBe(Math.floor(report.asked / 2));
  });

  it('says what to do when the service takes no batch, and deletes the file', async () => {
    const { standIn, files, begin, followed } = await world();
    standIn.script.addBatchOutcome({ outcome: 'failed' });
    await expect(followed(await begin())).rejects.toMatchObject({
      name: 'BatchFailed',
      message: expect.stringMatching(/token_limit_exceeded.*lower "budgetUsd"/s),
    });
    expect(await files()).toEqual([]);
  });

  it('goes on when the service does not answer for a while', async () => {
    const { standIn, begin, followed } = await world();
    const state = await begin();
    standIn.script.addFault({ route: 'GET /v1/batches/*', status: 503, times: 2 });
    expect((await followed(state)).batch).toMatchObject({ status: 'completed', missed: 0 });
  });

  it('stops the batch and deletes its files when an erasure has deleted the work files', async () => {
    const { standIn, client, store, files, begin, followed } = await world();
    standIn.script.addBatchOutcome({ outcome: 'stuck' });
    const state = await begin();
    await new Promise((resolve) => setTimeout(resolve, 30));
    for (const key of [...store.objects.keys()]) if (key.startsWith('work/')) store.objects.delete(key);
    await expect(followed(state)).rejects.toMatchObject({ name: 'AugmentationInterrupted' });
    expect(await client.batches.retrieve(state.batch.id)).toMatchObject({ status: 'cancelled' });
    expect(await files()).toEqual([]);
  });

  it('after a failure leaves nothing at the service, writes down the reason and tells people', async () => {
    const { standIn, client, service, store, inbox, files, begin } = await world();
    standIn.script.addBatchOutcome({ outcome: 'stuck' });
    const state = await begin();
    await new Promise((resolve) => setTimeout(resolve, 30));
    const cause = JSON.stringify({
      errorType: 'WrongKey',
      errorMessage: 'WrongKey: OpenAI refuses the API key. Put a valid one.',
    });
    const failure = { Error: 'WrongKey', Cause: cause };
    const { runId, startedAt } = state;
    const told = await recordAugmentationFailure(
      { runId, startedAt, failure, state },
      { store, notifier: inbox, batches: () => service },
    );
    expect(told).toMatchObject({ error: 'WrongKey', reason: 'OpenAI refuses the API key. Put a valid one.' });
    expect(await files()).toEqual([]);
    expect((await client.batches.retrieve(state.batch.id)).status).toMatch(/^cancell/);
    expect(JSON.parse(store.text(told.key))).toMatchObject({
      error: 'WrongKey',
      remarks: [expect.stringContaining(state.batch.id)],
      left: { batch: state.batch.id },
    });
    expect(inbox.mails[0]?.message).toContain('was cancelled');
  });

  it.each([
    ['by the state', true],
    ['by the run alone', false],
  ])('when the service does not answer then either, an erasure finds the batch later: %s', async (_, isKnown) => {
    const { standIn, service, store, inbox, files, begin, followed } = await world();
    const { batch, ...before } = await followed(await begin());
    expect(await files()).toHaveLength(2);
    standIn.script.addFault({ route: 'GET /v1/batches', status: 503, times: 1 });
    const { runId, startedAt } = before;
    const failure = { Error: 'RetryableError', Cause: '{}' };
    const { key } = await recordAugmentationFailure(
      { runId, startedAt, failure, state: isKnown ? { ...before, batch } : before },
      { store, notifier: inbox, batches: () => service },
    );
    expect(JSON.parse(store.text(key)).left).toEqual({ batch: isKnown ? batch.id : null });
    expect(await files()).toHaveLength(2);
    const told = await forgetKeptAnswers(store, askedOf(store)[0]?.pseudonym ?? '', () => service);
    expect(told).toEqual([{ runId, filesDeleted: [before.file, batch.outputFile] }]);
    expect(await files()).toEqual([]);
  });

  it.each([
    ['with its answers', true],
    ['while it waited', false],
  ])('of a run that somebody aborted, %s, an erasure finds all that was sent', async (_, isAnswered) => {
    const { standIn, client, service, store, files, begin, followed } = await world();
    if (!isAnswered) standIn.script.addBatchOutcome({ outcome: 'stuck' });
    const begun = await begin();
    const { runId, file, batch } = isAnswered ? await followed(begun) : begun;
    const [told] = await forgetKeptAnswers(store, askedOf(store)[0]?.pseudonym ?? '', () => service);
    if (isAnswered) expect(told).toEqual({ runId, filesDeleted: [file, batch.outputFile], kept: true });
    else expect(told).toMatchObject({ runId, open: { why: 'going', batch: batch.id } });
    expect((await client.batches.retrieve(batch.id)).status).toMatch(isAnswered ? /completed/ : /^cancell/);
    expect(await files()).toEqual([]);
  });

  describe('what an erasure has noted in its papers meanwhile stays', () => {
    const ann = pseudonyms.user('ann');
    const noted = [{ pseudonym: ann, filesDeleted: ['file-0'] }];
    /** An erasure that has come before the run's next state. */
    const note = async (store: MemoryErasableStore, key: string) =>
      store.put(key, JSON.stringify({ ...JSON.parse(store.text(key)), forgotten: noted }));
    const paper = (store: MemoryErasableStore, key: string) => JSON.parse(store.text(key));

    it('when the requests are uploaded again', async () => {
      const { service, store, plan } = await world();
      const uploaded = await uploadRequests(await plan(), service, store);
      await note(store, sentKey('aug-1'));
      await uploadRequests(uploaded, service, store);
      expect(paper(store, sentKey('aug-1'))).toMatchObject({ left: { batch: null }, forgotten: noted });
    });

    it('when the files are deleted, also those of an upload whose answer was lost', async () => {
      const { service, store, files, begin, followed, take } = await world();
      const state = await take(await followed(await begin()));
      const lost = { name: requestsNameOf('aug-1'), bytes: 2, open: async () => Readable.from([Buffer.from('{}')]) };
      await service.upload({ ...lost, range: async () => Buffer.from('{}') });
      await note(store, sentKey('aug-1'));
      await deleteBatchFiles(state, service, store);
      expect(await files()).toEqual([]);
      const host = [service.host];
      expect(paper(store, sentKey('aug-1'))).toEqual({ schema: 1, runId: 'aug-1', host, forgotten: noted });
      expect(await forgetKeptAnswers(store, ann, () => service)).toEqual([
        { runId: 'aug-1', filesDeleted: ['file-0'] },
      ]);
    });

    it('when it fails, and the failure is recorded again', async () => {
      const { service, store, inbox, begin, followed } = await world();
      const state = await followed(await begin());
      const record = () =>
        recordAugmentationFailure(
          { runId: 'aug-1', startedAt: state.startedAt, failure: { Error: 'WrongKey', Cause: '' }, state },
          { store, notifier: inbox, batches: () => service },
        );
      await note(store, sentKey('aug-1'));
      await record();
      await note(store, failureKey('aug-1'));
      await record();
      for (const key of [sentKey, failureKey]) expect(paper(store, key('aug-1'))).toMatchObject({ forgotten: noted });
    });

    it('when both write at once', async () => {
      const { service, store, plan } = await world();
      const uploaded = await uploadRequests(await plan(), service, store);
      const batch = { ended: true, outputFile: null, errorFile: null, id: '', status: '' };
      store.meanwhile = () => note(store, sentKey('aug-1'));
      const done = { ...uploaded, batch: { ...batch, polls: 0, missed: 0, pollSeconds: 60 } };
      const counts = { asked: 0, made: 0, withdrawn: 0, refused: {}, failed: {}, usd: 0 };
      await deleteBatchFiles({ ...done, report: { key: '', ...counts } }, service, store);
      const host = [service.host];
      expect(paper(store, sentKey('aug-1'))).toEqual({ schema: 1, runId: 'aug-1', host, forgotten: noted });
    });
  });

  describe('an erasure of one of many', () => {
    /** A user in it is erased, round after round, while the run goes on; and their variants are none. */
    const erased = async ({ store, service }: Pick<Awaited<ReturnType<typeof world>>, 'store' | 'service'>) => {
      const asked = askedOf(store);
      const user = asked[0]?.pseudonym ?? '';
      await erase(user, { store, failures: new MemoryErasableStore(), batches: service });
      return { user, others: asked.filter(({ pseudonym }) => pseudonym !== user).length };
    };
    const holds = (store: MemoryErasableStore, user: string) =>
      [...store.objects.keys()].filter((key) => key.startsWith('work/') && store.text(key).includes(user));

    it('costs nobody else the answers that are waited for', async () => {
      const all = await world();
      const { store, client, files, begin, followed, take } = all;
      const state = await begin();
      while ((await client.batches.retrieve(state.batch.id)).status !== 'completed') await sleep(5);
      const { user, others } = await erased(all);
      expect(await files()).toEqual([]);
      expect(holds(store, user)).toEqual([]);
      const { report } = await take(await followed(state));
      expect(report).toMatchObject({ asked: others, withdrawn: 0, failed: {} });
      expect(report.made).toBeGreaterThan(0);
    });

    it('costs nobody else the answers that were kept after a failure', async () => {
      const all = await world();
      const { store, service, inbox, begin, followed, take } = all;
      const state = await followed(await begin());
      const failure = { Error: 'RetryableError', Cause: '' };
      const { key } = await recordAugmentationFailure(
        { runId: state.runId, startedAt: state.startedAt, failure, state },
        { store, notifier: inbox, batches: () => service },
      );
      const { others } = await erased(all);
      const { report } = await take(waiting.parse(JSON.parse(store.text(key)).goOn));
      expect(report).toMatchObject({ asked: others, withdrawn: 0, failed: {} });
    });

    it('stops a batch that has not ended, and what it has answered until then is taken in', async () => {
      const all = await world();
      const { standIn, store, service, client, begin, followed, take } = all;
      standIn.script.addBatchOutcome({ outcome: 'stuck' });
      const state = await begin();
      const { others } = await erased(all);
      expect((await client.batches.retrieve(state.batch.id)).status).toMatch(/^cancell/);
      const done = await deleteBatchFiles(await take(await followed(state)), service, store);
      expect(done.report).toMatchObject({ asked: others, failed: { not_answered: others } });
    });

    it('lets a run alone that asks for nothing about the user', async () => {
      const { store, service, files, begin, followed, take } = await world();
      const state = await begin();
      await erase(hex('somebody else'), { store, failures: new MemoryErasableStore(), batches: service });
      expect(await files()).toContain(requestsNameOf('aug-1'));
      const { report } = await take(await followed(state));
      expect(report).toMatchObject({ asked: askedOf(store).length, failed: {} });
    });

    it('sends none of their requests, where the run has not sent anything yet', async () => {
      const all = await world();
      const { store, service, client, plan } = all;
      const planned = await plan();
      const { user, others } = await erased(all);
      const { file } = await uploadRequests(planned, service, store);
      const sent = (await (await client.files.content(file)).text()).split('\n').slice(0, -1);
      expect(sent).toHaveLength(others);
      expect(holds(store, user)).toEqual([]);
    });

    describe('that had looked before the run wrote what it asks for', () => {
      /** Tombstones of some of those who are asked about, of whose requests no erasure has seen any. */
      const entombed = async (store: MemoryErasableStore, some = 1) => {
        const users = [...new Set(askedOf(store).map(({ pseudonym }) => pseudonym))].slice(0, some);
        for (const user of users) await store.put(tombstoneKey(user), '{}');
        return askedOf(store).filter(({ pseudonym }) => users.includes(pseudonym));
      };
      const sent = async ({ client }: Pick<Awaited<ReturnType<typeof world>>, 'client'>) => {
        const { data } = await client.files.list();
        return Promise.all(data.map(async ({ id }) => (await client.files.content(id)).text()));
      };

      it.each([
        ['in the first attempt', false],
        ['though an earlier attempt has sent all', true],
      ])('has none of their requests sent, %s', async (_, isSecond) => {
        const all = await world();
        const { store, service, plan } = all;
        const planned = await plan();
        if (isSecond) await uploadRequests(planned, service, store);
        const theirs = await entombed(store);
        const uploaded = await uploadRequests(planned, service, store);
        const [text = '', ...more] = await sent(all);
        expect(more).toEqual([]);
        for (const { id, user } of theirs) {
          expect(text).not.toContain(id);
          expect(text).not.toContain(user);
        }
        expect(text.split('\n').slice(0, -1)).toHaveLength(askedOf(store).length - theirs.length);
        expect(await createBatch(uploaded, service, { store, clock: fastClock() })).toMatchObject({
          file: uploaded.file,
        });
      });

      it('has nothing sent where there is nobody else', async () => {
        const { store, standIn, service, plan } = await world();
        const planned = await plan();
        await entombed(store, Number.POSITIVE_INFINITY);
        await expect(uploadRequests(planned, service, store)).rejects.toMatchObject({
          name: 'AugmentationInterrupted',
        });
        expect(standIn.requests).toEqual([]);
      });

      it('lets no batch begin with a file that was sent before it, and the file goes', async () => {
        const { store, service, client, inbox, files, plan } = await world();
        const state = await uploadRequests(await plan(), service, store);
        await entombed(store);
        const error: unknown = await createBatch(state, service, { store, clock: fastClock() }).catch(
          (thrown) => thrown,
        );
        expect(error).toMatchObject({
          name: 'ErasedMeanwhile',
          message: expect.stringContaining('No batch was started'),
        });
        const failure = { Error: 'ErasedMeanwhile', Cause: '' };
        const { runId, startedAt } = state;
        await recordAugmentationFailure(
          { runId, startedAt, failure, state },
          { store, notifier: inbox, batches: () => service },
        );
        expect((await client.batches.list()).data).toEqual([]);
        expect(await files()).toEqual([]);
      });

      it('leaves a batch that has begun to the erasure, for others have their answers in it', async () => {
        const { store, service, plan } = await world();
        const state = await uploadRequests(await plan(), service, store);
        const { batch } = await createBatch(state, service, { store, clock: fastClock() });
        await entombed(store);
        expect((await createBatch(state, service, { store, clock: fastClock() })).batch.id).toBe(batch.id);
      });
    });
  });

  describe('when the answers are there and only a store was in trouble', () => {
    const words = { errorType: 'RetryableError', errorMessage: 'RetryableError: S3 answers 503' };
    const failure = { Error: 'RetryableError', Cause: JSON.stringify(words) };
    const failed = async () => {
      const all = await world();
      const state = await all.followed(await all.begin());
      const record = (error: { Error: string; Cause: string }, more: object = {}) =>
        recordAugmentationFailure(
          { runId: state.runId, startedAt: state.startedAt, failure: error, state: { ...state, ...more } },
          { store: all.store, notifier: all.inbox, batches: () => all.service },
        );
      return { ...all, state, record };
    };

    it('keeps them, says so, and writes down the state with which they are taken in', async () => {
      const { state, record, store, inbox, files, take, service } = await failed();
      const { key } = await record(failure);
      expect(await files()).toHaveLength(1);
      expect(inbox.mails[0]?.message).toMatch(/answers remain at the service, in .*TakeInVariants/s);
      expect(inbox.mails[0]?.message).toContain(state.batch.outputFile);
      const goOn = waiting.parse(JSON.parse(store.text(key)).goOn);
      const taken = await take(goOn);
      expect(taken.report.made).toBeGreaterThan(0);
      await deleteBatchFiles(taken, service, store);
      expect(await files()).toEqual([]);
    });

    it('keeps them when a function ran out of time', async () => {
      const { record, files, store } = await failed();
      const { key } = await record({ Error: 'Sandbox.Timedout', Cause: '' });
      expect(await files()).toHaveLength(1);
      expect(JSON.parse(store.text(key))).toHaveProperty('goOn');
    });

    it.each([
      ['trying again would not help', { Error: 'WrongKey', Cause: '' }, {}],
      ['they were taken in already', failure, { report: {} }],
    ])('but deletes them when %s', async (_, error, more) => {
      const { record, files, store } = await failed();
      const { key } = await record(error, more);
      expect(await files()).toEqual([]);
      expect(JSON.parse(store.text(key))).not.toHaveProperty('goOn');
    });

    it('but deletes them when an erasure has deleted the list of what was asked', async () => {
      const { record, files, store } = await failed();
      store.objects.delete(askedKey('aug-1'));
      const { key } = await record(failure);
      expect(await files()).toEqual([]);
      expect(JSON.parse(store.text(key))).not.toHaveProperty('goOn');
    });
  });

  it('before it has sent anything, asks the service nothing when it fails', async () => {
    const { standIn, service, store, inbox } = await world();
    const failure = { Error: 'AugmentationOff', Cause: 'off' };
    const paper = { runId: 'aug-1', startedAt: '', failure, state: { input: {} } };
    await recordAugmentationFailure(paper, { store, notifier: inbox, batches: () => service });
    expect(standIn.requests).toEqual([]);
    expect(store.objects.has(sentKey('aug-1'))).toBe(false);
  });
});
