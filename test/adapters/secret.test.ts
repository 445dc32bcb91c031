import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createSecret, MissingSecret } from '../../layers/adapters/secret.ts';
import { RetryableError } from '../../layers/core/errors.ts';
import { type AwsAnswer, awsDouble } from '../support/aws-double.ts';

const request = { id: 'arn:the-secret', what: 'the pseudonyms', example: '"$(openssl rand -hex 32)"' };
const json = (status: number, body: unknown): AwsAnswer => ({
  status,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/x-amz-json-1.1' },
});

const withSecret = async (answers: AwsAnswer[]) => {
  const aws = await awsDouble(() => answers.shift() ?? json(500, { __type: 'InternalServiceError' }));
  const client = new SecretsManagerClient(aws.settings);
  return { aws, client, secret: createSecret(() => client, request, String) };
};

describe('a secret', () => {
  it('is asked for once', async () => {
    const { aws, secret } = await withSecret([json(200, { SecretString: ' value\n' })]);
    expect(await Promise.all([secret(), secret()])).toEqual(['value', 'value']);
    expect(await secret()).toBe('value');
    expect(aws.requests).toHaveLength(1);
    await aws.close();
  });

  it.each([
    ['has no value', json(200, { SecretString: '' })],
    ['is not there', json(400, { __type: 'ResourceNotFoundException', message: 'no such secret' })],
  ])('that %s: a person is told how to set it', async (_, answer) => {
    const { aws, secret } = await withSecret([answer]);
    await expect(secret()).rejects.toThrow(MissingSecret);
    await aws.close();
  });

  it('names itself and the command in the advice', () => {
    expect(new MissingSecret(request.what, request.id, request.example).message).toBe(
      'The secret for the pseudonyms is missing or empty. Set it, then try again: aws secretsmanager put-secret-value --secret-id arn:the-secret --secret-string "$(openssl rand -hex 32)"',
    );
  });

  it('asks again after a failure', async () => {
    const { aws, secret } = await withSecret([
      json(500, { __type: 'InternalServiceError' }),
      json(200, { SecretString: 'v' }),
    ]);
    await expect(secret()).rejects.toThrow(RetryableError);
    expect(await secret()).toBe('v');
    await aws.close();
  });

  it('asks again for a value that was refused', async () => {
    const { aws, client } = await withSecret([json(200, { SecretString: 'bad' }), json(200, { SecretString: 'good' })]);
    const length = createSecret(
      () => client,
      request,
      (value) => {
        if (value === 'bad') throw new TypeError('bad value');
        return value.length;
      },
    );
    await expect(length()).rejects.toThrow('bad value');
    expect(await length()).toBe(4);
    await aws.close();
  });
});
