import { describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import type { Deployment } from './deployments.ts';
import { managed } from './policies.ts';
import { templateOf } from './template.ts';

const may = (name: Deployment) => managed(templateOf(name), /^May write messages/);

const calls = [
  'lambda:InvokeFunction Consent',
  'lambda:InvokeFunction EraseUser',
  'lambda:InvokeFunction WhichModel',
  expect.stringMatching(/^ssm:GetParameter .*parameter\/?Model$/),
];
const items = ['BatchGetItem', 'BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'];
const ofTable = items.map((action) => `dynamodb:${action} Table`);
const ofKey = ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey'].map((action) => `kms:${action} Key`);

describe("the policy for the app's role", () => {
  test('has what the app does, and nothing of the lake', () => {
    expect(may('dev')).toEqual([...ofTable, ...calls]);
  });

  test('has the key of the table where it has one of its own: through the table only', () => {
    expect(may('prod')).toEqual([...ofTable, ...ofKey, ...calls]);
    templateOf('prod').hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: Match.arrayWith(['kms:Decrypt']),
            Condition: {
              StringEquals: {
                'kms:ViaService': { 'Fn::Join': ['', ['dynamodb.', { Ref: 'AWS::Region' }, '.amazonaws.com']] },
              },
            },
          }),
        ]),
      },
    });
  });

  test("has no table where the app's own is attached", () => {
    expect(may('attached')).toEqual(calls);
  });

  test('is told', () => {
    templateOf('prod').hasOutput('AppPolicyArn', { Value: { Ref: Match.stringLikeRegexp('^AppAccessPolicy') } });
  });
});
