import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { once } from '../core/once.ts';
import { AttentiveHandler } from './attentive-handler.ts';

/**
 * What makes a client give up on a service that is silent, and ask again: without it a function waits until Lambda ends
 * it by force, and with it the run.
 *
 * @param seconds for one attempt, from sending until an answer begins; and for silence within the answer
 */
export const givingUp = (seconds: number) => ({
  requestHandler: new AttentiveHandler(seconds * 1000, {
    connectionTimeout: 3_000,
    requestTimeout: seconds * 1000,
    throwOnRequestTimeout: true,
  }),
});

/**
 * The process's AWS clients: one of each, so that connections are shared. Region, credentials and endpoint come
 * from where the SDK finds them. A client that a function does not name is left out of its bundle: the notes in front
 * of the calls tell the bundler that it may.
 */
export const bedrock = /* @__PURE__ */ once(() => bedrockClient());
export const s3 = /* @__PURE__ */ once(() => new S3Client(givingUp(30)));
export const dynamodb = /* @__PURE__ */ once(() => new DynamoDBClient(givingUp(5)));
export const dynamodbOfApp = /* @__PURE__ */ once(() => patientDynamodb());
export const secretsManager = /* @__PURE__ */ once(() => new SecretsManagerClient(givingUp(10)));
export const sfn = /* @__PURE__ */ once(() => new SFNClient(givingUp(10)));
export const sns = /* @__PURE__ */ once(() => new SNSClient(givingUp(10)));
export const ssm = /* @__PURE__ */ once(() => new SSMClient(givingUp(10)));

/**
 * For who reads all of a table that the app needs too. Where its capacity is used up, on a table with a provisioned one
 * within seconds, the client slows down and waits, up to a minute for a page: failing would begin the whole segment anew.
 */
export const patientDynamodb = (settings: DynamoDBClientConfig = {}): DynamoDBClient =>
  new DynamoDBClient({ ...givingUp(5), retryMode: 'adaptive', maxAttempts: 12, ...settings });

/**
 * One call a text: where the account's rate is reached the client waits rather than fails. Without a time-out it would
 * wait for ever for a service that is silent.
 *
 * @param patience milliseconds that one attempt may take
 */
export const bedrockClient = ({ patience = 30_000, attempts = 8 } = {}): BedrockRuntimeClient =>
  new BedrockRuntimeClient({
    retryMode: 'adaptive',
    maxAttempts: attempts,
    requestHandler: { requestTimeout: patience },
  });
