import { S3Client } from '@aws-sdk/client-s3';
import { largestPart, smallestPart } from '../../layers/adapters/multipart-plan.ts';
import { S3ObjectStore } from '../../layers/adapters/s3-object-store.ts';
import { RetryableError, TerminalError } from '../../layers/core/errors.ts';
import { type AwsAnswer, type AwsRequest, awsDouble } from '../support/aws-double.ts';

/** Runs `use` against a store whose S3 answers as told. */
async function withStore<T>(answer: (request: AwsRequest) => AwsAnswer, use: (store: S3ObjectStore) => Promise<T>) {
  const aws = await awsDouble(answer);
  const client = new S3Client({ ...aws.settings, forcePathStyle: true });
  try {
    return { result: await use(new S3ObjectStore(() => client, 'lake')), requests: aws.requests };
  } finally {
    client.destroy();
    await aws.close();
  }
}
const problem = (code: string) => `<Error><Code>${code}</Code><Message>told</Message></Error>`;
const text = async (body: AsyncIterable<Uint8Array>) => Buffer.concat(await Array.fromAsync(body)).toString();

describe('S3ObjectStore', () => {
  it('lists page after page', async () => {
    const page = (key: string, next: string) =>
      `<ListBucketResult><IsTruncated>${next !== ''}</IsTruncated><NextContinuationToken>${next}</NextContinuationToken>` +
      `<Contents><Key>${key}</Key><ETag>"e"</ETag><Size>7</Size></Contents></ListBucketResult>`;
    const { result } = await withStore(
      ({ path }) => ({
        status: 200,
        body: path.includes('continuation-token') ? page('p/b', '') : page('p/a', 'more'),
      }),
      (store) => Array.fromAsync(store.list('p/')),
    );
    expect(result).toEqual([
      { key: 'p/a', etag: '"e"', size: 7 },
      { key: 'p/b', etag: '"e"', size: 7 },
    ]);
  });

  it('lists from a key on', async () => {
    const asked: (string | null)[] = [];
    await withStore(
      ({ path }) => {
        asked.push(new URL(path, 'http://s3').searchParams.get('start-after'));
        return { status: 200, body: '<ListBucketResult></ListBucketResult>' };
      },
      async (store) => [
        await Array.fromAsync(store.list('p/', 'p/a')),
        await Array.fromAsync(store.list('p/', '')),
        await Array.fromAsync(store.list('p/')),
      ],
    );
    expect(asked).toEqual(['p/a', null, null]);
  });

  it('opens an object, and knows when there is none', async () => {
    const found = await withStore(
      () => ({ status: 200, body: 'some text', headers: { etag: '"e"' } }),
      async (store) => {
        const object = await store.open('a');
        return { etag: object?.etag, body: object && (await text(object.body)) };
      },
    );
    expect(found.result).toEqual({ etag: '"e"', body: 'some text' });
    const none = await withStore(
      () => ({ status: 404, body: problem('NoSuchKey') }),
      (store) => store.open('a'),
    );
    expect(none.result).toBeUndefined();
  });

  it('lets go of a body that is not read to its end, so that any number of objects can be opened', async () => {
    const body = 'x'.repeat(1_000_000);
    const { result } = await withStore(
      () => ({ status: 200, body }),
      async (store) => {
        let opened = 0;
        // More than the client has sockets.
        for (; opened < 60; opened++) {
          const object = await store.open(`a${opened}`);
          for await (const piece of object?.body ?? []) if (piece.length > 0) break;
        }
        return opened;
      },
    );
    expect(result).toBe(60);
  });

  it('knows the size of an object, and when there is none', async () => {
    const found = await withStore(
      () => ({ status: 200, headers: { 'content-length': '9' } }),
      (store) => store.sizeOf('a'),
    );
    expect([found.result, found.requests[0]?.method]).toEqual([9, 'HEAD']);
    const none = await withStore(
      () => ({ status: 404 }),
      (store) => store.sizeOf('a'),
    );
    expect(none.result).toBeUndefined();
  });

  it('reads a range, the last byte not included', async () => {
    const { result, requests } = await withStore(
      () => ({ status: 206, body: 'text' }),
      (store) => store.range('a', 4, 8),
    );
    expect(Buffer.from(result).toString()).toBe('text');
    expect(requests[0]?.headers['range']).toBe('bytes=4-7');
  });

  it('writes what comes in pieces', async () => {
    const { requests } = await withStore(
      () => ({ status: 200 }),
      async (store) => {
        const writer = store.writer('a', 'text/plain');
        await writer.write(Buffer.from('some '));
        await writer.write(Buffer.from('text'));
        await writer.close();
      },
    );
    expect(requests.map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual(['PUT /lake/a']);
    expect(requests[0]?.body.toString()).toContain('some text');
  });

  describe('makes one object of others', () => {
    const [large, small] = [
      { key: 'parts/0 é', bytes: 6 * 1024 ** 2 },
      { key: 'parts/1', bytes: 3 },
    ];
    const upload = ({ method, path, headers }: AwsRequest): AwsAnswer => {
      if (method === 'POST' && path.includes('uploads')) {
        return {
          status: 200,
          body: '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>',
        };
      }
      if (method === 'POST') return { status: 200, body: '<CompleteMultipartUploadResult/>' };
      if (headers['x-amz-copy-source'] !== undefined) {
        return { status: 200, body: '<CopyPartResult><ETag>"copied"</ETag></CopyPartResult>' };
      }
      return method === 'GET' ? { status: 206, body: 'end' } : { status: 200, headers: { etag: '"sent"' } };
    };
    const told = (requests: readonly AwsRequest[]) =>
      requests.map(({ method, path, headers }) => [
        method,
        path.replace(/[?&]x-id=\w+/, ''),
        headers['x-amz-copy-source'],
        headers['x-amz-copy-source-range'] ?? headers['range'],
      ]);
    const concatenated = (answer: (request: AwsRequest) => AwsAnswer, parts = [large, small]) =>
      withStore(answer, (store) => store.concatenate(parts, 'all', 'application/jsonl'));

    it('by copies inside S3, but for what is too small to be a part', async () => {
      const { requests } = await concatenated(upload);
      const source = 'lake/parts/0%20%C3%A9';
      expect(told(requests).toSorted()).toEqual(
        [
          ['POST', '/lake/all?uploads=', undefined, undefined],
          ['PUT', '/lake/all?partNumber=1&uploadId=u', source, undefined],
          ['GET', '/lake/parts/1', undefined, 'bytes=0-2'],
          ['PUT', '/lake/all?partNumber=2&uploadId=u', undefined, undefined],
          ['POST', '/lake/all?uploadId=u', undefined, undefined],
        ].toSorted(),
      );
      const parts = requests.at(-1)?.body.toString();
      expect(parts?.replaceAll('&quot;', '"')).toMatch(/"copied".*<PartNumber>1<.*"sent".*<PartNumber>2</);
    });

    it('by one copy where there is one', async () => {
      const { requests } = await concatenated(() => ({ status: 200, body: '<CopyObjectResult/>' }), [small]);
      expect(told(requests)).toEqual([['PUT', '/lake/all', 'lake/parts/1', undefined]]);
    });

    it('and by copies of parts from where one would take too long', async () => {
      const copies = async (bytes: number) =>
        told((await concatenated(upload, [{ key: 'one', bytes }])).requests)
          .filter(([, , source]) => source !== undefined)
          .map(([, path, , range]) => [path, range])
          .toSorted();
      expect(await copies(largestPart)).toEqual([['/lake/all', undefined]]);
      expect(await copies(largestPart + smallestPart)).toEqual([
        ['/lake/all?partNumber=1&uploadId=u', `bytes=0-${largestPart - 1}`],
        ['/lake/all?partNumber=2&uploadId=u', `bytes=${largestPart}-${largestPart + smallestPart - 1}`],
      ]);
    });

    it('and leaves no upload behind where a part is gone', async () => {
      const seen: string[] = [];
      const gone = concatenated((request) => {
        seen.push(`${request.method} ${request.path.split('?')[1]}`);
        return request.method === 'GET' ? { status: 404, body: problem('NoSuchKey') } : upload(request);
      });
      await expect(gone).rejects.toThrow(TerminalError);
      expect(seen.at(-1)).toMatch(/^DELETE .*uploadId=u/);
      expect(seen.filter((each) => /^POST .*uploadId=u/.test(each))).toEqual([]);
    });
  });

  it.each<[string, (store: S3ObjectStore) => Promise<unknown>]>([
    ['open', (store) => store.open('a')],
    ['list', (store) => Array.fromAsync(store.list('a'))],
    ['range', (store) => store.range('a', 0, 1)],
    ['put', (store) => store.put('a', 'text', 'text/plain')],
    ['copy', (store) => store.concatenate([{ key: 'a', bytes: 1 }], 'b', 'text/plain')],
    [
      'concatenate',
      (store) =>
        store.concatenate(
          [
            { key: 'a', bytes: 6e6 },
            { key: 'b', bytes: 1 },
          ],
          'c',
          'text/plain',
        ),
    ],
    [
      'write',
      async (store) => {
        const writer = store.writer('a', 'text/plain');
        const piece = Buffer.alloc(3 * 1024 * 1024);
        for (let i = 0; i < 6; i++) await writer.write(piece);
        await writer.close();
      },
    ],
  ])('can be tried again when S3 fails to %s', async (_, use) => {
    await expect(withStore(() => ({ status: 503, body: problem('SlowDown') }), use)).rejects.toThrow(RetryableError);
  });

  it('cannot be tried again when a file of the run is gone', async () => {
    const gone = withStore(
      () => ({ status: 404, body: problem('NoSuchKey') }),
      (store) => store.range('a', 0, 1),
    );
    await expect(gone).rejects.toThrow(TerminalError);
  });

  it('leaves nothing behind of what it stopped writing', async () => {
    const { requests } = await withStore(
      () => ({ status: 200 }),
      async (store) => {
        const writer = store.writer('a', 'text/plain');
        await writer.write(Buffer.from('some'));
        await writer.abort();
      },
    );
    expect(requests.filter(({ method }) => method === 'PUT')).toEqual([]);
  });
});
