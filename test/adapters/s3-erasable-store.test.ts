import { S3Client } from '@aws-sdk/client-s3';
import { S3ErasableStore } from '../../layers/adapters/s3-erasable-store.ts';
import { RetryableError } from '../../layers/core/errors.ts';
import { type AwsAnswer, awsDouble } from '../support/aws-double.ts';

const version = (key: string, id: string, latest: boolean, what = 'Version') =>
  `<${what}><Key>${key}</Key><VersionId>${id}</VersionId><IsLatest>${latest}</IsLatest></${what}>`;
const page = (content: string, next?: string): AwsAnswer => ({
  status: 200,
  body: `<ListVersionsResult>${content}<IsTruncated>${next !== undefined}</IsTruncated>${
    next === undefined ? '' : `<NextKeyMarker>${next}</NextKeyMarker><NextVersionIdMarker>9</NextVersionIdMarker>`
  }</ListVersionsResult>`,
});
const removed: AwsAnswer = { status: 200, body: '<DeleteResult></DeleteResult>' };

let answers: AwsAnswer[] = [];
const aws = await awsDouble(() => answers.shift() ?? { status: 500 });
const store = new S3ErasableStore(() => new S3Client({ ...aws.settings, forcePathStyle: true }), 'lake');
const deleted = () =>
  aws.requests
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => [...body.toString().matchAll(/<VersionId>(\d+)<\/VersionId>/g)].map(([, id]) => id));

beforeEach(() => {
  aws.requests.length = 0;
});
afterAll(() => aws.close());

describe('a lake on S3 that can forget', () => {
  it('writes in place of the content it has read, and of no other', async () => {
    answers = [{ status: 200 }];
    expect(await store.replace('a', '"etag"', Buffer.from('x'), 'text/plain')).toBe(true);
    expect(aws.requests[0]?.headers['if-match']).toBe('"etag"');
  });

  it.each([404, 409, 412])('says so when the object is another by now (%i)', async (status) => {
    answers = [{ status, body: '<Error><Code>No</Code></Error>' }];
    expect(await store.replace('a', '"etag"', Buffer.from('x'), 'text/plain')).toBe(false);
  });

  it.each([
    [200, true],
    [409, false],
    [412, false],
  ])('writes where there is nothing, and says whether it did (%i)', async (status, isCreated) => {
    answers = [isCreated ? { status } : { status, body: '<Error><Code>No</Code></Error>' }];
    expect(await store.create('a', Buffer.from('x'), 'text/plain')).toBe(isCreated);
    expect(aws.requests[0]?.headers['if-none-match']).toBe('*');
  });

  it('throws to be tried again when S3 fails', async () => {
    answers = [{ status: 500 }];
    await expect(store.replace('a', '"etag"', Buffer.from('x'), 'text/plain')).rejects.toThrow(RetryableError);
  });

  it('removes objects with all their versions and markers, page after page', async () => {
    answers = [
      page(version('a', '1', true) + version('a', '2', false), 'a'),
      removed,
      page(version('b', '3', false) + version('b', '4', true, 'DeleteMarker')),
      removed,
    ];
    expect(await store.removeAll('')).toBe(1);
    expect(deleted()).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    expect(aws.requests[2]?.path).toContain('key-marker=a&');
  });

  it('forgets what objects were, and what was deleted, and leaves what they are', async () => {
    answers = [
      page(version('a', '1', true) + version('a', '2', false) + version('b', '3', true, 'DeleteMarker')),
      removed,
      page(version('c', '4', true)),
    ];
    expect(await store.forgetReplaced('')).toBe(2);
    expect(deleted()).toEqual([['2', '3']]);
    expect(await store.forgetReplaced('c')).toBe(0);
  });

  it('is not done when one of the versions could not be removed', async () => {
    const refused = '<Error><Key>a</Key><Code>InternalError</Code><Message>later</Message></Error>';
    answers = [page(version('a', '1', true)), { status: 200, body: `<DeleteResult>${refused}</DeleteResult>` }];
    await expect(store.removeAll('a')).rejects.toThrow(/Could not remove a\. InternalError/);
  });
});
