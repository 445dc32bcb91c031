import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { inspect } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as z from 'zod';
import { OpenAiTrainer } from '../../layers/adapters/openai-trainer.ts';
import type { TrainingFile } from '../../layers/core/training/trainer.ts';
import { line, lines, openStandIn } from '../support/stand-in.ts';

const megabyte = 1024 * 1024;

/** A file of valid lines, made as it is read: at no time does the whole of it exist. */
function virtualFile(bytes: number, name = 'run-1-train.jsonl') {
  const filler = line('How far did you run?', 'x'.repeat(64 * 1024));
  const one = Buffer.from(`${filler}\n`);
  const count = Math.ceil(bytes / one.length);
  let largestRange = 0;
  const file: TrainingFile = {
    name,
    bytes: count * one.length,
    open: async () =>
      (async function* () {
        for (let i = 0; i < count; i++) yield one;
      })(),
    range: async (start, end) => {
      largestRange = Math.max(largestRange, end - start);
      const bytes = new Uint8Array(end - start);
      for (let at = 0; at < bytes.length; at++) bytes[at] = one[(start + at) % one.length] ?? 0;
      return bytes;
    },
  };
  return { file, largestRange: () => largestRange };
}

setFlagsFromString('--expose-gc');
const collectGarbage = z.custom<() => void>((value) => typeof value === 'function').parse(runInNewContext('gc'));

/** Bytes that are really held: how much garbage lies about hangs on what this process did before. */
function held(): number {
  collectGarbage();
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill();
});

describe('the OpenAI trainer', () => {
  it('streams a file: memory does not grow with it', async () => {
    // In a process of its own: what it needs is not ours.
    const child = spawn('node', ['local/openai-stand-in/main.ts', '--quiet'], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const [said] = await once(child.stdout, 'data');
    const { url: baseUrl } = z.object({ url: z.string() }).parse(JSON.parse(String(said)));
    const trainer = new OpenAiTrainer({ baseUrl, key: async () => 'any' });
    const { file } = virtualFile(192 * megabyte);
    let peak = 0;
    const before = held();
    const watch = setInterval(() => {
      peak = Math.max(peak, held() - before);
    }, 50);
    const id = await trainer.upload(file).finally(() => clearInterval(watch));
    expect(await trainer.findFile(file.name, file.bytes)).toBe(id);
    expect(peak).toBeLessThan(32 * megabyte);
  }, 60_000);

  it('sends a file over the limit in parts, in their order, and checks the sum', async () => {
    const { standIn, client } = await openStandIn();
    const settings = { baseUrl: standIn.url, key: async () => 'right-key', retries: 0 };
    const trainer = new OpenAiTrainer(settings, { inOneRequest: megabyte, part: 300_000 });
    const { file, largestRange } = virtualFile(2 * megabyte);
    const id = await trainer.upload(file);
    expect(largestRange()).toBe(300_000);
    expect(standIn.requests.filter((request) => request.includes('/parts'))).toHaveLength(
      Math.ceil(file.bytes / 300_000),
    );
    expect(await client.files.retrieve(id)).toMatchObject({ bytes: file.bytes, status: 'processed' });
    expect(await trainer.findFile(file.name, file.bytes)).toBe(id);
    expect(await trainer.findFile(file.name, file.bytes + 1)).toBeUndefined();
  });

  it('finds the files of a run by their names, and of no other', async () => {
    const { trainer, upload } = await openStandIn();
    const named = async (name: string) => (await upload(lines(), name)).id;
    const own = [await named('run-1-abc-train.jsonl'), await named('run-1-abc-validation.jsonl')];
    // Another run, and one of the same name in another stage, which has made another dataset.
    await named('run-11-abc-train.jsonl');
    await named('run-1-abd-train.jsonl');
    expect((await trainer.filesOf('run-1', 'abc')).sort()).toEqual(own.sort());
    await Promise.all(own.map((id) => trainer.deleteFile(id)));
    expect(await trainer.filesOf('run-1', 'abc')).toEqual([]);
  });

  it('cancels an upload that fails half-way, and says that it may be tried again', async () => {
    const { standIn } = await openStandIn();
    const settings = { baseUrl: standIn.url, key: async () => 'right-key', retries: 0 };
    const trainer = new OpenAiTrainer(settings, { inOneRequest: 0, part: megabyte });
    standIn.script.addFault({ route: 'POST /v1/uploads/*/parts', status: 503 });
    await expect(trainer.upload(virtualFile(2 * megabyte).file)).rejects.toMatchObject({ name: 'RetryableError' });
    expect(standIn.requests.at(-1)).toMatch(/^POST \/v1\/uploads\/[^/]+\/cancel 200$/);
  });

  it('asks again by itself where that is safe, and never when it creates a job', async () => {
    const { standIn, upload } = await openStandIn();
    const trainer = new OpenAiTrainer({ baseUrl: standIn.url, key: async () => 'right-key', retries: 2 });
    standIn.script.addFault({ route: 'GET /v1/models/*', status: 500, times: 2 });
    expect(await trainer.model('gpt-4o-mini-2024-07-18')).toMatchObject({ shutdownDate: '2027-01-14' });
    standIn.script.addFault({ route: 'POST /v1/fine_tuning/jobs', status: 500, times: 1 });
    const request = {
      runId: 'run-1',
      datasetId: 'd',
      baseModel: 'gpt-4o-mini-2024-07-18',
      trainingFile: (await upload(lines())).id,
      validationFile: null,
      suffix: 's',
      seed: 1,
      epochs: 2,
    };
    await expect(trainer.createJob(request)).rejects.toMatchObject({ name: 'RetryableError' });
    expect(standIn.requests.filter((one) => one.startsWith('POST /v1/fine_tuning/jobs'))).toHaveLength(1);
    await trainer.createJob(request);
    expect(await trainer.findJobs('run-1', 'd')).toHaveLength(1);
    expect(await trainer.findJobs('run', 'd')).toEqual([]);
  });

  const request = {
    runId: 'run-1',
    datasetId: 'd',
    baseModel: 'gpt-4o-mini-2024-07-18',
    trainingFile: 'file-1',
    validationFile: null,
    suffix: 's',
    seed: 1,
    epochs: 2,
  };
  const calls: readonly [string, (trainer: OpenAiTrainer) => Promise<unknown>][] = [
    ['findFile', (trainer) => trainer.findFile('train.jsonl', 1)],
    ['filesOf', (trainer) => trainer.filesOf('run-1', 'd')],
    ['upload', (trainer) => trainer.upload(virtualFile(1).file)],
    ['findJobs', (trainer) => trainer.findJobs('run-1', 'd')],
    ['createJob', (trainer) => trainer.createJob(request)],
    ['job', (trainer) => trainer.job('ftjob-1')],
    ['events', (trainer) => trainer.events('ftjob-1')],
    ['checkpoints', (trainer) => trainer.checkpoints('ftjob-1')],
    ['model', (trainer) => trainer.model('gpt-4o-mini-2024-07-18')],
    ['complete', (trainer) => trainer.complete('gpt-4o-mini-2024-07-18', [{ role: 'user', content: 'so alone' }], 1)],
  ];
  const answers = [
    ['breaks off', { status: 200, body: '{"id": "', length: 100 }],
    ['is of another form, as from a gateway', { status: 200, body: '{"error": {"message": "so alone"}}' }],
    ['is no JSON', { status: 200, body: 'so alone, says the gateway' }],
    ['is nothing', { status: 200, body: '' }],
  ] as const;
  it.each(calls.flatMap(([name, call]) => answers.map(([what, answer]) => [name, what, call, answer] as const)))(
    '%s may be tried again when the answer %s, and nothing of it is told',
    async (_, __, call, answer) => {
      const server = createServer((asked, response) => {
        asked.resume().on('end', () => {
          const length = 'length' in answer ? answer.length : answer.body.length;
          response.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': length });
          response.write(answer.body, () => ('length' in answer ? response.destroy() : response.end()));
        });
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = z.object({ port: z.number() }).parse(server.address());
      const trainer = new OpenAiTrainer({ baseUrl: `http://127.0.0.1:${port}/v1`, key: async () => 'any', retries: 0 });
      const thrown = await call(trainer).catch((error: unknown) => error);
      server.closeAllConnections();
      server.close();
      expect(thrown).toMatchObject({ name: 'RetryableError' });
      expect(inspect(thrown)).not.toContain('alone');
    },
  );

  it('takes null for a list of nothing, as some services write it', async () => {
    const { standIn, trainer } = await openStandIn();
    standIn.script.addFault({ route: 'GET /v1/*', times: 0, says: { object: 'list', data: null } });
    expect(await trainer.findJobs('run-1', 'd')).toEqual([]);
    expect(await trainer.filesOf('run-1', 'd')).toEqual([]);
    expect(await trainer.events('ftjob-1')).toEqual([]);
  });

  it('takes a model that the project may not use for one that is not there', async () => {
    const { standIn, trainer } = await openStandIn();
    const closed = { status: 403, code: 'model_not_found', times: 1 };
    standIn.script.addFault({ route: 'GET /v1/models/*', ...closed });
    expect(await trainer.model('gpt-4o-mini-2024-07-18')).toBeUndefined();
    standIn.script.addFault({ route: 'POST /v1/chat/completions', ...closed });
    await expect(trainer.complete('gpt-4o-mini-2024-07-18', [], 1)).rejects.toMatchObject({ name: 'ModelUnknown' });
  });

  it('deletes a file twice without complaint', async () => {
    const { trainer, upload } = await openStandIn();
    const file = await upload(lines());
    await trainer.deleteFile(file.id);
    await trainer.deleteFile(file.id);
  });

  describe('whose key is refused', () => {
    const size = 2 * megabyte;

    /** A trainer that reads these keys one after the other, the last one ever again; only `right-key` is let in. */
    async function reading(...keys: string[]) {
      const { standIn } = await openStandIn();
      let reads = 0;
      const key = async () => keys[Math.min(reads++, keys.length - 1)] ?? '';
      const settings = { baseUrl: standIn.url, key, retries: 0 };
      const statuses = () => standIn.requests.map((request) => Number(request.split(' ').at(-1)));
      return { settings, trainer: new OpenAiTrainer(settings), reads: () => reads, statuses };
    }

    it('asks once more with the key that was put meanwhile, and keeps to it', async () => {
      const { trainer, reads, statuses } = await reading('old', 'right-key');
      expect(await trainer.findJobs('run-1', 'd')).toEqual([]);
      expect(await trainer.model('gpt-9')).toBeUndefined();
      expect([reads(), ...statuses()]).toEqual([2, 401, 200, 404]);
    });

    it('does not ask again with the same key, and reads it anew at the next call', async () => {
      const { trainer, statuses } = await reading('old', 'old', 'right-key');
      await expect(trainer.findJobs('run-1', 'd')).rejects.toMatchObject({ name: 'WrongKey' });
      expect(statuses()).toEqual([401]);
      expect(await trainer.findJobs('run-1', 'd')).toEqual([]);
    });

    it('asks no third time', async () => {
      const { trainer, statuses } = await reading('old', 'older', 'right-key');
      await expect(trainer.findJobs('run-1', 'd')).rejects.toMatchObject({ name: 'WrongKey' });
      expect(statuses()).toEqual([401, 401]);
    });

    it('asks once more for each of the calls at the same time', async () => {
      const { trainer } = await reading('old', 'right-key');
      const models = ['gpt-7', 'gpt-8', 'gpt-9'].map((model) => trainer.model(model));
      expect(await Promise.all(models)).toEqual([undefined, undefined, undefined]);
    });

    it.each([
      ['in one request', { inOneRequest: size * 2, part: megabyte }],
      ['in parts', { inOneRequest: 0, part: megabyte }],
    ])('sends a file %s from its beginning', async (_, limits) => {
      const { settings } = await reading('old', 'right-key');
      const trainer = new OpenAiTrainer(settings, limits);
      const { file } = virtualFile(size);
      const id = await trainer.upload(file);
      expect(await trainer.findFile(file.name, file.bytes)).toBe(id);
    });
  });
});
