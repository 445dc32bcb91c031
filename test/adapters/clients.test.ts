import { createServer, type RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { givingUp } from '../../layers/adapters/clients.ts';
import { largestPart, smallestPart } from '../../layers/adapters/multipart-plan.ts';
import { concatenate } from '../../layers/adapters/s3-concatenate.ts';
import { S3ObjectStore } from '../../layers/adapters/s3-object-store.ts';

/** What a service's clients make of a server that answers so; `seconds` is their patience. */
async function against<T>(
  answer: RequestListener,
  use: (clients: {
    readonly store: S3ObjectStore;
    readonly s3: S3Client;
    readonly dynamodb: DynamoDBClient;
  }) => Promise<T>,
  seconds = 0.2,
): Promise<T> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  const common = {
    endpoint: `http://127.0.0.1:${address.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    maxAttempts: 2,
  };
  const s3 = new S3Client({ ...common, ...givingUp(seconds), forcePathStyle: true });
  const dynamodb = new DynamoDBClient({ ...common, ...givingUp(seconds) });
  try {
    return await use({ store: new S3ObjectStore(() => s3, 'lake'), s3, dynamodb });
  } finally {
    s3.destroy();
    dynamodb.destroy();
    server.closeAllConnections();
    server.close();
  }
}

const megabyte = 1024 * 1024;
/** Some pieces of a body that says it is longer, then nothing. */
const stalling =
  (bytes: number): RequestListener =>
  (_, response) => {
    response.writeHead(200, { 'content-length': 8 * megabyte, etag: '"e"' });
    response.flushHeaders();
    if (bytes > 0) response.write(Buffer.alloc(bytes));
  };
const lengthOf = async (body: AsyncIterable<Uint8Array> = (async function* () {})(), pause = 0) => {
  let length = 0;
  for await (const piece of body) {
    length += piece.length;
    if (pause > 0) await sleep(pause);
  }
  return length;
};
const silence = { name: 'RetryableError', message: expect.stringMatching(/^Could not .*TimeoutError/) };

describe('a service that is silent', () => {
  it('is given up on, and may be asked again', async () => {
    const put = against(
      () => undefined,
      ({ store }) => store.put('key', 'body', 'text/plain'),
    );
    await expect(put).rejects.toMatchObject(silence);
  });

  it.each([0, 1000, 3 * megabyte])('is given up on within an answer, after %i bytes of it', async (bytes) => {
    const read = against(stalling(bytes), async ({ store }) => lengthOf((await store.open('exchanges/a'))?.body));
    await expect(read).rejects.toMatchObject({ ...silence, message: expect.stringContaining('nothing came for 0.2') });
  });

  it('is given up on within a range, and within a list', async () => {
    const range = against(stalling(10), ({ store }) => store.range('a', 0, megabyte));
    await expect(range).rejects.toMatchObject(silence);
    const list = against(stalling(10), ({ store }) => Array.fromAsync(store.list('a')));
    await expect(list).rejects.toMatchObject(silence);
  });

  it('is asked again by the SDK where that is the one who reads', async () => {
    let asked = 0;
    const answer: RequestListener = (request, response) => {
      asked++;
      if (asked === 1) stalling(10)(request, response);
      else response.end('{"TableNames":["messages"]}');
    };
    const names = against(answer, ({ dynamodb }) => dynamodb.send(new ListTablesCommand()));
    expect(await names).toMatchObject({ TableNames: ['messages'] });
  });

  it('leaves no socket behind, so that any number of objects can be opened', async () => {
    const opened = against(stalling(10), async ({ store }) => {
      // More than the client has sockets.
      const all = await Promise.all(Array.from({ length: 30 }, (_, i) => store.open(`first ${i}`)));
      await Promise.allSettled(all.map((each) => lengthOf(each?.body)));
      const more = await Promise.all(Array.from({ length: 30 }, (_, i) => store.open(`second ${i}`)));
      return more.length;
    });
    expect(await opened).toBe(30);
  });
});

describe('who is not silent is waited for', () => {
  it('a service that is slow', async () => {
    const slow: RequestListener = async (_, response) => {
      response.writeHead(200, { 'content-length': 12 });
      for (let i = 0; i < 12; i++) {
        await sleep(50);
        response.write('.');
      }
      response.end();
    };
    expect(await against(slow, async ({ store }) => lengthOf((await store.open('a'))?.body))).toBe(12);
  });

  const large = { key: 'a', bytes: largestPart + smallestPart };
  const uploading = '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>';
  const copying =
    (late: 'headers' | 'body'): RequestListener =>
    async (request, response) => {
      request.resume();
      if (request.url?.includes('uploads')) return void response.end(uploading);
      if (late === 'body') response.writeHead(200).write(' ');
      // Three times as long as this client waits otherwise.
      await sleep(600);
      response.end('<Copied><ETag>"e"</ETag></Copied>');
    };
  it.each([
    ['a copy, before it answers', 'headers', [{ key: 'a', bytes: 1 }]],
    ['a copy, within its answer', 'body', [{ key: 'a', bytes: 1 }]],
    ['a copy by parts, and the end of the upload', 'headers', [large]],
    ['a copy by parts, and the end of the upload, within their answers', 'body', [large]],
  ] as const)('S3 while it makes %s', async (_, late, parts) => {
    await against(copying(late), ({ store }) => store.concatenate(parts, 'all', 'text/plain'));
  });

  it('S3, though not for ever', async () => {
    const never = against(
      () => undefined,
      ({ s3, store }) => {
        const range = (key: string, start: number, end: number) => store.range(key, start, end);
        const work = { s3, bucket: 'lake', parts: [{ key: 'a', bytes: 1 }], to: 'b', contentType: 'text/plain', range };
        return concatenate({ ...work, patience: 100 });
      },
      60,
    );
    await expect(never).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it.each([
    ['before it begins to read', 600, 0],
    ['with every piece', 0, 10],
  ])('a reader who takes its time %s', async (_, first, each) => {
    const whole: RequestListener = (_request, response) => void response.end(Buffer.alloc(4 * megabyte));
    const read = against(whole, async ({ store }) => {
      const object = await store.open('a');
      await sleep(first);
      return lengthOf(object?.body, each);
    });
    expect(await read).toBe(4 * megabyte);
  });

  it('a reader who computes, while what is asked for arrives', async () => {
    const later: RequestListener = async (_, response) => {
      response.writeHead(200, { 'content-length': 2 });
      response.write('.');
      await sleep(150);
      response.end('.');
    };
    const read = against(later, async ({ store }) => {
      const object = await store.open('a');
      const iterator = object?.body[Symbol.asyncIterator]();
      await iterator?.next();
      const pause = new Int32Array(new SharedArrayBuffer(4));
      await sleep(20);
      // Nothing else runs meanwhile, so that the first look afterwards comes before what has arrived.
      Atomics.wait(pause, 0, 0, 400);
      return iterator?.next();
    });
    expect((await read)?.value).toHaveLength(1);
  });
});
