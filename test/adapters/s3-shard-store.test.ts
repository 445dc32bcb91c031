import { S3Client } from '@aws-sdk/client-s3';
import { createS3ShardStore } from '../../layers/adapters/s3-shard-store.ts';
import { RetryableError } from '../../layers/core/errors.ts';
import { awsDouble } from '../support/aws-double.ts';

const problem = (code: string) => `<Error><Code>${code}</Code><Message>told</Message></Error>`;

const put = async (status: number, body = '') => {
  const aws = await awsDouble(() => ({ status, body }));
  try {
    const store = createS3ShardStore(() => new S3Client(aws.settings), 'lake');
    const written = await store.write('exchanges/a', [{ id: 'a' }]);
    return { written, request: aws.requests[0] };
  } finally {
    await aws.close();
  }
};

describe('a shard', () => {
  it('writes on condition that nothing is there', async () => {
    const { written, request } = await put(200);
    expect(written).toBe(true);
    expect(request?.headers['if-none-match']).toBe('*');
    expect(request?.path).toContain('/lake/exchanges/a');
  });

  it('takes 412 as done: an earlier attempt wrote it', async () => {
    expect(await put(412, problem('PreconditionFailed'))).toMatchObject({ written: false });
  });

  it.each([
    [409, 'ConditionalRequestConflict'],
    [500, 'InternalError'],
    [403, 'AccessDenied'],
  ])('throws to be tried again on %i %s', async (status, code) => {
    const failed = put(status, problem(code));
    await expect(failed).rejects.toThrow(RetryableError);
    await expect(failed).rejects.toThrow(`Could not write exchanges/a. ${code}`);
  });
});
