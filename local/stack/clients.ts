import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SSMClient } from '@aws-sdk/client-ssm';
import { emulatorCredentials } from '../child-environment.ts';

/** Clients of an emulator. Endpoint and credentials are said here: what the environment says may be a real account's. */
export function emulatorClients(endpoint: string) {
  const config = {
    endpoint,
    region: emulatorCredentials.AWS_REGION,
    credentials: {
      accessKeyId: emulatorCredentials.AWS_ACCESS_KEY_ID,
      secretAccessKey: emulatorCredentials.AWS_SECRET_ACCESS_KEY,
    },
    maxAttempts: 5,
  };
  return {
    dynamodb: new DynamoDBClient(config),
    lambda: new LambdaClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    secrets: new SecretsManagerClient(config),
    sfn: new SFNClient(config),
    ssm: new SSMClient(config),
  };
}
export type EmulatorClients = ReturnType<typeof emulatorClients>;
