import { describe, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { settings } from '../../infra/settings.ts';

const read = (context: Record<string, string>) => settings(new App({ context }).node);
const tableArn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/app-messages';
const streamArn = `${tableArn}/stream/2026-01-01T00:00:00.000`;

describe('settings', () => {
  test('need nothing: a dev stage, OpenAI itself, a table of our own', () => {
    const { stage, emulator, openaiBaseUrl, policy, embedder, ...rest } = read({});
    expect([stage, emulator, openaiBaseUrl, policy]).toEqual(['dev', false, 'https://api.openai.com/v1', 'reflect']);
    expect(embedder).toBe('minilm');
    expect(rest.moderation).toBe('none');
    expect(rest).not.toHaveProperty('attachedTable');
    expect(rest).not.toHaveProperty('alarmEmail');
  });

  test('take what they are given', () => {
    const given = {
      stage: 'prod',
      tableArn,
      streamArn,
      alarmEmail: 'a@b.org',
      minimumExamples: '500',
      policy: 'strategy',
      baseModel: 'gpt-4.1-mini-2025-04-14',
    };
    expect(read({ ...given, openaiBaseUrl: 'https://eu.api.openai.com/v1' })).toMatchObject({
      stage: 'prod',
      keepsData: true,
      attachedTable: { tableArn, streamArn },
      alarmEmail: 'a@b.org',
      minimumExamples: 500,
      policy: 'strategy',
      baseModel: 'gpt-4.1-mini-2025-04-14',
      openaiBaseUrl: 'https://eu.api.openai.com/v1',
    });
  });

  test.each<[Record<string, string>, string]>([
    [{ stage: 'staging' }, '"stage" is "staging", it must be dev or prod'],
    [{ emulator: 'yes' }, '"emulator" is "yes", it must be true or false'],
    [{ alarmEmail: 'operator' }, '"alarmEmail" is "operator", it must be an e-mail address'],
    [{ minimumExamples: '5' }, '"minimumExamples" is "5", it must be a whole number of 10 or more'],
    [{ baseModel: 'gpt 4' }, '"baseModel" is "gpt 4", it must be a model such as "gpt-4o-mini-2024-07-18"'],
    [{ policy: 'reflekt' }, '"policy" is "reflekt", it must be the name of a folder'],
    [{ mapping: '{"atributes":{}}' }, 'Unrecognized key: "atributes"'],
    [{ mapping: '{"filter":{"kind":["message"]}}' }, 'Unrecognized key: "filter"'],
    [{ embedder: 'titan' }, '"embedder" is "titan", it must be minilm or openai or bedrock or none'],
    [{ moderation: 'true' }, '"moderation" is "true", it must be openai or none'],
    [{ reconcile: 'hourly' }, '"reconcile" is "hourly", it must be daily or weekly or monthly or off'],
    [{ minimumExamples: '-5' }, '"minimumExamples" is "-5", it must be a whole number'],
    [{ policy: '../etc' }, '"policy" is "../etc", it must be the name of a folder in layers/policy'],
    [{ openaiBaseUrl: 'api.openai.com' }, '"openaiBaseUrl" is "api.openai.com", it must be a URL'],
    [{ openaiBaseUrl: 'http://api.example.org/v1' }, 'the API key would travel unencrypted, use https'],
    [{ tableArn: 'app-messages' }, '"tableArn" is "app-messages", it must be the ARN of a DynamoDB table'],
    [{ tableArn }, '"streamArn" is missing'],
    [{ streamArn }, '"tableArn" is missing'],
    [{ tableArn: `${tableArn}-2`, streamArn }, 'which is not a stream of the table'],
    [{ mapping: 'text=body' }, '"mapping" is "text=body", it must be a JSON object'],
    [{ filter: '{"kind":"message"}' }, 'it must name text attributes with lists of their values'],
  ])('%j is refused in a sentence', (context, sentence) => {
    expect(() => read(context)).toThrow(sentence);
  });

  test('the emulator may speak HTTP to the stand-in', () => {
    expect(read({ emulator: 'true', openaiBaseUrl: 'http://127.0.0.1:1234/v1' }).openaiBaseUrl).toBe(
      'http://127.0.0.1:1234/v1',
    );
  });
});
