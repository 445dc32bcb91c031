import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';

/** Builds a thing when it is first asked for, and the same one from then on. */
const once = <T>(build: () => T): (() => T) => {
  let built: T | undefined;
  return () => {
    built ??= build();
    return built;
  };
};

/**
 * The process's AWS clients: one of each, so that connections are shared. Region, credentials and endpoint come
 * from where the SDK finds them. A client that a function does not name is left out of its bundle.
 */
export const s3 = once(() => new S3Client({}));
export const dynamodb = once(() => new DynamoDBClient({}));
export const secretsManager = once(() => new SecretsManagerClient({}));
export const sns = once(() => new SNSClient({}));
export const ssm = once(() => new SSMClient({}));
