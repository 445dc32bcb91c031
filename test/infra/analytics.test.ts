import { describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { savedQueries } from '../../infra/saved-queries.ts';
import { templateOf } from './template.ts';

const lakeUrl = (path: string) => ({
  'Fn::Join': ['', ['s3://', { Ref: Match.stringLikeRegexp('^LakeBucket') }, path]],
});

describe('questions in SQL', () => {
  const template = templateOf('prod');

  test('cannot become expensive, and their answers are encrypted and do not stay', () => {
    template.hasResourceProperties('AWS::Athena::WorkGroup', {
      Name: 'reflectwithin-prod',
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 10_000_000_000,
        ResultConfiguration: {
          OutputLocation: lakeUrl('/query-results/'),
          EncryptionConfiguration: { EncryptionOption: 'SSE_KMS', KmsKey: Match.anyValue() },
        },
      },
    });
    template.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: {
        Rules: Match.arrayWith([
          Match.objectLike({
            Prefix: 'query-results/',
            ExpirationInDays: 1,
            NoncurrentVersionExpiration: { NoncurrentDays: 1 },
          }),
        ]),
      },
    });
  });

  test('find the hours of the exchanges without a crawler', () => {
    template.hasResourceProperties('AWS::Glue::Table', {
      TableInput: {
        Name: 'exchanges',
        PartitionKeys: [
          { Name: 'dt', Type: 'string' },
          { Name: 'hh', Type: 'string' },
        ],
        Parameters: {
          'projection.enabled': 'true',
          'projection.dt.type': 'date',
          'projection.dt.range': '2020-01-01,NOW',
          'projection.hh.range': '0,23',
          'projection.hh.digits': '2',
          // biome-ignore lint/suspicious/noTemplateCurlyInString: Glue fills these in
          'storage.location.template': lakeUrl('/exchanges/v=1/dt=${dt}/hh=${hh}/'),
        },
      },
    });
  });

  test('are saved as they are documented; the emulator knows no saved queries', () => {
    const saved = Object.values(template.findResources('AWS::Athena::NamedQuery')).map(({ Properties }) => Properties);
    expect(saved.map(({ Name, QueryString }) => ({ question: Name, sql: QueryString }))).toEqual(savedQueries());
    expect(savedQueries().length).toBeGreaterThanOrEqual(5);
    templateOf('emulator').resourceCountIs('AWS::Athena::NamedQuery', 0);
  });

  test('are for those who may ask: they read what the tables show, and write nothing but answers', () => {
    const policies = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
    const policy = policies.find(({ Properties }) => Properties.Description.startsWith('May ask'));
    const actions = policy?.['Properties'].PolicyDocument.Statement.flatMap(
      ({ Action }: { Action: unknown }) => Action,
    );
    expect(actions).not.toContain('s3:DeleteObject');
    expect(JSON.stringify(policy)).not.toMatch(/"\w+:\*"|"Resource":"\*"/);
    expect(JSON.stringify(policy)).not.toMatch(/quarantine|tombstones|datasets\/\*/);
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 's3:ListBucket',
            Condition: { StringLike: { 's3:prefix': ['exchanges/*', 'tables/*', 'query-results/*'] } },
          }),
        ]),
      },
    });
  });
});
