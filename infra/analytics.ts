import { Stack } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcard, logicalId } from './acknowledge.ts';
import { tableInput, tables } from './analytics-tables.ts';
import type { House } from './house.ts';
import type { Lake } from './lake.ts';
import { savedQueries } from './saved-queries.ts';

interface AnalyticsProps {
  readonly house: House;
  readonly lake: Lake;
}

const gigabyte = 1_000_000_000;

/** Questions in SQL: tables over the lake, and a workgroup that no query can make expensive. Nothing runs by itself. */
export class Analytics extends Construct {
  readonly workgroup: string;
  readonly database: string;
  /** For people who may ask: attach it to their role. */
  readonly mayAsk: ManagedPolicy;

  constructor(scope: Construct, id: string, { house, lake }: AnalyticsProps) {
    super(scope, id);
    const { stage, emulator, keepsData } = house.settings;
    this.workgroup = `reflectwithin-${stage}`;
    this.database = `reflectwithin_${stage}`;
    const url = `s3://${lake.bucket.bucketName}`;
    const database = new CfnDatabase(this, 'Database', {
      catalogId: Stack.of(this).account,
      databaseInput: { name: this.database, description: 'Exchanges and datasets of ReflectWithin' },
    });
    for (const [name, table] of Object.entries(tables)) {
      new CfnTable(this, `Table-${name}`, {
        catalogId: Stack.of(this).account,
        databaseName: this.database,
        tableInput: tableInput(name, table, url),
      }).addResourceDependency(database);
    }
    const workgroup = new CfnWorkGroup(this, 'Workgroup', {
      name: this.workgroup,
      description: 'Questions of docs/queries.md, and others',
      recursiveDeleteOption: !keepsData,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        // At $5 a terabyte no question costs more than five cents.
        bytesScannedCutoffPerQuery: 10 * gigabyte,
        publishCloudWatchMetricsEnabled: true,
        resultConfiguration: {
          outputLocation: `${url}/query-results/`,
          encryptionConfiguration: house.key
            ? { encryptionOption: 'SSE_KMS', kmsKey: house.key.keyArn }
            : { encryptionOption: 'SSE_S3' },
        },
      },
    });
    // The emulator knows no saved queries.
    for (const [index, { question, sql }] of (emulator ? [] : savedQueries()).entries()) {
      new CfnNamedQuery(this, `Query-${index}`, {
        name: question,
        database: this.database,
        workGroup: this.workgroup,
        queryString: sql,
      }).addResourceDependency(workgroup);
    }
    this.mayAsk = this.#mayAsk(lake);
  }

  /** To ask in this workgroup, to read these tables and what is behind them, and to keep the answers. */
  #mayAsk(lake: Lake): ManagedPolicy {
    const stack = Stack.of(this);
    const policy = new ManagedPolicy(this, 'MayAsk', {
      description: 'May ask ReflectWithin in SQL, and read the redacted exchanges and the datasets to do so',
    });
    const arn = (service: string, resource: string, resourceName: string) =>
      stack.formatArn({ service, resource, resourceName });
    const allow = (actions: string[], resources: string[], conditions = {}) =>
      policy.addStatements(new PolicyStatement({ actions, resources, conditions }));
    allow(
      [
        ...['StartQueryExecution', 'StopQueryExecution', 'GetQueryExecution', 'GetQueryResults', 'GetWorkGroup'],
        ...['ListQueryExecutions', 'ListNamedQueries', 'GetNamedQuery', 'BatchGetNamedQuery'],
      ].map((action) => `athena:${action}`),
      [arn('athena', 'workgroup', this.workgroup)],
    );
    allow(
      ['glue:GetDatabase', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartitions'],
      [
        stack.formatArn({ service: 'glue', resource: 'catalog' }),
        arn('glue', 'database', this.database),
        ...Object.keys(tables).map((name) => arn('glue', 'table', `${this.database}/${name}`)),
      ],
    );
    const { bucketArn, encryptionKey } = lake.bucket;
    const folders = ['exchanges', 'tables', 'query-results'].map((folder) => `${folder}/*`);
    allow(
      ['s3:GetObject'],
      folders.map((objects) => lake.bucket.arnForObjects(objects)),
    );
    allow(['s3:PutObject', 's3:AbortMultipartUpload'], [lake.bucket.arnForObjects('query-results/*')]);
    // Other folders name people by their pseudonyms: who is erased, who withdrew.
    allow(['s3:ListBucket'], [bucketArn], { StringLike: { 's3:prefix': folders } });
    allow(['s3:GetBucketLocation'], [bucketArn]);
    if (encryptionKey) allow(['kms:Decrypt', 'kms:GenerateDataKey'], [encryptionKey.keyArn]);
    for (const objects of folders) {
      acknowledgeWildcard(this, `<${logicalId(lake.bucket)}.Arn>/${objects}`, `The objects of one folder, ${objects}`);
    }
    return policy;
  }
}
