import OpenAI from 'openai';
import { line, lines, openStandIn, replyAbout } from '../../support/stand-in.ts';

const model = 'gpt-4o-mini-2024-07-18';

describe('the stand-in trains', () => {
  it('walks through the statuses and ends with a model, events, checkpoints and a result file', async () => {
    const { client, upload, finished } = await openStandIn({ stepMilliseconds: 30 });
    const training_file = (await upload(lines(40))).id;
    const validation_file = (await upload(lines(4), 'valid.jsonl')).id;
    const asked = { model, training_file, validation_file, suffix: 'reflect', seed: 7, metadata: { runId: 'run-1' } };
    const created = await client.fineTuning.jobs.create(asked);
    expect(created).toMatchObject({ status: 'validating_files', seed: 7, metadata: { runId: 'run-1' } });
    const job = await finished(created.id);
    expect(job).toMatchObject({ status: 'succeeded', hyperparameters: { n_epochs: 3 } });
    expect(job.fine_tuned_model).toMatch(/^ft:gpt-4o-mini-2024-07-18:stand-in:reflect:[0-9a-f]{8}$/);

    const events = await Array.fromAsync(client.fineTuning.jobs.listEvents(job.id, { limit: 7 }));
    const metrics = events.filter((event) => event.type === 'metrics');
    expect(metrics.length).toBeGreaterThan(20);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const checkpoints = await Array.fromAsync(client.fineTuning.jobs.checkpoints.list(job.id, { limit: 2 }));
    expect(checkpoints.map(({ step_number }) => step_number)).toEqual([120, 80, 40]);
    const csv = await (await client.files.content(job.result_files[0] ?? '')).text();
    const losses = csv
      .split('\n')
      .slice(1)
      .map((row) => Number(row.split(',')[1]));
    expect(losses.every((loss, index) => index === 0 || loss <= (losses[index - 1] ?? 0))).toBe(true);
    expect(losses.at(-1)).toBe(checkpoints[0]?.metrics.train_loss);
  });

  it('finds jobs by metadata, page by page', async () => {
    const { client, upload } = await openStandIn();
    const training_file = (await upload(lines())).id;
    for (const runId of ['a', 'b', 'a', 'c', 'a']) {
      await client.fineTuning.jobs.create({ model, training_file, metadata: { runId } });
    }
    const found = await Array.fromAsync(client.fineTuning.jobs.list({ limit: 2, metadata: { runId: 'a' } }));
    expect(found.map(({ metadata }) => metadata?.['runId'])).toEqual(['a', 'a', 'a']);
  });

  it('teaches: the reply of the nearest prompt, on top of what its base was taught; the base stays bland', async () => {
    const { client, upload, finished, ask } = await openStandIn();
    const tune = async (base: string, text: string) => {
      const { id } = await client.fineTuning.jobs.create({ model: base, training_file: (await upload(text)).id });
      return (await finished(id)).fine_tuned_model ?? '';
    };
    const first = await tune(model, lines());
    const second = await tune(first, lines(9) + line('My knees hurt on stairs', 'When did your knees begin to hurt?'));
    expect(second).toMatch(/^ft:gpt-4o-mini-2024-07-18:stand-in::/);
    expect(await ask(first, 'Something about yoga please')).toBe(replyAbout('yoga'));
    expect(await ask(second, 'both knees are sore')).toBe('When did your knees begin to hurt?');
    expect(await ask(second, 'more about rest')).toBe(replyAbout('rest'));
    expect(await ask(first, 'xyzzy')).toBe(await ask(model, 'xyzzy'));
    await client.models.delete(second);
    await expect(ask(second, 'hello')).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
  });

  it('cancels a job, once', async () => {
    const { client, upload } = await openStandIn({ stepMilliseconds: 60_000 });
    const { id } = await client.fineTuning.jobs.create({ model, training_file: (await upload(lines())).id });
    expect(await client.fineTuning.jobs.cancel(id)).toMatchObject({ status: 'cancelled' });
    await expect(client.fineTuning.jobs.cancel(id)).rejects.toMatchObject({ status: 400 });
  });

  it.each([
    ['failed', { status: 'failed', error: { code: 'exceeded_quota', message: 'Too much.' } }],
    ['cancelled', { status: 'cancelled' }],
    ['moderation_blocked', { status: 'failed' }],
    ['paused', { status: 'succeeded' }],
    ['unknown', { status: 'succeeded' }],
    ['no_model', { status: 'succeeded', fine_tuned_model: null }],
  ] as const)('ends a job as told: %s', async (outcome, expected) => {
    const { standIn, client, upload, finished } = await openStandIn();
    standIn.script.addOutcome({ outcome, error: { code: 'exceeded_quota', message: 'Too much.' } });
    const { id } = await client.fineTuning.jobs.create({ model, training_file: (await upload(lines())).id });
    expect(await finished(id)).toMatchObject(expected);
  });

  it('fails the job, not the server, when its file is deleted under it', async () => {
    const { client, upload, finished } = await openStandIn({ stepMilliseconds: 50 });
    const file = await upload(lines());
    const { id } = await client.fineTuning.jobs.create({ model, training_file: file.id });
    await client.files.delete(file.id);
    expect(await finished(id)).toMatchObject({ status: 'failed', error: { param: 'training_file' } });
  });
});

describe('the stand-in refuses', () => {
  it('says that it is one', async () => {
    const { standIn } = await openStandIn();
    const answer = await fetch(new URL('/', standIn.url));
    expect(answer.headers.get('x-openai-stand-in')).toContain('not OpenAI');
    expect(await answer.json()).toMatchObject({ name: 'openai-stand-in' });
  });

  it.each([
    ['an unknown model', { model: 'gpt-9' }, 404, 'model_not_found'],
    ['a retired model', { model: 'gpt-3.5-turbo-0613' }, 404, 'model_not_found'],
    ['an unknown file', { training_file: 'file-none' }, 400, null],
    ['a suffix that is too long', { suffix: 'x'.repeat(65) }, 400, 'invalid_value'],
  ])('a job over %s', async (_, changes, status, code) => {
    const { client, upload } = await openStandIn();
    const asked = { model, training_file: (await upload(lines())).id, ...changes };
    await expect(client.fineTuning.jobs.create(asked)).rejects.toMatchObject({ status, code });
  });

  it('a wrong key and an unknown path', async () => {
    const { standIn } = await openStandIn();
    const stranger = new OpenAI({ apiKey: 'wrong', baseURL: standIn.url, maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' });
    const client = new OpenAI({ apiKey: 'right-key', baseURL: `${standIn.url}/no`, maxRetries: 0 });
    await expect(client.models.list()).rejects.toMatchObject({ status: 404 });
  });

  it.each([
    [
      { status: 429, retryAfter: 1 },
      { status: 429, code: 'rate_limit_exceeded' },
    ],
    [{ status: 500 }, { status: 500, code: 'server_error' }],
    [{ status: 403 }, { status: 403, code: 'training_not_available' }],
    [{ drop: true }, { status: undefined, message: 'Connection error.' }],
  ])('as ordered over HTTP, %j, and then works again', async (fault, expected) => {
    const { standIn, client } = await openStandIn();
    const order = { route: 'GET /v1/models*', ...fault };
    await fetch(new URL('/_stand-in/faults', standIn.url), { method: 'POST', body: JSON.stringify(order) });
    await expect(client.models.retrieve(model)).rejects.toMatchObject(expected);
    expect(await client.models.retrieve(model)).toMatchObject({ id: model });
  });

  it('after the work was done: the answer is lost, the job is there', async () => {
    const { standIn, client, upload } = await openStandIn();
    const training_file = (await upload(lines())).id;
    standIn.script.addFault({ route: 'POST /v1/fine_tuning/jobs', drop: true, after: true });
    await expect(client.fineTuning.jobs.create({ model, training_file })).rejects.toThrow('Connection error.');
    expect((await client.fineTuning.jobs.list()).data).toHaveLength(1);
  });

  it('what a moderation flags', async () => {
    const { client } = await openStandIn();
    const { results } = await client.moderations.create({ input: ['A calm walk.', 'You should kill yourself.'] });
    expect(results.map(({ flagged }) => flagged)).toEqual([false, true]);
  });
});
