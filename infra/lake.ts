import { Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledgeWildcard, logicalId } from './acknowledge.ts';
import type { House } from './house.ts';
import type { Settings } from './settings.ts';

/** What each folder of the lake holds is said in ARCHITECTURE.md. */
export type Folder =
  | 'exchanges'
  | 'signals'
  | 'examples'
  | 'augmentations'
  | 'manual'
  | 'manual-reports'
  | 'consent'
  | 'tombstones'
  | 'erasures'
  | 'quarantine'
  | 'runs'
  | 'work'
  | 'datasets'
  | 'tables'
  | 'query-results';

/**
 * The project's files: shards of exchanges, datasets, the papers of each run. And, apart from them, the batches
 * that could not be collected: they hold conversations as they were written, not yet redacted.
 */
export class Lake extends Construct {
  readonly bucket: Bucket;
  readonly failures: Bucket;
  readonly settings: Settings;

  constructor(scope: Construct, id: string, house: House) {
    super(scope, id);
    this.settings = house.settings;
    const { removalPolicy, keepsData, emulator } = house.settings;
    const common = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      // The emulator speaks HTTP only.
      enforceSSL: !emulator,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy,
      // The emulator forgets its buckets when it ends; emptying them is a custom resource it need not run.
      autoDeleteObjects: !keepsData && !emulator,
    };
    const encryption = house.key
      ? { encryption: BucketEncryption.KMS, encryptionKey: house.key, bucketKeyEnabled: true }
      : { encryption: BucketEncryption.S3_MANAGED };
    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...common,
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(90) }],
    });
    this.bucket = new Bucket(this, 'Bucket', {
      ...common,
      ...encryption,
      versioned: true,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'lake/',
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(7) },
        // A shard is written once; what replaces or erases an object must be gone for good soon after.
        { noncurrentVersionExpiration: Duration.days(30), expiredObjectDeleteMarker: true },
        // What a run sorts and merges, text of exchanges among it. Long enough to look into a run that failed.
        // It is the most that is ever in the lake, so it does not stay another month as an earlier version.
        { prefix: 'work/', expiration: Duration.days(15), noncurrentVersionExpiration: Duration.days(1) },
        // What SQL answered, text of exchanges perhaps: it must not outlive an erasure for long.
        { prefix: 'query-results/', expiration: Duration.days(1), noncurrentVersionExpiration: Duration.days(1) },
        // Pointers to items that could not be read: whoever has not looked in a year will not.
        { prefix: 'quarantine/', expiration: Duration.days(365) },
      ],
    });
    // Objects tell EventBridge when they come and go; CDK's own way to say so is a function in the stack.
    const resource = this.bucket.node.defaultChild;
    if (resource instanceof CfnBucket) {
      resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    }
    this.failures = new Bucket(this, 'Failures', {
      ...common,
      ...encryption,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'failures/',
      lifecycleRules: [{ expiration: Duration.days(90) }],
    });
  }

  /** May read the objects of a folder. A missing object is "access denied" to one who may not also list. */
  grantRead(grantee: IGrantable, folder: Folder): void {
    this.#grant(grantee, folder, ['s3:GetObject']);
    this.bucket.encryptionKey?.grant(grantee, 'kms:Decrypt');
  }

  /** May read and write one paper of any run, such as `sent.json`. A missing one is "access denied" without the right to list. */
  grantRewritePaper(grantee: IGrantable, paper: string): void {
    Grant.addToPrincipal({
      grantee,
      actions: ['s3:GetObject', 's3:PutObject'],
      resourceArns: [this.bucket.arnForObjects(`runs/*/${paper}`)],
    });
    const objects = `<${logicalId(this.bucket)}.Arn>/runs/*/${paper}`;
    acknowledgeWildcard(grantee, objects, `One paper of each run, ${paper}: runs are named when they start`);
    this.bucket.encryptionKey?.grant(grantee, 'kms:Decrypt', 'kms:GenerateDataKey');
  }

  /** May write objects of a folder, large ones in parts; not read, list or delete them. */
  grantWrite(grantee: IGrantable, folder: Folder): void {
    this.#grant(grantee, folder, ['s3:PutObject', 's3:AbortMultipartUpload']);
    // Decrypt: S3 asks for it when an object is written in parts.
    this.bucket.encryptionKey?.grant(grantee, 'kms:GenerateDataKey', 'kms:Decrypt');
  }

  /** May list the keys of the lake: S3 tells only such a caller "there is no such object". */
  grantList(grantee: IGrantable): void {
    Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [this.bucket.bucketArn] });
  }

  /** A distributed map reads its plan from a folder, and writes there what its children answer. */
  grantMapRun(grantee: IGrantable, folder: Folder = 'runs'): void {
    this.grantRead(grantee, folder);
    this.grantWrite(grantee, folder);
    this.#grant(grantee, folder, ['s3:ListMultipartUploadParts']);
  }

  /** May remove objects of a folder for good: with their versions, which it may list. */
  grantErase(grantee: IGrantable, folder: Folder): void {
    this.#grant(grantee, folder, ['s3:DeleteObject', 's3:DeleteObjectVersion']);
    Grant.addToPrincipal({ grantee, actions: ['s3:ListBucketVersions'], resourceArns: [this.bucket.bucketArn] });
  }

  /** May read the batches that could not be collected, which hold messages as they were written, and remove them. */
  grantTakeFailures(grantee: IGrantable): void {
    this.#grantFailures(grantee, ['s3:GetObject', 's3:DeleteObject', 's3:DeleteObjectVersion']);
  }

  /** May also rewrite them. */
  grantEraseFailures(grantee: IGrantable): void {
    this.#grantFailures(grantee, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion']);
    this.failures.encryptionKey?.grant(grantee, 'kms:GenerateDataKey');
  }

  #grantFailures(grantee: IGrantable, actions: string[]): void {
    const { bucketArn, encryptionKey } = this.failures;
    Grant.addToPrincipal({ grantee, actions, resourceArns: [this.failures.arnForObjects('aws/lambda/*')] });
    Grant.addToPrincipal({
      grantee,
      actions: ['s3:ListBucket', 's3:ListBucketVersions'],
      resourceArns: [bucketArn],
    });
    encryptionKey?.grant(grantee, 'kms:Decrypt');
    acknowledgeWildcard(grantee, `<${logicalId(this.failures)}.Arn>/aws/lambda/*`, 'Lambda names the failed batches');
  }

  #grant(grantee: IGrantable, folder: Folder, actions: string[]): void {
    Grant.addToPrincipal({ grantee, actions, resourceArns: [this.bucket.arnForObjects(`${folder}/*`)] });
    const objects = `<${logicalId(this.bucket)}.Arn>/${folder}/*`;
    acknowledgeWildcard(grantee, objects, `The objects of one folder, ${folder}/: their keys are made at run time`);
  }
}
