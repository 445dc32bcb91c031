import { type AwsAnswer, type AwsRequest, awsDouble } from './aws-double.ts';

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A loopback server in S3's place with one bucket, `lake`: lists, gives and takes objects. */
export async function s3Double(objects: ReadonlyMap<string, Uint8Array> = new Map()) {
  const bucket = new Map(objects);
  const listing = (prefix: string): AwsAnswer => {
    const contents = [...bucket]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([key, { length }]) => `<Contents><Key>${escaped(key)}</Key><ETag>"e"</ETag><Size>${length}</Size></Contents>`,
      );
    const body = `<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`;
    return { status: 200, body };
  };
  const answer = ({ method, path, headers, body }: AwsRequest): AwsAnswer => {
    const url = new URL(path, 'http://s3');
    const key = decodeURIComponent(url.pathname).replace(/^\/lake\/?/, '');
    if (method === 'GET' && url.searchParams.get('list-type') === '2') {
      return listing(url.searchParams.get('prefix') ?? '');
    }
    if (method === 'PUT') {
      bucket.set(key, body);
      return { status: 200, headers: { etag: '"e"' } };
    }
    const object = bucket.get(key);
    if (object === undefined) return { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' };
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
    const part = start === undefined ? object : object.subarray(Number(start), Number(end) + 1);
    return { status: start === undefined ? 200 : 206, body: part, headers: { etag: '"e"' } };
  };
  const { settings, close } = await awsDouble(answer);
  return {
    bucket,
    close,
    /** For a process whose AWS this is. */
    environment: {
      AWS_ENDPOINT_URL: settings.endpoint,
      AWS_REGION: settings.region,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REQUEST_CHECKSUM_CALCULATION: 'WHEN_REQUIRED',
    },
  };
}
