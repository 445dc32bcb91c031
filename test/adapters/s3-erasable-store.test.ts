import { S3Client } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { S3ErasableStore } from '../../layers/adapters/s3-erasable-store.ts';
import { RetryableError } from '../../layers/core/errors.ts';
import { type AwsAnswer, awsDouble } from '../support/aws-double.ts';
import { VersionedBucket } from '../support/versioned-bucket.ts';

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
let bucket: VersionedBucket | undefined;
const aws = await awsDouble((request) => bucket?.answer(request) ?? answers.shift() ?? { status: 500 });
const store = new S3ErasableStore(() => new S3Client({ ...aws.settings, forcePathStyle: true }), 'lake');
const deleted = () =>
  aws.requests
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => [...body.toString().matchAll(/<VersionId>(\d+)<\/VersionId>/g)].map(([, id]) => id));

beforeEach(() => {
  aws.requests.length = 0;
  bucket = undefined;
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
      page(version('a', '1', true) + version('b', '4', true, 'DeleteMarker')),
      removed,
    ];
    expect(await store.removeAll('')).toBe(1);
    // What was before first, lest it be the latest when the rest fails.
    expect(deleted()).toEqual([['2'], ['3'], ['1', '4']]);
    expect(aws.requests[2]?.path).toContain('key-marker=a&');
  });

  it('forgets what objects were, and what was deleted, and leaves what they are', async () => {
    answers = [
      page(version('a', '1', true) + version('a', '2', false) + version('b', '3', true, 'DeleteMarker')),
      removed,
      page(version('c', '4', true)),
    ];
    expect(await store.forgetReplaced('')).toBe(1);
    // What hides a deleted object goes last of all, by the bucket's own rule: without it the version below were back.
    expect(deleted()).toEqual([['2']]);
    expect(await store.forgetReplaced('c')).toBe(0);
  });

  it('brings nothing back that was deleted, wherever a page ends and whatever fails half-way', async () => {
    const act = fc.record({ key: fc.constantFrom('a', 'b', 'c'), isPut: fc.boolean() });
    const acts = fc.array(act, { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(acts, fc.integer({ min: 1, max: 4 }), fc.nat(8), async (history, page, failingIn) => {
        const versions = new VersionedBucket(page);
        bucket = versions;
        for (const { key, isPut } of history) isPut ? versions.put(key) : versions.hide(key);
        const present = versions.present();
        versions.failingIn = failingIn;
        await store.forgetReplaced('').catch(() => {});
        expect(versions.present()).toEqual(present);
        versions.failingIn = Number.POSITIVE_INFINITY;
        await store.forgetReplaced('');
        expect(versions.present()).toEqual(present);
        expect(versions.contents()).toEqual(present);
        for (const { key, isPut } of history) isPut ? versions.put(key) : versions.hide(key);
        const before = versions.present();
        versions.failingIn = failingIn;
        await store.removeAll('').catch(() => {});
        expect(before).toEqual(expect.arrayContaining(versions.present()));
        versions.failingIn = Number.POSITIVE_INFINITY;
        await store.removeAll('');
        expect(versions.contents()).toEqual([]);
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  it('is not done when one of the versions could not be removed', async () => {
    const refused = '<Error><Key>a</Key><Code>InternalError</Code><Message>later</Message></Error>';
    const listed = page(version('a', '1', true));
    answers = [listed, listed, { status: 200, body: `<DeleteResult>${refused}</DeleteResult>` }];
    await expect(store.removeAll('a')).rejects.toThrow(/Could not remove a\. InternalError/);
  });
});
