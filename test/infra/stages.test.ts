import { describe, expect, test } from '@jest/globals';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { synthesise } from './synthesise.ts';
import { templateOf } from './template.ts';

const holdsData = ['AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::SecretsManager::Secret', 'AWS::Logs::LogGroup'];
const deletionPolicies = (template: Template, type: string) => [
  ...new Set(Object.values(template.findResources(type)).map((each) => each['DeletionPolicy'])),
];

describe('stages', () => {
  const dev = templateOf('dev');
  const prod = templateOf('prod');

  test.each(holdsData)('dev takes %s down with the stack, prod keeps it', (type) => {
    expect(deletionPolicies(dev, type)).toEqual(['Delete']);
    expect(deletionPolicies(prod, type)).toEqual(['Retain']);
  });

  test('dev empties its buckets first, for a bucket that holds something cannot go', () => {
    dev.resourceCountIs('Custom::S3AutoDeleteObjects', 3);
    prod.resourceCountIs('Custom::S3AutoDeleteObjects', 0);
  });

  test('prod can go back in time, and lets nobody delete a table or the stack by mistake', () => {
    prod.allResourcesProperties('AWS::DynamoDB::Table', {
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    });
    expect(synthesise('prod').stack.terminationProtection).toBe(true);
    expect(synthesise('dev').stack.terminationProtection).toBe(false);
  });

  test('prod encrypts conversations and secrets with a key of its own that rotates', () => {
    prod.hasResource('AWS::KMS::Key', { Properties: { EnableKeyRotation: true }, DeletionPolicy: 'Retain' });
    const encrypted = Object.values(prod.findResources('AWS::S3::Bucket')).map(
      ({ Properties }) =>
        Properties.BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm,
    );
    expect(encrypted.sort()).toEqual(['AES256', 'aws:kms', 'aws:kms']);
    for (const type of ['AWS::DynamoDB::Table', 'AWS::SecretsManager::Secret']) {
      expect(JSON.stringify(Object.values(prod.findResources(type)).map(({ Properties }) => Properties))).toMatch(
        /KMSMasterKeyId|KmsKeyId/,
      );
    }
    dev.resourceCountIs('AWS::KMS::Key', 0);
  });

  test.each([
    ['dev', dev, 7],
    ['prod', prod, 90],
  ])('in %s every log is kept for a time and not for ever', (_, template, days) => {
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: days });
  });

  test('what a run sorts and merges is gone soon after its time, with its versions', () => {
    prod.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: {
        Rules: Match.arrayWith([
          Match.objectLike({
            Prefix: 'work/',
            ExpirationInDays: 15,
            NoncurrentVersionExpiration: { NoncurrentDays: 1 },
          }),
        ]),
      },
    });
  });

  test.each([
    ['dev', '10'],
    ['prod', '1000'],
  ] as const)('in %s a run asks for %s examples unless it is told otherwise', (stage, minimum) => {
    templateOf(stage).hasResourceProperties('AWS::Lambda::Function', {
      Description: 'The state "Resolve request" of a training run',
      Environment: { Variables: { MINIMUM_EXAMPLES: minimum } },
    });
  });

  test('a base model of the deployment is what runs fine-tune and what answers users before a promotion', () => {
    const template = templateOf('with another base model');
    for (const Description of [
      'The state "Resolve request" of a training run',
      'Tells the app which model answers a user',
    ]) {
      const Environment = { Variables: { BASE_MODEL: 'gpt-next' } };
      template.hasResourceProperties('AWS::Lambda::Function', { Description, Environment });
    }
    // What promotions have written stays: CloudFormation sees no change.
    template.hasResourceProperties('AWS::SSM::Parameter', { Value: 'gpt-4o-mini-2024-07-18' });
  });

  test('every bucket is closed to the public and to plain HTTP, and the lake keeps versions', () => {
    const buckets = Object.keys(prod.findResources('AWS::S3::Bucket'));
    expect(buckets).toHaveLength(3);
    prod.allResourcesProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    prod.resourcePropertiesCountIs('AWS::S3::Bucket', { VersioningConfiguration: { Status: 'Enabled' } }, 1);
    const denied = Object.values(prod.findResources('AWS::S3::BucketPolicy')).map(({ Properties }) =>
      JSON.stringify(Properties),
    );
    for (const each of denied) expect(each).toContain('"aws:SecureTransport":"false"');
  });

  test('a secret that a person must bring has no value that only looks like one', () => {
    prod.hasResourceProperties('AWS::SecretsManager::Secret', {
      Description: 'API key of OpenAI; the operator puts it',
    });
    const secrets = Object.values(prod.findResources('AWS::SecretsManager::Secret'));
    expect(secrets.filter(({ Properties }) => Properties.GenerateSecretString)).toHaveLength(1);
  });

  test('the model parameter stays as it is: changing it would reset the model in use', () => {
    const [parameter] = Object.values(prod.findResources('AWS::SSM::Parameter'));
    expect(parameter?.['Properties']).toEqual({
      Name: '/reflectwithin/prod/model',
      Description: 'The model in use. Written by promotions only.',
      Type: 'String',
      Value: 'gpt-4o-mini-2024-07-18',
    });
  });
});
