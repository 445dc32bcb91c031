import type { S3Client } from '@aws-sdk/client-s3';
import type { Exchange } from '../core/conversation/exchange.ts';
import type { ShardStore } from '../core/conversation/shard-store.ts';
import { toGzippedJsonLines } from './json-lines.ts';
import { putOnce } from './s3-put.ts';

/** Shards as objects of gzipped JSON lines. The client is built when the first shard is written. */
export const createS3ShardStore = <Line = Exchange>(s3: () => S3Client, bucket: string): ShardStore<Line> => ({
  write: async (key, lines: readonly Line[]) =>
    putOnce(s3(), { bucket, key, body: await toGzippedJsonLines(lines), contentType: 'application/gzip' }),
});
