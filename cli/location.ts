import type { S3ObjectStore } from '../layers/adapters/s3-object-store.ts';
import { UnusableFile } from './unusable-file.ts';

/** A bucket and what is meant in it: a key, or the start of keys; empty for the whole bucket. */
export interface BucketPlace {
  readonly bucket: string;
  readonly key: string;
}

/** Reads `s3://bucket/key`. @returns undefined for a path of this computer. @throws UnusableFile */
export function bucketPlace(location: string): BucketPlace | undefined {
  if (!location.startsWith('s3://')) return undefined;
  const [, bucket, key = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(location) ?? [];
  if (bucket === undefined)
    throw new UnusableFile(`${location} names no bucket. Write s3://bucket or s3://bucket/key.`);
  return { bucket, key };
}

/**
 * A bucket as a store; region, credentials and endpoint come from where AWS's own tools find them.
 *
 * @throws UnusableFile where they find no region
 */
export async function bucketStore({ bucket }: BucketPlace): Promise<S3ObjectStore> {
  // The SDK of AWS takes its time to load.
  const [{ s3 }, { S3ObjectStore }] = await Promise.all([
    import('../layers/adapters/clients.ts'),
    import('../layers/adapters/s3-object-store.ts'),
  ]);
  await s3()
    .config.region()
    .catch(() => {
      throw new UnusableFile(`No region is set to look for s3://${bucket} in. Set AWS_REGION to the bucket's.`);
    });
  return new S3ObjectStore(s3, bucket);
}
