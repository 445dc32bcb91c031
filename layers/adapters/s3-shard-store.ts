import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ShardStore } from '../core/conversation/shard-store.ts';
import { calling, statusOf } from './failed-call.ts';
import { toGzippedJsonLines } from './json-lines.ts';

/** Shards as objects of gzipped JSON lines, each written only where none with its key is. */
export const createS3ShardStore = (s3: () => S3Client, bucket: string): ShardStore<unknown> => ({
  write: async (key, lines) => {
    const written = {
      Bucket: bucket,
      Key: key,
      Body: await toGzippedJsonLines(lines),
      ContentType: 'application/gzip',
    };
    return calling(`write ${key}`, async () => {
      try {
        await s3().send(new PutObjectCommand({ ...written, IfNoneMatch: '*' }));
        return true;
      } catch (error) {
        // An earlier attempt at the same work got here first; with 409 another is at it, and this one comes again.
        if (statusOf(error) === 412) return false;
        throw error;
      }
    });
  },
});
