import { Arn, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { House } from './house.ts';
import type { Folder, Lake } from './lake.ts';
import type { NodeFunction } from './node-function.ts';
import type { Secrets } from './secrets.ts';

/** What most functions work with. */
export interface Parts {
  readonly house: House;
  readonly lake: Lake;
  readonly secrets: Secrets;
  readonly topic: ITopic;
}

export interface TableParts extends Parts {
  readonly messages: ITable;
}

/** Something a function may do: the grant, and the environment to do it with. */
export type Permission<Needs = Parts> = (step: NodeFunction, parts: Needs) => void;

/** Lets a function do these things; what is not among them, it cannot. */
export function permit<Needs>(step: NodeFunction, parts: Needs, may: readonly Permission<Needs>[]): NodeFunction {
  for (const each of may) each(step, parts);
  return step;
}

const inLake =
  (grant: (lake: Lake, step: NodeFunction) => void): Permission =>
  (step, { lake }) => {
    step.addEnvironment('LAKE_BUCKET', lake.bucket.bucketName);
    grant(lake, step);
  };
const inFolders =
  (verb: 'grantRead' | 'grantWrite' | 'grantErase') =>
  (...folders: Folder[]): Permission =>
    inLake((lake, step) => {
      for (const folder of folders) lake[verb](step, folder);
    });

export const list = inLake((lake, step) => lake.grantList(step));
export const read = inFolders('grantRead');
export const write = inFolders('grantWrite');
export const erase = inFolders('grantErase');
export const rewritePaper = (paper: string): Permission => inLake((lake, step) => lake.grantRewritePaper(step, paper));

const inFailures =
  (verb: 'grantTakeFailures' | 'grantEraseFailures'): Permission =>
  (step, { lake }) => {
    step.addEnvironment('FAILURES_BUCKET', lake.failures.bucketName);
    lake[verb](step);
  };
export const takeFailures = inFailures('grantTakeFailures');
export const eraseFailures = inFailures('grantEraseFailures');

/** Lets a function do this with the message table. */
export const withMessages =
  (...actions: string[]): Permission<TableParts> =>
  (step, { messages }) => {
    step.addEnvironment('MESSAGES_TABLE', messages.tableName);
    messages.grant(step, ...actions);
    messages.encryptionKey?.grant(step, 'kms:Decrypt');
  };

/** Tells a function how the app names things, and which of its items are collected. */
export const knowMapping: Permission = (step, { house }) => {
  const { mapping, filter } = house.settings;
  const whole = { ...mapping, ...(Object.keys(filter).length > 0 && { filter }) };
  if (Object.keys(whole).length > 0) step.addEnvironment('MESSAGE_MAPPING', JSON.stringify(whole));
};

/** Lets a function turn the app's ids into pseudonyms, and tells it how the app names things. */
export const knowIdentity: Permission = (step, parts) => {
  const { pseudonym } = parts.secrets;
  parts.secrets.grantRead(step, pseudonym);
  step.addEnvironment('PSEUDONYM_SECRET_ARN', pseudonym.secretArn);
  knowMapping(step, parts);
};

/** What turns messages into shards. The tombstones' names tell whose messages are not to be collected any more. */
export const collect: readonly Permission<TableParts>[] = [
  withMessages('dynamodb:Query'),
  list,
  write('exchanges', 'signals', 'quarantine'),
  knowIdentity,
];

/** Lets a function read the key of OpenAI's API, or of one like it, and says where the API is. */
export const callOpenAi: Permission = (step, { secrets, house }) => {
  secrets.grantRead(step, secrets.openai);
  step.addEnvironment('OPENAI_SECRET_ARN', secrets.openai.secretArn);
  step.addEnvironment('OPENAI_BASE_URL', house.settings.openaiBaseUrl);
};

/** Lets a function tell the people who follow the stack's news. */
export const tellPeople: Permission = (step, { topic }) => {
  topic.grantPublish(step);
  step.addEnvironment('TOPIC_ARN', topic.topicArn);
};

/** Titan reads texts for whoever may invoke this one model, which every region has as its own. */
const titan = 'amazon.titan-embed-text-v2:0';
const invokeTitan: Permission = (step) => {
  const resource = { service: 'bedrock', account: '', resource: 'foundation-model', resourceName: titan };
  const arn = Arn.format(resource, Stack.of(step));
  Grant.addToPrincipal({ grantee: step, actions: ['bedrock:InvokeModel'], resourceArns: [arn] });
};

export const compareMeanings: Permission = (step, parts) => {
  const { semanticLayer, settings } = parts.house;
  step.addEnvironment('EMBEDDER', settings.embedder);
  if (semanticLayer) step.addLayers(semanticLayer);
  if (settings.embedder === 'openai') callOpenAi(step, parts);
  if (settings.embedder === 'bedrock') invokeTitan(step, parts);
};
