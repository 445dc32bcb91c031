import { Readable } from 'node:stream';
import { toFile } from 'openai';
import { OpenAiBatches } from '../../../layers/adapters/openai-batches.ts';
import { openStandIn } from '../../support/stand-in.ts';

const model = 'gpt-4.1-mini-2025-04-14';
const row = (custom_id: string, body: Record<string, unknown> = {}) =>
  JSON.stringify({
    custom_id,
    method: 'POST',
    url: '/v1/chat/completions',
    body: { model, messages: [{ role: 'user', content: 'Hello' }], ...body },
  });

async function opened(options: Parameters<typeof openStandIn>[0] = {}) {
  const standIn = await openStandIn(options);
  const batches = new OpenAiBatches({ baseUrl: standIn.standIn.url, key: async () => 'right-key', retries: 0 });
  const upload = (text: string, name = 'requests.jsonl') => {
    const bytes = Buffer.from(text);
    const range = async (start: number, end: number) => bytes.subarray(start, end);
    return batches.upload({ name, bytes: bytes.length, open: async () => Readable.from([bytes]), range });
  };
  const ended = async (id: string) => {
    for (;;) {
      const batch = await batches.batch(id);
      if (['completed', 'failed', 'expired', 'cancelled'].includes(batch.status)) return batch;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const read = async (file: string | null) => {
    const pieces: Uint8Array[] = [];
    if (file !== null) for await (const piece of await batches.open(file)) pieces.push(piece);
    return Buffer.concat(pieces)
      .toString()
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  };
  return { ...standIn, batches, upload, ended, read };
}

describe('batches, by the SDK against the stand-in', () => {
  it('answers each request, and tells apart what was answered and what was not', async () => {
    const { batches, upload, ended, read } = await opened();
    const file = await upload(`${row('one')}\n${row('two', { model: 'no-such-model' })}\n`);
    const created = await batches.create('run-1', file);
    expect(created).toMatchObject({ status: 'validating', outputFile: null, errors: [] });
    const { outputFile, errorFile } = await ended(created.id);
    expect(await read(outputFile)).toMatchObject([
      { custom_id: 'one', response: { status_code: 200, body: { choices: [{ finish_reason: 'stop' }] } } },
    ]);
    expect(await read(errorFile)).toMatchObject([
      { custom_id: 'two', response: { status_code: 404, body: { error: { code: 'model_not_found' } } } },
    ]);
  });

  it('has cancelled a batch, and not failed it, whose file is deleted while it is validated', async () => {
    const { batches, upload } = await opened({ stepMilliseconds: 60 });
    const file = await upload(`${row('one')}\n`);
    const { id } = await batches.create('run-1', file);
    await batches.deleteFile(file);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await batches.cancel(id);
    const seen = new Set<string>();
    for (let status = ''; status !== 'cancelled'; seen.add(status)) ({ status } = await batches.batch(id));
    expect(seen).not.toContain('failed');
  });

  it('finds a batch again behind hundreds of later ones', async () => {
    const { batches, upload } = await opened();
    const file = await upload(`${row('one')}\n`);
    const { id } = await batches.create('run-1', file);
    for (let n = 0; n < 520; n += 40) {
      await Promise.all(Array.from({ length: 40 }, (_, i) => batches.create(`run-${n + i + 2}`, file)));
    }
    expect(await batches.find('run-1')).toMatchObject({ id });
  });

  it('finds a batch and a file again, and deletes what is gone already', async () => {
    const { batches, upload } = await opened();
    const file = await upload(`${row('one')}\n`, 'mine.jsonl');
    const { id } = await batches.create('run-1', file);
    await batches.create('run-2', file);
    expect(await batches.find('run-1')).toMatchObject({ id });
    expect(await batches.find('run-3')).toBeUndefined();
    expect(await batches.filesOf('mine.jsonl')).toEqual([file]);
    await batches.deleteFile(file);
    await batches.deleteFile(file);
    expect(await batches.filesOf('mine.jsonl')).toEqual([]);
  });

  it('fails, expires half done, or is cancelled', async () => {
    const { standIn, batches, upload, ended, read } = await opened();
    const file = await upload(`${row('one')}\n${row('two')}\n`);
    standIn.script.addBatchOutcome({ outcome: 'failed' });
    const failed = await ended((await batches.create('run-1', file)).id);
    expect(failed).toMatchObject({ status: 'failed', errors: [{ code: 'token_limit_exceeded' }] });
    expect(await batches.find('run-1')).toBeUndefined();
    standIn.script.addBatchOutcome({ outcome: 'expired' });
    const expired = await ended((await batches.create('run-1', file)).id);
    expect(await read(expired.outputFile)).toHaveLength(1);
    expect(await read(expired.errorFile)).toMatchObject([{ custom_id: 'two', error: { code: 'batch_expired' } }]);
    standIn.script.addBatchOutcome({ outcome: 'stuck' });
    const { id } = await batches.create('run-1', file);
    await batches.cancel(id);
    expect(await ended(id)).toMatchObject({ status: 'cancelled' });
    await batches.cancel(id);
  });

  it('refuses a file that is no batch', async () => {
    const { client, batches } = await opened();
    const other = await client.files.create({ file: await toFile(Buffer.from('x'), 'x.txt'), purpose: 'user_data' });
    await expect(batches.create('run-1', other.id)).rejects.toThrow('refused to create the batch');
  });
});
