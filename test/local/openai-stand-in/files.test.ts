import { createHash } from 'node:crypto';
import { toFile, toStreamingFile } from 'openai';
import { line, lines, openStandIn } from '../../support/stand-in.ts';

const model = 'gpt-4o-mini-2024-07-18';

describe('the stand-in keeps files', () => {
  it('takes an upload, shows it, gives it back, deletes it', async () => {
    const { client, upload } = await openStandIn();
    const file = await upload(lines());
    expect(file).toMatchObject({ purpose: 'fine-tune', filename: 'train.jsonl', status: 'processed' });
    expect(file.bytes).toBe(Buffer.byteLength(lines()));
    expect(await (await client.files.content(file.id)).text()).toBe(lines());
    expect((await client.files.list({ purpose: 'fine-tune' })).data.map(({ id }) => id)).toEqual([file.id]);
    await client.files.delete(file.id);
    await expect(client.files.retrieve(file.id)).rejects.toMatchObject({ status: 404 });
  });

  it('takes a stream of odd pieces, byte for byte, even where the boundary seems to begin', async () => {
    const { client } = await openStandIn();
    const text = `${line('\r\n--openai-', '\r\n-- tricky?')}\r\n${lines()}`;
    async function* pieces() {
      for (let at = 0; at < text.length; at += 7) yield Buffer.from(text.slice(at, at + 7));
    }
    const file = await client.files.create({ file: toStreamingFile(pieces(), 'a.jsonl'), purpose: 'fine-tune' });
    expect(await (await client.files.content(file.id)).text()).toBe(text);
  });

  it('joins the parts of an upload, and checks their sum', async () => {
    const { client } = await openStandIn();
    const text = lines();
    const create = () =>
      client.uploads.create({ filename: 'b.jsonl', purpose: 'fine-tune', bytes: text.length, mime_type: 'text/jsonl' });
    const upload = await create();
    const parts: string[] = [];
    for (const half of [text.slice(0, 500), text.slice(500)]) {
      const part = await client.uploads.parts.create(upload.id, { data: await toFile(Buffer.from(half), 'part') });
      parts.push(part.id);
    }
    const wrong = client.uploads.complete(upload.id, { part_ids: parts.slice(1) });
    await expect(wrong).rejects.toMatchObject({ status: 400 });
    const md5 = createHash('md5').update(text).digest('hex');
    const done = await client.uploads.complete(upload.id, { part_ids: parts, md5 });
    expect(await (await client.files.content(done.file?.id ?? '')).text()).toBe(text);
    expect(await client.uploads.cancel((await create()).id)).toMatchObject({ status: 'cancelled' });
  });

  it.each([
    ['too few examples', lines(9), 'invalid_n_examples', 'Training file has 9 example(s), but must have at least 10'],
    ['a line that is no JSON', `${lines()}{"messages":\n`, 'invalid_training_file', 'Example 13 cannot be parsed'],
    ['a key of our own', `${lines()}{"messages":[],"score":1}\n`, 'invalid_file_format', 'Example 13'],
    [
      'an empty reply',
      `${lines()}${line('Hello', '')}\n`,
      'invalid_file_format',
      'Example 13 has a message with empty',
    ],
    ['a special token', `${lines()}${line('<|fim_suffix|>', 'Yes?')}\n`, 'invalid_training_file', 'special token'],
  ])('fails the job over %s, as OpenAI does', async (_, text, code, message) => {
    const { client, upload, finished } = await openStandIn();
    const file = await upload(text);
    const job = await finished((await client.fineTuning.jobs.create({ model, training_file: file.id })).id);
    expect(job).toMatchObject({ status: 'failed', error: { code, param: 'training_file' } });
    expect(job.error?.message).toContain(message);
  });

  it('marks an unreadable file and says which line', async () => {
    const { upload } = await openStandIn();
    const file = await upload(`${lines(2)}not json\n`);
    expect(file).toMatchObject({
      status: 'error',
      status_details: 'Example 3 cannot be parsed. Error: line contains invalid json',
    });
    await expect(upload(lines(), 'train.txt')).rejects.toMatchObject({ status: 400, code: 'invalid_file_format' });
  });
});
