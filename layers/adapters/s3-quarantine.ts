import type { S3Client } from '@aws-sdk/client-s3';
import type { Quarantine } from '../core/conversation/quarantine.ts';
import { toGzippedJsonLines } from './json-lines.ts';
import { putOnce } from './s3-put.ts';

/** What could not be collected, as objects of gzipped JSON lines beside the shards. */
export const createS3Quarantine = (s3: () => S3Client, bucket: string): Quarantine => ({
  write: async (key, items) =>
    putOnce(s3(), { bucket, key, body: await toGzippedJsonLines(items), contentType: 'application/gzip' }),
});
