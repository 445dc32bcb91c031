import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';

/** The bucket of the deployed stack, as the laptop's run looks into it. */
export interface Lake {
  /** Keys below a prefix, in order. */
  keys(prefix: string): AsyncGenerator<string>;
  text(key: string): Promise<string>;
  /** How many lines an object has, unpacked. */
  lines(key: string): Promise<number>;
  /** Copies an object below `folder`, unpacked when it is gzip. @returns the copy's path */
  copy(key: string, folder: string): Promise<string>;
}

export function createLake(s3: S3Client, bucket: string): Lake {
  const open = async (key: string): Promise<Readable> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (!(Body instanceof Readable)) throw new Error(`${key} has no content`);
    return Body;
  };
  const unpack = (key: string) => (key.endsWith('.gz') ? createGunzip() : new PassThrough());
  return {
    async *keys(prefix) {
      let token: string | undefined;
      do {
        const page = await s3.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...(token && { ContinuationToken: token }) }),
        );
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
        token = page.NextContinuationToken;
      } while (token !== undefined);
    },
    text: async (key) => (await open(key)).setEncoding('utf8').reduce((all, piece) => all + piece, ''),
    async lines(key) {
      let lines = 0;
      await pipeline(await open(key), unpack(key), async (pieces: AsyncIterable<Buffer>) => {
        for await (const piece of pieces) for (const byte of piece) if (byte === 10) lines++;
      });
      return lines;
    },
    async copy(key, folder) {
      const path = join(folder, key.replace(/\.gz$/, ''));
      await mkdir(dirname(path), { recursive: true });
      await pipeline(await open(key), unpack(key), createWriteStream(path));
      return path;
    },
  };
}
